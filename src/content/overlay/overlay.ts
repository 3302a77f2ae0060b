import { h, render } from 'preact'
import type { Found } from '../../phone/find.ts'
import type { Call } from '../../protocol/call.ts'
import type { Mirror } from '../../protocol/mirror.ts'
import { Photos, photosBy } from '../../ui/photos.ts'
import pieces from '../../ui/pieces.css?inline'
import type { Transfers } from '../../ui/TransferPicker.tsx'
import theme from '../../ui/theme.css?inline'
import { carryOut } from '../../ui/wishes.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import type { CommandNote } from '../forward-command.ts'
import type { FieldNote } from '../forwarding.ts'
import { headerBottom } from '../onec/pages.ts'
import type { CardFields, Place, Scan } from '../onec/scan.ts'
import { type Area, typedArea } from '../onec/typing.ts'
import type { Ask } from '../rules.ts'
import { type Button, Buttons, isAsShown, sameButtons } from './buttons.ts'
import { placeOfCommand } from './command-place.ts'
import { Dials } from './dials.ts'
import { placeOfNote } from './FieldNotes.tsx'
import { openHost } from './host.ts'
import { Layer, type ShownButton } from './Layer.tsx'
import css from './overlay.css?inline'

type Options = { ask: Ask; language: Language; signal: AbortSignal }

/** A look comes at most this long after the change that was its reason. */
const MEASURED_MS = 300
/** About once a second. */
const REREADS_PER_MEASURE = 3

/** A connection away for less than this is not worth a word. */
const AWAY_MS = 2000

/** A note without a field to stand at is put away after this time; words can be read out in it. */
const LOOSE_NOTE_MS = 15_000

/** What is drawn above the page, kept in step with the page and with the mirror. */
export class Overlay {
  readonly #doc: Document
  readonly #options: Options
  readonly #host: HTMLElement
  readonly #mount: HTMLElement
  readonly #dials: Dials
  readonly #buttonsOf: Buttons
  readonly #photos: ReturnType<typeof photosBy>
  readonly #notes = new Map<number, FieldNote | CommandNote>()
  /** «Перевод звонков» beside routing fields, by form. */
  readonly #commands = new Map<number, CommandNote>()
  #rereads = 0
  #places: Place[] = []
  #cards: CardFields[] = []
  #buttons: Button[] = []
  #mirror: Mirror | null = null
  #awaySince: number | null = null
  #menu: number | null = null
  #linked: string | null = null
  #typed: Area | null = null
  #ticker: ReturnType<typeof setInterval> | undefined

  constructor(doc: Document, options: Options) {
    this.#doc = doc
    this.#options = options
    const { host, root } = openHost(doc, theme + pieces + css, options.signal)
    this.#host = host
    this.#buttonsOf = new Buttons(host)
    this.#mount = doc.createElement('div')
    root.append(this.#mount)
    this.#photos = photosBy((wish) => options.ask('people.photo', wish))
    this.#dials = new Dials(options.ask, () => this.#draw())
    doc.addEventListener('visibilitychange', () => this.#draw(), { signal: options.signal })
    doc.defaultView?.addEventListener('pointerdown', (event) => this.#onPressElsewhere(event), {
      capture: true,
      signal: options.signal,
    })
    options.signal.addEventListener('abort', () => this.#stop())
  }

  /** What the page holds now. */
  show({ places, cards }: Scan): void {
    this.#places = places
    this.#cards = cards
    // What brought the look about has mostly been measured in its own frame.
    this.refresh(performance.now() - MEASURED_MS)
  }

  /** Reads and measures again what the last look has found; what was measured since `since` is believed. */
  refresh(since = Number.POSITIVE_INFINITY): void {
    // document.open() and a page that rebuilds its root take the host with them.
    if (!this.#host.isConnected && !this.#options.signal.aborted) this.#doc.documentElement.append(this.#host)
    const buttons = this.#paired ? this.#buttonsOf.of(this.#places, since) : []
    if (sameButtons(buttons, this.#buttons) && this.#notes.size + this.#commands.size === 0) return
    this.#buttons = buttons
    this.#draw()
  }

  /** Between looks: only values may have changed, without a sign. Now and then measures, too. */
  reread(): void {
    const changed = this.#buttonsOf.haveChanged(this.#places)
    this.#rereads = (this.#rereads + 1) % REREADS_PER_MEASURE
    if (changed || this.#rereads === 0) this.refresh()
    if (this.#calls.length > 0 && this.#lookAtTyping()) this.#draw()
  }

  /** True when another field is typed in now, or it has moved. */
  #lookAtTyping(): boolean {
    // While somebody tabs through the popup it must not move under their fingers.
    if (this.#doc.activeElement === this.#host) return false
    const before = this.#typed
    this.#typed = typedArea(this.#doc)
    return !sameArea(before, this.#typed)
  }

  update(mirror: Mirror): void {
    const wasPaired = this.#paired
    this.#mirror = mirror
    this.#awaySince = mirror.connection === 'online' ? null : (this.#awaySince ?? Date.now())
    this.#dials.update(this.#calls)
    if (wasPaired !== this.#paired) this.refresh()
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

  get #paired(): boolean {
    return this.#mirror !== null && this.#mirror.connection !== 'notPaired'
  }

  get #calls(): readonly Call[] {
    return this.#mirror?.state?.calls ?? []
  }

  /** Why nothing can be dialled now. */
  get #reason(): string | null {
    const words = overlayWords[this.#options.language]
    if (!this.#mirror || this.#mirror.connection === 'refused') return words.refused
    if (this.#mirror.connection !== 'online') return words.offline
    if (this.#mirror.state?.pbxFault === 'loginRefused') return words.pbxRefuses
    return this.#mirror.state?.pbx === 'down' ? words.pbxDown : null
  }

  /** What is wrong with the calls shown. For as long as a command waits for the connection to come back, nothing is. */
  get #fault(): string | null {
    return this.#awaySince !== null && Date.now() - this.#awaySince < AWAY_MS ? null : this.#reason
  }

  #onPress(event: MouseEvent, button: Button): void {
    // Only a person dials, and only what the button shows (DESIGN 8).
    if (!event.isTrusted || this.#reason !== null || !this.#isAsShown(button)) return
    const [only, ...others] = button.numbers
    if (!only || this.#isUnderWay(button.numbers)) return
    if (others.length === 0) {
      this.#dials.make(only.digits)
      return
    }
    this.#menu = this.#menu === button.key ? null : button.key
    this.#draw()
    // From the keyboard, the keyboard goes on in the menu.
    const target = event.currentTarget as Element | null
    if (event.detail === 0) target?.parentElement?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }

  #onChoose(event: MouseEvent, button: Button, number: Found): void {
    if (!event.isTrusted || this.#reason !== null || !this.#isAsShown(button)) return
    this.#menu = null
    this.#dials.make(number.digits)
  }

  /** Else the button is drawn anew, and nothing is dialled. */
  #isAsShown(button: Button): boolean {
    const same = isAsShown(button)
    if (!same) {
      this.#menu = null
      this.refresh()
    }
    return same
  }

  #isUnderWay(numbers: Found[]): boolean {
    return this.#dials.isUnderWay(numbers.map(({ digits }) => digits))
  }

  #onPressElsewhere(event: Event): void {
    if (this.#menu === null || event.target === this.#host) return
    this.#menu = null
    this.#draw()
  }

  /** A page knows no colleagues of its own: it asks for those that are looked for, again with each second. */
  #transfers(): Transfers {
    const { ask } = this.#options
    return {
      find: (typed) => ask('people.search', { typed }),
      usual: this.#mirror?.preferences.transfer ?? 'consult',
      setUsual: (kind) => void ask('preferences.transfer', { kind }).catch(() => {}),
      version: Math.floor(Date.now() / 1000),
    }
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
    if (!focused || this.#reason !== null) return
    const button = this.#buttons.find(({ place: { element, box } }) => element === focused || box.contains(focused))
    if (!button || !this.#isAsShown(button) || this.#isUnderWay(button.numbers)) return
    const [only, ...others] = button.numbers
    if (only && others.length === 0) this.#dials.make(only.digits)
    else {
      this.#menu = button.key
      this.#draw()
    }
  }

  #draw(): void {
    if (this.#options.signal.aborted || this.#doc.visibilityState === 'hidden') {
      this.#tick(false)
      return
    }
    if (this.#calls.length > 0) this.#lookAtTyping()
    const buttons = this.#buttons.map((button): ShownButton => {
      const { key, numbers, spot } = button
      return {
        key,
        numbers,
        spot,
        dial: this.#dials.of(numbers.map(({ digits }) => digits)),
        underWay: this.#isUnderWay(numbers),
        menuOpen: this.#menu === key,
        onPress: (event) => this.#onPress(event, button),
        onChoose: (event, number) => this.#onChoose(event, button, number),
      }
    })
    const layer = h(Layer, {
      buttons,
      notes: this.#shownNotes(),
      calls: this.#paired ? this.#calls : [],
      reason: this.#reason,
      language: this.#options.language,
      now: Date.now(),
      below: this.#calls.length > 0 ? headerBottom(this.#doc) : 0,
      fault: this.#fault,
      typed: this.#typed,
      transfers: this.#transfers(),
      onWish: (wish, call) => carryOut(wish, call, this.#options.ask),
      linked: this.#linked === null ? null : this.#dials.of([this.#linked]),
      onCloseNote: (form: number) => this.note(form, null),
      onCloseMenu: () => {
        this.#menu = null
        this.#draw()
      },
    })
    render(h(Photos.Provider, { value: this.#photos, children: layer }), this.#mount)
    this.#tick(this.#dials.any || this.#calls.length > 0)
  }

  #shownNotes() {
    const notes = [...this.#notes].map(([form, note]) => {
      const card = this.#cards.find((each) => each.form === form)
      const field = card?.routing.element.getBoundingClientRect()
      return { form, note, at: field && field.width > 0 ? placeOfNote(field) : null }
    })
    const commands = this.#cards.flatMap(({ form, routing }) => {
      const note = this.#paired ? this.#commands.get(form) : undefined
      return note ? [{ form, note, at: placeOfCommand(routing.box, this.#host) }] : []
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
    this.#dials.stop()
    render(null, this.#mount)
  }
}

function sameArea(a: Area | null, b: Area | null): boolean {
  return a?.left === b?.left && a?.top === b?.top && a?.right === b?.right && a?.bottom === b?.bottom
}
