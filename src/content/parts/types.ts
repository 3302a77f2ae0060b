import type { Call } from '../../protocol/call.ts'
import type { Acceptance, Intake } from '../../protocol/intake.ts'
import type { Dismissed, Mirror } from '../../protocol/mirror.ts'
import type { TransferKind } from '../../protocol/preferences.ts'
import type { Base } from '../../protocol/state.ts'
import type { Language } from '../../ui/words/language.ts'
import type { CommandNote } from '../forward-command.ts'
import type { FieldNote } from '../forwarding.ts'
import type { SaveListener, Saves } from '../onec/saves.ts'
import type { CardFields } from '../onec/scan.ts'
import type { Area } from '../onec/typing.ts'
import type { DialLook } from '../overlay/dial-view.ts'
import type { Dial } from '../overlay/dials.ts'
import type { ShownNote } from '../overlay/FieldNotes.tsx'
import type { Size } from '../overlay/popup-place.ts'

// What the parts of the content script that are loaded when first needed have in common with the one that always runs.

export type AboveProps = {
  calls: readonly Call[]
  notes: ShownNote[]
  /** What was dialled from a link, until its call is there. */
  linked: Dial | null
  language: Language
  now: number
  below: number
  fault: string | null
  typed: Area | null
  /** What Enter does in the transfer picker. */
  usual: TransferKind
  /** What is left of the page beside the wizard; null = all. */
  room: Size | null
  /** Ends a call by the wizard that is open for it; false = there is none. */
  onHangUp: (callId: string) => boolean
  /** Whether a wizard can be asked for. */
  mayTake: boolean
  /** Of calls that a wizard is open for: no second one is offered. */
  withIntake: ReadonlySet<string>
  onCloseNote: (form: number) => void
}
export type Above = {
  draw: (props: AboveProps) => void
  /** How a button says what its call is doing. */
  stateOf: (dial: Dial, language: Language, now: number) => Pick<DialLook, 'state' | 'phase' | 'failure'>
  close: () => void
}
export type OpenAbove = (mount: HTMLElement, addStyles: (css: string) => void) => Above

export type WizardPartProps = {
  intakes: readonly Intake[]
  calls: readonly Call[]
  acceptances: readonly Acceptance[]
  dismissed: Dismissed | null
  bases: readonly Base[]
  openInterest: boolean
  language: Language
  /** Where the sheet begins. */
  top: number
}
export type WizardPart = {
  draw: (props: WizardPartProps) => void
  /** Whether a wizard is open for this call, and sees to it (SPEC B5). */
  hangUp: (callId: string) => boolean
  close: () => void
}
export type OpenWizard = (
  mount: HTMLElement,
  page: { addStyles: (css: string) => void; onCovers: (covers: boolean) => void },
) => WizardPart

/** What becomes of cards: their routing fields and their rules. */
export type CardsKeeper = {
  look: (cards: CardFields[]) => void
  saved: SaveListener['saved']
}
export type OpenCards = (
  doc: Document,
  page: {
    mirror: () => Mirror | null
    note: (form: number, note: FieldNote | CommandNote | null) => void
    saves: Pick<Saves, 'confirmedUser'>
  },
  signal: AbortSignal,
) => CardsKeeper

export type Start = {
  signal: AbortSignal
  /** Ends it from within. */
  stop: () => void
  /** The number of a link that was clicked before. */
  clicked: string | null
  /** Gets of such clicks what cannot be dialled here. */
  leave: (number: string) => void
}
export type Client = {
  start: (doc: Document, start: Start) => void
  /** Dials links from now on, `first` at once; gives whether a number is taken. `leave` gets what cannot be dialled here. */
  dialLinks: (
    doc: Document,
    signal: AbortSignal,
    first: string,
    leave: (number: string) => void,
  ) => (number: string) => boolean
}

export type Parts = { client: Client; above: OpenAbove; cards: OpenCards; wizard: OpenWizard }
