import { useContext, useState } from 'preact/hooks'
import { ask } from '../platform/page.ts'
import { serverAddress } from '../protocol/address.ts'
import { TrubkaError } from '../protocol/errors.ts'
import type { PageResult } from '../protocol/page.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { errorText } from '../ui/words/errors.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { ByAdministrator, ManagedSettings } from './preference.tsx'

type Props = { language: Language; server: string; onPaired?: (who: PageResult<'session.who'>) => void }

export function PairingForm({ language, server: known, onPaired }: Props) {
  const words = optionsWords[language]
  const { server: managed } = useContext(ManagedSettings)
  const [typed, setServer] = useState(known)
  const server = managed ?? typed
  const [code, setCode] = useState('')
  const [pairing, setPairing] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (pairing) return
    const address = serverAddress(server)
    if (address === null) {
      setRefusal(words.serverWrong)
      return
    }
    setPairing(true)
    setRefusal(null)
    try {
      const { operator } = await ask('session.pair', { server: address, code })
      onPaired?.({ server: address, operator })
    } catch (error) {
      const known = error instanceof TrubkaError ? words.pairErrors[error.code] : undefined
      setRefusal(known ?? errorText(error, language))
    } finally {
      setPairing(false)
    }
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} aria-busy={pairing} data-form="pairing">
      <p class="soft">{managed === null ? words.pairingHint : words.codeOnly}</p>
      <label>
        <span>
          {words.server}
          {managed !== null && <ByAdministrator language={language} />}
        </span>
        <input
          name="server"
          type="text"
          inputMode="url"
          autoComplete="off"
          spellcheck={false}
          required
          disabled={managed !== null}
          value={server}
          placeholder={words.serverHint}
          onInput={(event) => setServer(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{words.code}</span>
        <input
          name="code"
          class="code"
          type="text"
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          required
          maxLength={20}
          value={code}
          placeholder={words.codeHint}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
      </label>
      {refusal && <Notice kind="warning">{refusal}</Notice>}
      <div class="row">
        <Button type="submit" kind="accent" disabled={pairing}>
          {pairing ? words.connecting : words.connect}
        </Button>
      </div>
    </form>
  )
}
