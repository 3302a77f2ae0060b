import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { Call } from '../../protocol/call.ts'
import type { Acceptance, Intake } from '../../protocol/intake.ts'
import type { Dismissed } from '../../protocol/mirror.ts'
import { Button } from '../Button.tsx'
import { Icon } from '../icons.tsx'
import { Notice } from '../Notice.tsx'
import { type Opener, useOpening } from '../OpenIn1C.tsx'
import { errorText } from '../words/errors.ts'
import { intakeWords } from '../words/intake.ts'
import { type HangUps, isTaken } from './hang-up.ts'
import { nameOf } from './name-of.ts'
import { Said } from './Said.tsx'
import { useRecent } from './use-recent.ts'
import { giveAway, Wizard, type WizardProps } from './Wizard.tsx'

export type IntakesProps = Pick<WizardProps, 'bases' | 'openInterest' | 'managers' | 'language' | 'ask'> & {
  intakes: readonly Intake[]
  calls: readonly Call[]
  /** Those of this operator that are not in 1C yet. */
  acceptances: readonly Acceptance[]
  dismissed: Dismissed | null
  /** «Вернуть» is offered for so long, milliseconds. */
  undoMs: number
  hangUps: HangUps
  opener: Opener
  /** Whether it may be made a button, for what lies under it. */
  collapsible: boolean
  /** Hears whether a wizard covers anything. */
  onCovers?: (covers: boolean) => void
}

const REFUSAL_MS = 15_000

/** The wizards that are open: one is shown, by itself the latest, until somebody works in another. */
export function Intakes(props: IntakesProps) {
  const { intakes, calls, language, ask, hangUps, collapsible, onCovers } = props
  const words = intakeWords[language]
  const opening = useOpening(props.opener, language)
  const [chosen, setChosen] = useState<string | null>(null)
  const [asking, setAsking] = useState<string | null>(null)
  /** Those that were there when it was made small: a new one is shown again. */
  const [small, setSmall] = useState<ReadonlySet<string>>(new Set())
  /** The one that was accepted here just now. */
  const [accepted, setAccepted] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const dismissed = intakes.some(({ id }) => id === props.dismissed?.id) ? null : props.dismissed
  const undoable = useRecent(dismissed?.at ?? null, props.undoMs)
  const shown = intakes.find(({ id }) => id === chosen) ?? intakes.at(-1)
  const isSmall = shown !== undefined && small.has(shown.id)
  const covers = shown !== undefined && !isSmall

  useEffect(() => onCovers?.(covers), [covers])
  useEffect(() => {
    if (refusal === null) return
    const timer = setTimeout(() => setRefusal(null), REFUSAL_MS)
    return () => clearTimeout(timer)
  }, [refusal])
  useLayoutEffect(() => {
    hangUps.listener = (callId) => {
      const intake = intakes.find((each) => each.callId === callId)
      const call = calls.find(({ id }) => id === callId)
      if (!intake || !call) return false
      if (isTaken(call)) giveAway(intake, call, ask).catch(refuse)
      else {
        setChosen(intake.id)
        setSmall(without(small, intake.id))
        setAsking(intake.id)
      }
      return true
    }
    return () => {
      hangUps.listener = null
    }
  })

  const refuse = (error: unknown) => setRefusal(errorText(error, language))
  const dismiss = (id: string) => ask('intake.dismiss', { id, undoable: true }).then(() => setAccepted(null), refuse)
  const reopen = (id: string) => ask('intake.reopen', { id }).then(() => setChosen(id), refuse)

  return (
    <>
      {opening.notice && <div class="t-said">{opening.notice}</div>}
      {refusal !== null && (
        <div class="t-said">
          <Notice kind="warning">{refusal}</Notice>
        </div>
      )}
      {accepted !== null && !opening.notice && refusal === null && (
        <div class="t-said">
          <Said
            key={accepted}
            acceptance={props.acceptances.find(({ id }) => id === accepted) ?? null}
            bases={props.bases}
            language={language}
            copy={props.opener.copy}
            onDone={() => setAccepted(null)}
          />
        </div>
      )}
      {dismissed && undoable && !opening.notice && refusal === null && accepted === null && (
        <div class="t-said">
          <Notice kind="plain">
            {words.dismissed}
            <Button command="undo" onClick={() => void reopen(dismissed.id)}>
              {words.undo}
            </Button>
          </Notice>
        </div>
      )}
      {shown && isSmall && (
        <button
          type="button"
          class="t-button accent t-small"
          data-command="expand"
          onClick={() => setSmall(without(small, shown.id))}
        >
          {words.expand(nameOf(shown, language))}
        </button>
      )}
      {shown && !isSmall && (
        <section class="t-sheet" aria-label={words.title} onFocusIn={() => setChosen(shown.id)}>
          <header class="t-sheet-head">
            <h2>{words.title}</h2>
            {collapsible && (
              <IconButton
                command="collapse"
                icon="side"
                label={words.collapse}
                onClick={() => setSmall(new Set(intakes.map(({ id }) => id)))}
              />
            )}
            <IconButton command="dismiss" icon="close" label={words.close} onClick={() => void dismiss(shown.id)} />
          </header>
          {intakes.length > 1 && (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser we support
            <div class="t-row t-others" role="group" aria-label={words.open}>
              {intakes.map((intake) => (
                <button
                  key={intake.id}
                  type="button"
                  class="t-button"
                  aria-pressed={intake.id === shown.id}
                  onClick={() => setChosen(intake.id)}
                >
                  <bdi>{nameOf(intake, language)}</bdi>
                </button>
              ))}
            </div>
          )}
          <Wizard
            bases={props.bases}
            openInterest={props.openInterest}
            managers={props.managers}
            language={language}
            ask={ask}
            onOpen={(base, link) => opening.start({ base, link })}
            key={shown.id}
            intake={shown}
            call={calls.find(({ id }) => id === shown.callId) ?? null}
            asking={asking === shown.id}
            onAsking={(now) => setAsking(now ? shown.id : null)}
            onAccepted={() => setAccepted(shown.id)}
          />
        </section>
      )}
    </>
  )
}

type IconButtonProps = { command: string; icon: 'side' | 'close'; label: string; onClick: () => void }

function IconButton({ command, icon, label, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      class="t-button plain"
      data-command={command}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} size={16} />
    </button>
  )
}

const without = (ids: ReadonlySet<string>, id: string) => new Set([...ids].filter((each) => each !== id))
