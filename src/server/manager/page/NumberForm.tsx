import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { usePage } from './context.ts'
import { pageWords } from './words.ts'

type Props = {
  name: string
  label: string
  now: number
  most: number
  busy: boolean
  onSave: (count: number) => void
  source: preact.ComponentChild
}

/** A whole number, from 0 on. */
export function NumberForm({ name, label, now, most, busy, onSave, source }: Props) {
  const words = pageWords[usePage().language].settings
  const [typed, setTyped] = useState(String(now))
  const [refusal, setRefusal] = useState<string | null>(null)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const wrong = faultOf(typed, 0, most)
    setRefusal(wrong && words.wrongNumber(...wrong))
    if (!wrong && Number(typed) !== now) onSave(Number(typed))
  }
  return (
    <form onSubmit={submit} noValidate>
      <div class="row">
        <label>
          <span>{label}</span>
          <input
            name={name}
            class="short"
            inputMode="numeric"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value.trim())}
          />
        </label>
        {source}
        <Button type="submit" disabled={busy} label={`${words.save}: ${label}`}>
          {words.save}
        </Button>
      </div>
      {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
    </form>
  )
}

/** What is wrong with it: the limits; null = nothing. */
export function faultOf(text: string, min: number, max: number): [number, number] | null {
  const value = Number(text)
  return /^\d{1,5}$/.test(text) && value >= min && value <= max ? null : [min, max]
}
