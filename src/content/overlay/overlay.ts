import type { Found } from '../../phone/find.ts'
import type { Call } from '../../protocol/call.ts'
import type { Mirror } from '../../protocol/mirror.ts'
import theme from '../../ui/theme.css?inline'
import type { Language } from '../../ui/words/language.ts'
import { markWords } from '../../ui/words/marks.ts'
import type { CommandNote } from '../forward-command.ts'
import type { FieldNote } from '../forwarding.ts'
import { isCovered } from '../onec/geometry.ts'
import { headerBottom } from '../onec/pages.ts'
import { type CardFields, numbersAt, type Scan } from '../onec/scan.ts'
import { type Area, typedArea } from '../onec/typing.ts'
import type { Above, WizardPart } from '../parts/types.ts'
import { part } from '../parts.ts'
import type { Ask } from '../rules.ts'
import { placeOfCommand } from './command-place.ts'
import type { DialLook } from './dial-view.ts'
import { Dials } from './dials.ts'
import { make } from './dom.ts'
import { Dots } from './dots.ts'
import type { ShownNote } from './FieldNotes.tsx'
import { Host } from './host.ts'
import { Marks } from './marks.ts'
import { placeOfNote } from './note-place.ts'
import css from './overlay.css?inline'
import { PageMarks } from './page-marks.ts'
import type { Size } from './popup-place.ts'
import { Presence } from './presence.ts'
import { sheetPlace } from './sheet-place.ts'
import { type DialMark, Toolbar } from './toolbar.ts'

type Options = {
  ask: Ask
  language: Language
  /** Hears whose names are shown, whenever they are others. */
  showing: (names: readonly string[]) => void
  signal: AbortSignal
}

/** A connection away for less than this is not worth a word. */
const AWAY_MS = 2000

/** A note without a field to stand at is put away after this time; words can be read out in it. */
const LOOSE_NOTE_MS = 15_000

/** What is drawn above the page, kept in step with the page and with the mirror. */
export class Overlay {
  readonly #doc: Document
  readonly #options: Options
  readonly #host: Host
  readonly #toolbar: Toolbar
  readonly #page: PageMarks
  readonly #aboveMount = make('div')
  readonly #wizardMount = make('div')
  readonly #dials: Dials
  readonly #presence: Presence
  readonly #notes = new Map<number, FieldNote | CommandNote>()
  /** «Перевод звонков» beside routing fields, by form. */
  readonly #commands = new Map<number, CommandNote>()
  #above: Above | null = null
  #aboveAsked = false
  #wizard: WizardPart | null = null
  #wizardAsked = false
  /** Whether a sheet stands at the right of the page. */
  #covered = false
  #cards: CardFields[] = []
  #mirror: Mirror | null = null
  #awaySince: number | null = null
  #linked: string | null = null
  #typed: Area | null = null
  #look: DialLook | null = null
  #ticker: ReturnType<typeof setInterval> | undefined

  constructor(doc: Document, options: Options) {
    this.#doc = doc
    this.#options = options
    const { language, signal } = options
    this.#host = new Host(doc, theme + css, signal)
    const listener = {
      dial: (_mark: DialMark, { digits }: Found) => this.#dials.make(digits),
      mayDial: (mark: DialMark) => this.#mayDial(mark),
    }
    this.#presence = new Presence(options.showing)
    this.#toolbar = new Toolbar(language, listener, signal)
    const dots = new Dots(language)
    this.#page = new PageMarks({
      marks: new Marks(this.#host.element),
      presence: this.#presence,
      toolbar: this.#toolbar,
      dots,
      isAsleep: () => this.#isAsleep,
      isPaired: () => this.#paired,
      looks: () => this.#looks(),
    })
    const layer = make(
      'div',
      { lang: language },
      dots.element,
      this.#toolbar.element,
      this.#wizardMount,
      this.#aboveMount,
    )
    this.#host.root.append(layer)
    this.#dials = new Dials(options.ask, () => this.#draw())
    doc.addEventListener('visibilitychange', () => this.refresh(), { signal })
    doc.defaultView?.addEventListener('pointerdown', (event) => this.#onPressElsewhere(event), {
      capture: true,
      signal,
    })
    signal.addEventListener('abort', () => this.#stop())
  }

  /** What the page holds now. */
  show(found: Scan): void {
    this.#cards = found.cards
    this.#page.set(found)
    this.refresh()
  }

  /** Reads and measures everything again. */
  refresh(): void {
    this.#host.hold()
    this.#page.refresh()
    if (this.#hasNotes) this.#draw()
  }

  isBody(node: Node): boolean {
    return this.#page.isBody(node)
  }

  /** Of these lists other rows are shown, and nothing else has changed. */
  rows(bodies: ReadonlySet<Node>): void {
    this.#page.rows(bodies)
  }

  /** Whether anything here may change its value without a sign. */
  get needsRereading(): boolean {
    return this.#page.hasFields || this.#calls.length > 0
  }

  /** Between looks: only values of fields may have changed, without a sign. */
  reread(): void {
    this.#page.reread()
    if (this.#calls.length > 0 && this.#lookAtTyping()) this.#draw()
  }

  /** Now and then: whether anything is elsewhere, without a sign. */
  check(): void {
    this.#host.hold()
    this.#page.check()
    if (this.#hasNotes) this.#draw()
  }

  /** True when another field is typed in now, or it has moved. */
  #lookAtTyping(): boolean {
    // While somebody tabs through the popup it must not move under their fingers.
    if (this.#doc.activeElement === this.#host.element) return false
    const before = this.#typed
    this.#typed = typedArea(this.#doc)
    return !sameArea(before, this.#typed)
  }

  update(mirror: Mirror): void {
    this.#mirror = mirror
    this.#presence.update(mirror)
    this.#awaySince = mirror.connection === 'online' ? null : (this.#awaySince ?? Date.now())
    this.#dials.update(this.#calls)
    this.#page.presence()
    this.#draw()
  }

  /** Says something at the routing field of a card, or takes it away. */
  note(form: number, note: FieldNote | CommandNote | null): void {
    if (note?.kind === 'command') this.#commands.set(form, note)
    if (note && note.kind !== 'command') this.#notes.set(form, note)
    else this.#notes.delete(form)
    if (note && note.kind !== 'command' && !this.#cards.some((card) => card.form === form)) {
      setTimeout(() => this.#notes.get(form) === note && this.note(form, null), LOOSE_NOTE_MS)
    }
    this.#draw()
  }

  get #hasNotes(): boolean {
    return this.#notes.size + this.#commands.size > 0
  }

  get #paired(): boolean {
    return this.#mirror !== null && this.#mirror.connection !== 'notPaired'
  }

  get #calls(): readonly Call[] {
    return this.#mirror?.state?.calls ?? []
  }

  /** Why nothing can be dialled now. */
  get #reason(): string | null {
    const words = markWords[this.#options.language]
    if (!this.#mirror || this.#mirror.connection === 'refused') return words.refused
    if (this.#mirror.connection !== 'online') return words.offline
    if (this.#mirror.state?.pbxFault === 'loginRefused') return words.pbxRefuses
    return this.#mirror.state?.pbx === 'down' ? words.pbxDown : null
  }

  /** What is wrong with the calls shown. For as long as a command waits for the connection to come back, nothing is. */
  get #fault(): string | null {
    return this.#awaySince !== null && Date.now() - this.#awaySince < AWAY_MS ? null : this.#reason
  }

  /** Else the button is drawn anew, and nothing is dialled. */
  #mayDial(mark: DialMark): boolean {
    if (this.#reason !== null) return false
    const { place, value } = mark
    const now = place.element.isConnected ? numbersAt(place) : []
    const same = now.length === value.length && now.every((number, at) => isSame(number, value[at]))
    if (!same) {
      this.#toolbar.closeMenu()
      this.refresh()
    }
    return same && !this.#dials.isUnderWay(value.map(({ digits }) => digits))
  }

  #onPressElsewhere(event: Event): void {
    if (event.target !== this.#host.element) this.#toolbar.closeMenu()
  }

  /** From a link that a person has clicked. False when nothing can be dialled here at all. */
  dialLink(number: string): boolean {
    if (!this.#paired || this.#reason !== null) return false
    this.#linked = number
    this.#dials.make(number)
    return true
  }

  /** The number of the field that is being typed in, by a key of the browser's; the menu, where it has several. */
  dialFocused(): void {
    const focused = this.#doc.activeElement
    const mark = this.#page.dials.find(({ place: { element, box } }) => element === focused || box.contains(focused))
    if (!focused || !mark || !this.#mayDial(mark)) return
    const [only, ...others] = mark.value
    if (only && others.length === 0) this.#dials.make(only.digits)
    else this.#toolbar.openMenu(mark, true)
  }

  get #isAsleep(): boolean {
    return this.#options.signal.aborted || this.#doc.visibilityState === 'hidden'
  }

  /** How buttons stand to calls: for most of them it is the same, and the very same object. */
  #looks(): (numbers: Found[]) => DialLook | null {
    const reason = this.#reason
    if (this.#look?.reason !== reason) this.#look = { state: null, phase: '', failure: null, underWay: false, reason }
    const usual = reason === null ? null : this.#look
    if (!this.#dials.any) return () => usual
    const now = Date.now()
    return (numbers) => {
      const digits = numbers.map((number) => number.digits)
      const dial = this.#dials.of(digits)
      if (!dial) return usual
      const words = markWords[this.#options.language]
      const state = this.#above?.stateOf(dial, this.#options.language, now) ?? {
        state: words.dialling,
        phase: '',
        failure: null,
      }
      return { ...state, underWay: this.#dials.isUnderWay(digits), reason }
    }
  }

  #draw(): void {
    if (this.#isAsleep) {
      this.#tick(false)
      return
    }
    this.#page.drawButtons()
    this.#drawWizard()
    this.#drawAbove()
    this.#tick(this.#dials.any || this.#calls.length > 0 || this.#intakes.length > 0)
  }

  /** Calls, words about fields, and what the buttons say of calls: loaded when there is first something of it. */
  #drawAbove(): void {
    const calls = this.#paired ? this.#calls : []
    if (!this.#above) {
      if (calls.length > 0 || this.#hasNotes || this.#dials.any) void this.#loadAbove()
      return
    }
    if (calls.length > 0) this.#lookAtTyping()
    this.#above.draw({
      calls,
      notes: this.#shownNotes(),
      linked: this.#linked === null ? null : this.#dials.of([this.#linked]),
      language: this.#options.language,
      now: Date.now(),
      below: calls.length > 0 ? headerBottom(this.#doc) : 0,
      fault: this.#fault,
      typed: this.#typed,
      usual: this.#mirror?.preferences.transfer ?? 'consult',
      room: this.#covered ? this.#sheetPlace().room : null,
      onHangUp: (callId: string) => this.#wizard?.hangUp(callId) ?? false,
      mayTake: this.#mirror?.preferences.wizard ?? false,
      withIntake: new Set(this.#intakes.map(({ callId }) => callId)),
      onCloseNote: (form: number) => this.note(form, null),
    })
  }

  get #intakes() {
    return (this.#paired && this.#mirror?.preferences.wizard && this.#mirror.state?.intakes) || []
  }

  get #dismissed() {
    return (this.#paired && this.#mirror?.preferences.wizard && this.#mirror.dismissed) || null
  }

  #sheetPlace(): { top: number; room: Size } {
    const page = { width: this.#doc.documentElement.clientWidth, height: this.#doc.defaultView?.innerHeight ?? 0 }
    return sheetPlace(page, headerBottom(this.#doc), this.#calls.length)
  }

  /** «Мастер принятия обращения», beside 1C: loaded when the first is open. */
  #drawWizard(): void {
    const intakes = this.#intakes
    if (!this.#wizard) {
      if (intakes.length > 0 || this.#dismissed !== null) void this.#loadWizard()
      return
    }
    this.#wizard.draw({
      intakes,
      calls: this.#calls,
      acceptances: this.#mirror?.state?.acceptances ?? [],
      dismissed: this.#dismissed,
      bases: this.#mirror?.state?.bases ?? [],
      openInterest: this.#mirror?.preferences.openInterest ?? false,
      language: this.#options.language,
      top: this.#sheetPlace().top,
    })
  }

  async #loadWizard(): Promise<void> {
    if (this.#wizardAsked) return
    this.#wizardAsked = true
    const open = await part('wizard')
    // Asked for again with the next second.
    this.#wizardAsked = false
    if (!open || this.#wizard || this.#options.signal.aborted) return
    this.#wizard = open(this.#wizardMount, {
      addStyles: (styles) => this.#host.addStyles(styles),
      onCovers: (covers) => {
        this.#covered = covers
        this.#drawAbove()
      },
    })
    this.#draw()
  }

  async #loadAbove(): Promise<void> {
    if (this.#aboveAsked) return
    this.#aboveAsked = true
    const open = await part('above')
    // Asked for again with the next second.
    this.#aboveAsked = false
    if (!open || this.#above || this.#options.signal.aborted) return
    this.#above = open(this.#aboveMount, (styles) => this.#host.addStyles(styles))
    this.#draw()
  }

  #shownNotes(): ShownNote[] {
    const notes = [...this.#notes].flatMap(([form, note]): ShownNote[] => {
      const routing = this.#cards.find((each) => each.form === form)?.routing
      const field = routing?.element.getBoundingClientRect()
      if (!routing || !field || field.width === 0) return [{ form, note, at: null }]
      return isCovered(routing.box, this.#host.element) ? [] : [{ form, note, at: placeOfNote(field) }]
    })
    const commands = this.#cards.flatMap(({ form, routing }) => {
      const note = this.#paired ? this.#commands.get(form) : undefined
      return note ? [{ form, note, at: placeOfCommand(routing.box, this.#host.element) }] : []
    })
    return [...notes, ...commands]
  }

  /** The seconds of a talk, while there is one. */
  #tick(on: boolean): void {
    if (on && this.#ticker === undefined) this.#ticker = setInterval(() => this.#draw(), 1000)
    if (on) return
    clearInterval(this.#ticker)
    this.#ticker = undefined
  }

  #stop(): void {
    this.#tick(false)
    this.#page.stop()
    this.#presence.stop()
    this.#dials.stop()
    this.#above?.close()
    this.#wizard?.close()
  }
}

const isSame = (a: Found, b: Found | undefined): boolean => a.digits === b?.digits && a.ext === b.ext

function sameArea(a: Area | null, b: Area | null): boolean {
  return a?.left === b?.left && a?.top === b?.top && a?.right === b?.right && a?.bottom === b?.bottom
}
