import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { format } from '../../phone/format.ts'
import { ask } from '../../platform/page.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { Button } from '../../ui/Button.tsx'
import { newCommandId } from '../../ui/command-id.ts'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'

type Props = { number: string | null; state: OperatorState | null; language: Language; onDone: () => void }

/** A telephone link of another program or page (SPEC A12): it is dialled when a person says so, and not before. */
export function Offer({ number, state, language, onDone }: Props) {
  const words = panelWords[language]
  const section = useRef<HTMLElement>(null)
  const [dialling, setDialling] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const colleague = number === null ? null : state?.colleagues.find((each) => each.number === number)

  // On the offer, not on its button: an Enter that was meant for another program, whenever it comes, must dial nothing.
  // The button is one Tab away.
  useLayoutEffect(() => section.current?.focus(), [])

  const dial = async (to: string) => {
    setDialling(true)
    setRefusal(null)
    try {
      await ask('call.make', { commandId: newCommandId(), to })
      onDone()
    } catch (error) {
      setRefusal(errorText(error, language))
      setDialling(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone()
    else if (event.key !== 'Enter' || !event.repeat) return
    event.preventDefault()
  }
  return (
    <section
      class="offer"
      ref={section}
      tabIndex={-1}
      aria-label={words.offer}
      aria-describedby="offer-number"
      onKeyDown={onKeyDown}
    >
      {number === null ? (
        <Notice kind="warning">{words.offerNothing}</Notice>
      ) : (
        <>
          <p class="offer-title">{words.offer}</p>
          <p id="offer-number" class="offer-number">
            <bdi>{format(number)}</bdi>
          </p>
          {colleague && (
            <p>
              <bdi>{plain(colleague.name)}</bdi>
            </p>
          )}
        </>
      )}
      {refusal && <Notice kind="warning">{refusal}</Notice>}
      <div class="offer-buttons">
        {number !== null && (
          <Button
            kind="accent"
            icon="handset"
            command="offer-dial"
            large
            disabled={dialling}
            onClick={(event) => event.isTrusted && void dial(number)}
          >
            {words.offerDial}
          </Button>
        )}
        <Button large command="offer-close" onClick={onDone}>
          {words.offerClose}
        </Button>
      </div>
    </section>
  )
}
