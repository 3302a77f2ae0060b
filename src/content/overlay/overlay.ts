import type { Found } from '../../phone/find.ts'
import type { Mirror } from '../../protocol/mirror.ts'
import theme from '../../ui/theme.css?inline'
import type { Language } from '../../ui/words/language.ts'
import type { CommandNote } from '../forward-command.ts'
import type { FieldNote } from '../forwarding.ts'
import { headerBottom } from '../onec/pages.ts'
import { numbersAt, type Scan } from '../onec/scan.ts'
import { type Area, typedArea } from '../onec/typing.ts'
import type { Above, OpenAbove, OpenWizard, WizardPart } from '../parts/types.ts'
import type { Ask } from '../rules.ts'
import { Dials } from './dials.ts'
import { make } from './dom.ts'
import { Dots } from './dots.ts'
import { Host } from './host.ts'
import { Looks } from './looks.ts'
import { Marks } from './marks.ts'
import { Notes } from './notes.ts'
import { OnDemand } from './on-demand.ts'
import css from './overlay.css?inline'
import { PageMarks } from './page-marks.ts'
import type { Size } from './popup-place.ts'
import { Presence } from './presence.ts'
import { sheetPlace } from './sheet-place.ts'
import { Standing } from './standing.ts'
import { type DialMark, Toolbar } from './toolbar.ts'

type Options = {
  ask: Ask
  language: Language
  /** Hears whose names are shown, whenever they are others. */
  showing: (names: readonly string[]) => void
  signal: AbortSignal
}

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
  readonly #looks: Looks
  readonly #standing: Standing
  readonly #notes: Notes
  /** Calls, words about fields, and what the buttons say of calls: fetched when there is first something of it. */
  readonly #above: OnDemand<'above', Above>
  /** «Мастер принятия обращения», beside 1C: fetched when the first is open. */
  readonly #wizard: OnDemand<'wizard', WizardPart>
  /** Whether a sheet stands at the right of the page. */
  #covered = false
  #linked: string | null = null
  #typed: Area | null = null
  #ticker: ReturnType<typeof setInterval> | undefined

  constructor(doc: Document, options: Options) {
    this.#doc = doc
    this.#options = options
    const { language, signal } = options
    this.#host = new Host(doc, theme + css, signal)
    const listener = {
      dial: (_mark: DialMark, { digits }: Found) => this.#dials.make(digits),
      mayDial: (mark: DialMark) => this.#standsAtItsPlace(mark) && this.#mayDial(mark),
    }
    this.#standing = new Standing(language)
    this.#notes = new Notes(() => this.#draw())
    this.#presence = new Presence(options.showing)
    this.#dials = new Dials(options.ask, () => this.#draw())
    this.#looks = new Looks(this.#dials, language)
    this.#above = new OnDemand('above', (open) => this.#openAbove(open), signal)
    this.#wizard = new OnDemand('wizard', (open) => this.#openWizard(open), signal)
    this.#toolbar = new Toolbar(language, listener, signal)
    const dots = new Dots(language)
    this.#page = new PageMarks({
      doc,
      marks: new Marks(this.#host.element),
      presence: this.#presence,
      toolbar: this.#toolbar,
      dots,
      isAsleep: () => this.#isAsleep,
      isPaired: () => this.#standing.paired,
      looks: () => this.#looks.now(this.#standing.reason, this.#above.opened),
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
    doc.addEventListener('visibilitychange', () => this.refresh(), { signal })
    doc.defaultView?.addEventListener('pointerdown', (event) => this.#onPressElsewhere(event), {
      capture: true,
      signal,
    })
    signal.addEventListener('abort', () => this.#stop())
  }

  /** What the page holds now. */
  show(found: Scan): void {
    this.#notes.look(found.cards)
    this.#page.set(found)
    this.refresh()
  }

  /** Reads and measures everything again. */
  refresh(): void {
    this.#host.hold()
    this.#page.refresh()
    if (this.#notes.any) this.#draw()
  }

  /** What holds the rows of the lists that are followed without a look at the whole page. */
  get bodies(): Iterable<Node> {
    return this.#page.bodies
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
    return this.#page.hasFields || this.#standing.calls.length > 0
  }

  /** Between looks: only values of fields may have changed, without a sign. */
  reread(): void {
    this.#page.reread()
    if (this.#standing.calls.length > 0 && this.#lookAtTyping()) this.#draw()
  }

  /** Now and then: whether anything is elsewhere, without a sign. */
  check(): void {
    this.#host.hold()
    this.#page.check()
    if (this.#notes.any) this.#draw()
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
    this.#standing.update(mirror)
    this.#presence.update(mirror)
    this.#dials.update(this.#standing.calls)
    this.#page.presence()
    this.#draw()
  }

  /** Says something at the routing field of a card, or takes it away. */
  note(form: number, note: FieldNote | CommandNote | null): void {
    this.#notes.say(form, note)
  }

  /** Else the button is drawn anew, and nothing is dialled. */
  #mayDial(mark: DialMark): boolean {
    if (this.#standing.reason !== null) return false
    const { place, value } = mark
    const now = place.element.isConnected ? numbersAt(place) : []
    const same = now.length === value.length && now.every((number, at) => isSame(number, value[at]))
    if (!same) {
      this.#toolbar.closeMenu()
      this.refresh()
    }
    return same && !this.#dials.isUnderWay(value.map(({ digits }) => digits))
  }

  /** What a button says is what a person sees beside it. Else it is drawn anew. */
  #standsAtItsPlace(mark: DialMark): boolean {
    const does = this.#page.standsAtItsPlace(mark)
    if (!does) this.refresh()
    return does
  }

  #onPressElsewhere(event: Event): void {
    if (event.target !== this.#host.element) this.#toolbar.closeMenu()
  }

  /** From a link that a person has clicked. False when nothing can be dialled here at all. */
  dialLink(number: string): boolean {
    if (!this.#standing.paired || this.#standing.reason !== null) return false
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

  #draw(): void {
    if (this.#isAsleep) {
      this.#tick(false)
      return
    }
    this.#page.drawButtons()
    this.#drawWizard()
    this.#drawAbove()
    this.#tick(this.#dials.any || this.#standing.calls.length > 0 || this.#standing.intakes.length > 0)
  }

  #drawAbove(): void {
    const { paired, intakes, mirror } = this.#standing
    const calls = paired ? this.#standing.calls : []
    const above = this.#above.opened
    if (!above) {
      if (calls.length > 0 || this.#notes.any || this.#dials.any) void this.#above.fetch(() => this.#draw())
      return
    }
    if (calls.length > 0) this.#lookAtTyping()
    above.draw({
      calls,
      notes: this.#notes.shown(this.#host.element, paired),
      linked: this.#linked === null ? null : this.#dials.of([this.#linked]),
      language: this.#options.language,
      now: Date.now(),
      below: calls.length > 0 ? headerBottom(this.#doc) : 0,
      fault: this.#standing.fault,
      typed: this.#typed,
      usual: mirror?.preferences.transfer ?? 'consult',
      room: this.#covered ? this.#sheetPlace().room : null,
      onHangUp: (callId: string) => this.#wizard.opened?.hangUp(callId) ?? false,
      mayTake: mirror?.preferences.wizard ?? false,
      withIntake: new Set(intakes.map(({ callId }) => callId)),
      onCloseNote: (form: number) => this.note(form, null),
    })
  }

  #sheetPlace(): { top: number; room: Size } {
    const page = { width: this.#doc.documentElement.clientWidth, height: this.#doc.defaultView?.innerHeight ?? 0 }
    return sheetPlace(page, headerBottom(this.#doc), this.#standing.calls.length)
  }

  #drawWizard(): void {
    const { intakes, dismissed, calls, mirror } = this.#standing
    const wizard = this.#wizard.opened
    if (!wizard) {
      if (intakes.length > 0 || dismissed !== null) void this.#wizard.fetch(() => this.#draw())
      return
    }
    wizard.draw({
      intakes,
      calls,
      acceptances: mirror?.state?.acceptances ?? [],
      dismissed,
      bases: mirror?.state?.bases ?? [],
      openInterest: mirror?.preferences.openInterest ?? false,
      language: this.#options.language,
      top: this.#sheetPlace().top,
    })
  }

  #openAbove(open: OpenAbove): Above {
    return open(this.#aboveMount, (styles) => this.#host.addStyles(styles))
  }

  #openWizard(open: OpenWizard): WizardPart {
    return open(this.#wizardMount, {
      addStyles: (styles) => this.#host.addStyles(styles),
      onCovers: (covers) => {
        this.#covered = covers
        this.#drawAbove()
      },
    })
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
    this.#above.opened?.close()
    this.#wizard.opened?.close()
  }
}

const isSame = (a: Found, b: Found | undefined): boolean => a.digits === b?.digits && a.ext === b.ext

function sameArea(a: Area | null, b: Area | null): boolean {
  return a?.left === b?.left && a?.top === b?.top && a?.right === b?.right && a?.bottom === b?.bottom
}
