import { render } from 'preact'
import { ask } from '../../platform/page.ts'
import { TrubkaError } from '../../protocol/trubka-error.ts'
import { callPhase, callStateText } from '../../ui/call-state.ts'
import { mayHaveIntake } from '../../ui/intake/hang-up.ts'
import type { Opener } from '../../ui/OpenIn1C.tsx'
import { Photos, photosBy } from '../../ui/photos.ts'
import pieces from '../../ui/pieces.css?inline'
import type { Transfers } from '../../ui/TransferPicker.tsx'
import { carryOut } from '../../ui/wishes.ts'
import { callWords } from '../../ui/words/call.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import css from '../overlay/above.css?inline'
import { CallPopup } from '../overlay/CallPopup.tsx'
import { copyText } from '../overlay/copy.ts'
import type { Dial } from '../overlay/dials.ts'
import { FieldNotes } from '../overlay/FieldNotes.tsx'
import { Linked } from '../overlay/Linked.tsx'
import { offerPart } from '../parts.ts'
import type { AboveProps, OpenAbove } from './types.ts'

// Runs when there is first something to be said above the page: a call, or a word about a field.

const openAbove: OpenAbove = (mount, addStyles) => {
  addStyles(pieces + css)
  const photos = photosBy((wish) => ask('people.photo', wish))
  return {
    draw: (props) =>
      render(
        <Photos.Provider value={photos}>
          <Everything {...props} />
        </Photos.Provider>,
        mount,
      ),
    stateOf,
    close: () => render(null, mount),
  }
}

function Everything({ notes, calls, linked, usual, onCloseNote, onHangUp, mayTake, withIntake, ...rest }: AboveProps) {
  const { language } = rest
  return (
    <div class="above" lang={language}>
      <FieldNotes notes={notes} language={language} onClose={onCloseNote} />
      <CallPopup
        {...rest}
        calls={calls}
        transfers={transfersOf(usual)}
        opener={opener}
        onWish={async (wish, call) => {
          if (wish.command === 'clear' && onHangUp(call.id)) return
          await carryOut(wish, call, ask)
        }}
        onIntake={(call) =>
          mayTake && mayHaveIntake(call) && !withIntake.has(call.id)
            ? async () => void (await ask('intake.open', { callId: call.id }))
            : null
        }
      />
      {linked && linked.state !== 'live' && linked.state !== 'over' && <Linked dial={linked} language={language} />}
    </div>
  )
}

/** A page knows no colleagues of its own: it asks for those that are looked for, again with each second. */
const transfersOf = (usual: AboveProps['usual']): Transfers => ({
  find: (typed) => ask('people.search', { typed }),
  usual,
  setUsual: (kind) => void ask('preferences.transfer', { kind }).catch(() => {}),
  version: Math.floor(Date.now() / 1000),
})

const opener: Opener = {
  open: (wish) => ask('onec.open', wish),
  copy: (text) => copyText(text, document),
}

function stateOf(dial: Dial, language: Language, now: number) {
  if (dial.call) return { state: callStateText(dial.call, language, now), phase: callPhase(dial.call), failure: null }
  if (dial.fault === null) return { state: callWords[language].dialling, phase: '', failure: null }
  const failure = errorText(new TrubkaError(dial.fault), language, 'make')
  return { state: failure, phase: '', failure }
}

offerPart('above', openAbove)
