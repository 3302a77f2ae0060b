import { useEffect, useState } from 'preact/hooks'
import { ask } from '../platform/page.ts'
import type { Connection } from '../protocol/mirror.ts'
import type { PageResult } from '../protocol/page.ts'
import type { Colleague } from '../protocol/people.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { plain } from '../ui/text.ts'
import { errorText } from '../ui/words/errors.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { LinksSection } from './LinksSection.tsx'
import { PairingForm } from './PairingForm.tsx'

type Who = PageResult<'session.who'>

type PairingProps = {
  connection: Connection
  /** As the server knows the operator now; the pairing remembers them as they were. */
  self: Colleague | null
  language: Language
}

/** Who is paired with which server; or the form that pairs. */
export function PairingSection({ connection, self, language }: PairingProps) {
  const words = optionsWords[language]
  const [who, setWho] = useState<Who | 'unknown'>('unknown')
  const [again, setAgain] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  // Asked again when the connection changes: it may be with another server.
  useEffect(() => {
    ask('session.who', {}).then(setWho, (error: unknown) => setRefusal(errorText(error, language)))
  }, [connection])

  const unpair = async () => {
    try {
      await ask('session.unpair', {})
      setWho(null)
    } catch (error) {
      setRefusal(errorText(error, language))
    }
  }
  const onPaired = (paired: Who) => {
    setWho(paired)
    setAgain(false)
  }
  const paired = who !== 'unknown' && who !== null

  return (
    <>
      <section aria-labelledby="pairing">
        <h2 id="pairing">{words.pairing}</h2>
        {paired && (
          <Paired
            server={who.server}
            operator={self ?? who.operator}
            connection={connection}
            language={language}
            onUnpair={unpair}
            onAgain={() => setAgain(true)}
          />
        )}
        {(who === null || (paired && (again || connection === 'refused'))) && (
          <PairingForm language={language} server={paired ? who.server : ''} onPaired={onPaired} />
        )}
        {refusal && <Notice kind="warning">{refusal}</Notice>}
      </section>
      {paired && <LinksSection server={who.server} language={language} />}
    </>
  )
}

type PairedProps = {
  server: string
  operator: Colleague
  connection: Connection
  language: Language
  onUnpair: () => Promise<void>
  onAgain: () => void
}

function Paired({ server, operator, connection, language, onUnpair, onAgain }: PairedProps) {
  const words = optionsWords[language]
  const [asking, setAsking] = useState(false)
  const wrong = connection === 'offline' || connection === 'refused'
  return (
    <>
      <div class="paired">
        <p class="paired-who">
          <bdi>{words.pairedAs(plain(operator.name))}</bdi>
        </p>
        <p class="soft">{operator.number === null ? words.noNumber : words.internal(operator.number)}</p>
        <p class="soft">
          {words.pairedWith}: <bdi>{server}</bdi>
        </p>
      </div>
      <Notice kind={wrong ? 'warning' : connection === 'online' ? 'accent' : 'plain'}>
        {words.connection[connection]}
      </Notice>
      {asking ? (
        <div class="question" role="alertdialog" aria-label={words.unpairAsk}>
          <p>{words.unpairAsk}</p>
          <div class="row">
            <Button kind="warning" command="unpair-yes" onClick={() => void onUnpair()}>
              {words.unpairYes}
            </Button>
            <Button onClick={() => setAsking(false)}>{words.cancel}</Button>
          </div>
        </div>
      ) : (
        <div class="row">
          <Button command="unpair" onClick={() => setAsking(true)}>
            {words.unpair}
          </Button>
          {connection === 'offline' && <Button onClick={onAgain}>{words.pairAgain}</Button>}
        </div>
      )}
    </>
  )
}
