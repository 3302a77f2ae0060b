import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'

type Props = {
  words: { name: string; nameHint: string; make: string }
  /** Whether it was made: what was typed stays when it was not. */
  make: (name: string) => Promise<boolean>
}

/** A name, and something new of that name. */
export function MakeByName({ words, make }: Props) {
  const [name, setName] = useState('')
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await make(name.trim())) setName('')
  }
  return (
    <form class="tools" onSubmit={(event) => void submit(event)}>
      <label class="search">
        <span>{words.name}</span>
        <input
          name="name"
          maxLength={100}
          autocomplete="off"
          placeholder={words.nameHint}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <Button type="submit" kind="accent">
        {words.make}
      </Button>
    </form>
  )
}
