import type { RefusedLine } from '../protocol/routing.ts'
import type { KnownValues } from './onec/card.ts'
import type { SavedCard, Saves } from './onec/saves.ts'
import type { CardFields } from './onec/scan.ts'
import { plainValue } from './onec/text.ts'
import { hasDropped } from './onec/typing.ts'
import { type Ask, rulesOf, type Target, targetOf, write } from './rules.ts'

/** What is to be said at a routing field. */
export type FieldNote =
  | { kind: Exclude<Target['kind'], 'number'>; user: string }
  | { kind: 'ruleNotSent' }
  | { kind: 'refused'; lines: RefusedLine[] }

type Options = {
  ask: Ask
  signal: AbortSignal
  /** «Последние цифры телефонного номера», as the server has it now. */
  lastDigits: () => number
  note: (form: number, note: FieldNote | null) => void
}

/** A value that has just changed may still be on its way from «Ив» to «Иванова Анна Сергеевна». */
const STOOD_MS = 400
/** The same while the field has the focus: 1C asks its server before it drops its list of users. */
const TYPING_MS = 1000

type Seen = {
  value: string
  since: number
  asked: boolean
  note: FieldNote | null
  shown: boolean
  /** The note speaks of a save, not of what is being typed. */
  saved: boolean
}

/** The field «Переключение звонков на» (SPEC C6): a choice that cannot work is refused at once, a saved one becomes rules. */
export class Forwarding {
  readonly #options: Options
  readonly #seen = new Map<number, Seen>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Called at each look at the page. */
  look(cards: CardFields[], saves: Pick<Saves, 'confirmedUser'>, now = Date.now()): void {
    for (const { form, routing } of cards) {
      const value = plainValue(routing.read())
      const hasFocus = routing.element.ownerDocument.activeElement === routing.element
      const seen = this.#seen.get(form)
      if (seen?.value !== value) {
        this.#seen.set(form, { value, since: now, asked: false, note: null, shown: false, saved: false })
        if (seen) this.#options.note(form, null)
        continue
      }
      // The list of users drops down just where the note stands.
      const dropped = hasDropped(routing.element.ownerDocument)
      this.#show(form, seen, !dropped && (seen.saved || !hasFocus || !isOfTyping(seen.note)))
      if (seen.asked || dropped || now - seen.since < (hasFocus ? TYPING_MS : STOOD_MS)) continue
      if (value === '' || value === saves.confirmedUser(form)) continue
      seen.asked = true
      void this.#refuse(form, seen, routing.element)
    }
  }

  async #refuse(form: number, seen: Seen, input: HTMLElement): Promise<void> {
    const { ask, signal } = this.#options
    const target = await targetOf(seen.value, ask).catch(() => null)
    if (signal.aborted || this.#seen.get(form) !== seen) return
    if (!target || target.kind === 'number') return
    seen.note = { kind: target.kind, user: seen.value }
    // Else by the next look, when nothing is in the way.
    if (input.ownerDocument.activeElement !== input) this.#show(form, seen, true)
  }

  #show(form: number, seen: Seen, show: boolean): void {
    if (!seen.note || seen.shown === show) return
    seen.shown = show
    this.#options.note(form, show ? seen.note : null)
  }

  /** What is said at a field after a save. */
  #say({ form, values: { user } }: SavedCard, note: FieldNote | null): void {
    const seen = this.#seen.get(form)
    if (seen) this.#seen.set(form, { value: user, since: seen.since, asked: true, note, shown: true, saved: true })
    this.#options.note(form, note)
  }

  /** A card has been saved: its rules go out. Gives what the server knows of the card then. */
  async saved(card: SavedCard): Promise<KnownValues> {
    const { ask, signal, lastDigits } = this.#options
    try {
      const { user } = card.values
      const target: Target | null = user === '' ? null : await targetOf(user, ask)
      this.#say(card, target && target.kind !== 'number' ? { kind: target.kind, user } : null)
      const { lines, known } = rulesOf(card, target?.kind === 'number' ? target.number : null, lastDigits())
      if (lines.length === 0) return known
      const { refused } = await write(lines, ask, signal)
      if (refused.length === 0) return known
      this.#say(card, { kind: 'refused', lines: refused })
      // Lines are refused for the user's number, so for all phones alike: only removals have come through.
      return rulesOf(card, null, lastDigits()).known
    } catch {
      if (!signal.aborted) this.#say(card, { kind: 'ruleNotSent' })
      return card.before
    }
  }
}

/** Half a name is nobody's: what is said of such is said when the person has left the field. */
const isOfTyping = (note: FieldNote | null): boolean => note !== null && OF_TYPING.has(note.kind)
const OF_TYPING = new Set<FieldNote['kind']>(['unknownUser', 'notLoaded', 'notConnected'])
