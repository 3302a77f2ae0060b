import { useEffect, useRef, useState } from 'preact/hooks'
import type { Call } from '../protocol/call.ts'
import type { OpenWish } from '../protocol/navigation-link.ts'
import type { TransferKind } from '../protocol/preferences.ts'
import { TrubkaError } from '../protocol/trubka-error.ts'
import { CallCommands } from './CallCommands.tsx'
import { Consultation } from './Consultation.tsx'
import { partyText } from './call-party.ts'
import { callPhase, callStateText } from './call-state.ts'
import { Icon } from './icons.tsx'
import { Keypad } from './Keypad.tsx'
import { Notice } from './Notice.tsx'
import { OpenButton, type Opener, useOpening } from './OpenIn1C.tsx'
import { PartyLines } from './PartyLines.tsx'
import { Recording } from './Recording.tsx'
import { TransferPicker, type Transfers } from './TransferPicker.tsx'
import type { OnWish, Wish } from './wishes.ts'
import { errorText } from './words/errors.ts'
import { intakeWords } from './words/intake.ts'
import type { Language } from './words/language.ts'

export type CallCardProps = {
  call: Call
  language: Language
  /** Milliseconds since 1970; whoever shows the card lets it tick. */
  now: number
  /** In one line: who, and what can be done. */
  compact?: boolean
  /** Whether the panel's keys work where the card is shown. */
  keys?: boolean
  transfers: Transfers
  opener: Opener
  /** Carries the wish out; a `TrubkaError` is shown on the card, and the call stays as it was. */
  onWish: OnWish
  /** Opens the wizard for this call by hand; null = it is open, or the call is not for one. */
  onIntake?: (() => Promise<void>) | null
}

const WAYS: readonly TransferKind[] = ['consult', 'singleStepTransfer']

/** One call: who, what it is doing, and what can be done about it now (SPEC A1, A2). */
export function CallCard(props: CallCardProps) {
  const { call, language, now, compact = false, keys = false, transfers, opener, onWish, onIntake = null } = props
  const [awaited, setAwaited] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [open, setOpen] = useState<'picker' | 'keypad' | null>(null)
  /** The hold that choosing «Перевести» began; whoever cancels gives the caller back. */
  const held = useRef<Promise<boolean> | null>(null)
  const cancelled = useRef(false)
  const phase = callPhase(call)
  const opening = useOpening(opener, language)
  const card = cardOf(call)
  const possible = WAYS.filter((kind) => call.commands.includes(kind))
  /** What was possible when the picker was opened: while the PBX puts the caller on hold, for a moment nothing is. */
  const offered = useRef(possible)
  if (open !== 'picker' || possible.length > 0) offered.current = possible
  const consulting = call.consultation !== null
  const canSendDigits = call.commands.includes('generateDigits')

  // Whatever was begun elsewhere: another tab consults, the phone itself does. After one in vain somebody else is chosen.
  const occupied = consulting && possible.length === 0
  useEffect(() => {
    if (occupied) setOpen(null)
  }, [occupied])
  useEffect(() => {
    if (!canSendDigits) setOpen((now) => (now === 'keypad' ? null : now))
  }, [canSendDigits])

  /** True when it was done. */
  const carryOut = async (wish: Wish): Promise<boolean> => {
    setRefusal(null)
    try {
      await onWish(wish, call)
      return true
    } catch (error) {
      setRefusal(errorText(error, language, wish.command))
      return false
    }
  }
  const press = async (wish: Wish): Promise<boolean> => {
    setAwaited(true)
    const done = await carryOut(wish)
    setAwaited(false)
    return done
  }
  const pick = () => {
    setOpen('picker')
    cancelled.current = false
    // The caller must not hear the operator look for a colleague, nor wait for the search.
    held.current = call.commands.includes('hold') ? carryOut({ command: 'hold' }) : null
  }
  const cancel = async () => {
    const began = held.current
    cancelled.current = true
    held.current = null
    setOpen(null)
    setRefusal(null)
    if (began === null || !(await began)) return
    try {
      await onWish({ command: 'retrieve' }, call)
    } catch (error) {
      // Given back from elsewhere in the meantime: just what was wished for.
      if (!(error instanceof TrubkaError && error.code === 'notNow')) setRefusal(errorText(error, language, 'retrieve'))
    }
  }
  const choose = async (to: string, command: TransferKind) => {
    setAwaited(true)
    // The phone takes one command after the other.
    await held.current
    // Thought better of it while the caller was being put on hold.
    const done = !cancelled.current && (await carryOut({ command, to }))
    setAwaited(false)
    if (!done) return
    held.current = null
    setOpen(null)
  }

  const classes = [
    't-call',
    phase,
    call.local === 'hold' && !consulting && 'held',
    consulting && 'consulting',
    compact && 'compact',
  ].filter(Boolean)
  return (
    <section class={classes.join(' ')} aria-label={partyText(call.party, language).title} data-call={call.id}>
      <div class="t-call-state" role={phase === 'ringing' ? 'alert' : undefined}>
        <Icon name={call.direction} size={16} />
        <span>{callStateText(call, language, now)}</span>
        {onIntake && (
          <button
            type="button"
            class="t-by-hand"
            data-command="intake"
            onClick={() => {
              onIntake().catch((error: unknown) => setRefusal(errorText(error, language)))
            }}
          >
            {intakeWords[language].byHand}
          </button>
        )}
        <Recording call={call} language={language} keys={keys} disabled={awaited} onWish={(wish) => void press(wish)} />
        {card && <OpenButton wish={card} opening={opening.opening} language={language} onOpen={opening.start} />}
      </div>
      {call.consultation ? (
        <Consultation call={call} consultation={call.consultation} language={language} />
      ) : (
        <PartyLines party={call.party} language={language} />
      )}
      {open === 'picker' && !occupied ? (
        <TransferPicker
          id={`pick-${call.id}`}
          transfers={transfers}
          kinds={offered.current}
          language={language}
          refusal={refusal}
          busy={awaited}
          onChoose={(to, kind) => void choose(to, kind)}
          onCancel={() => void cancel()}
        />
      ) : (
        <CallCommands
          call={call}
          language={language}
          keys={keys}
          disabled={awaited}
          keypadOpen={open === 'keypad'}
          onWish={(wish) => void press(wish)}
          onPick={pick}
          onKeypad={() => setOpen(open === 'keypad' ? null : 'keypad')}
        />
      )}
      {open === 'keypad' && canSendDigits && (
        <Keypad
          language={language}
          onDigit={async (digits) => {
            await carryOut({ command: 'generateDigits', digits })
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {opening.notice}
      {refusal && open !== 'picker' && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}

/** Of the one client who calls; of several nobody knows which. */
function cardOf({ party: { customers } }: Call): OpenWish | null {
  const [only, ...others] = customers
  if (only?.link === undefined || others.length > 0) return null
  return { base: only.base, link: only.link }
}
