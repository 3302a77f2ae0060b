import type { Colleague } from '../protocol/people.ts'
import type { RefusedLine } from '../protocol/routing.ts'
import type { KnownValues } from './onec/card.ts'
import type { SavedCard, Saves } from './onec/saves.ts'
import type { CardFields } from './onec/scan.ts'
import { plainValue } from './onec/text.ts'
import { hasDropped } from './onec/typing.ts'
import { type Ask, rulesOf, type Target, targetOf, write } from './rules.ts'

/** What is to be said at a routing field. */
export type FieldNote =
  | { kind: Exclude<Target['kind'], 'number' | 'sharedName'>; user: string }
  /** `choose` takes the number of the one who is meant; null = none of them. */
  | { kind: 'sharedName'; user: string; colleagues: Colleague[]; choose: (number: string | null) => void }
  /** There is no connection: the field works when there is one again (SPEC C6). */
  | { kind: 'later' }
  | { kind: 'ruleNotSent' }
  | { kind: 'refused'; lines: RefusedLine[] }

type Options = {
  ask: Ask
  signal: AbortSignal
  /** «Последние цифры телефонного номера», as the server has it now. */
  lastDigits: () => number
  connected: () => boolean
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
  /** Which of several people of one name the operator has said is meant, in which card. */
  readonly #meant = new Map<number, { user: string; number: string }>()
  /** Saved cards that wait for that word. */
  readonly #waiting = new Map<number, (number: string | null) => void>()

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
      if (seen.note && OF_CONNECTION.has(seen.note.kind) && this.#options.connected()) this.#askAnew(form, seen)
      // The list of users drops down just where the note stands.
      const dropped = hasDropped(routing.element.ownerDocument)
      this.#show(form, seen, !dropped && (seen.saved || !hasFocus || !isOfTyping(seen.note)))
      if (seen.asked || dropped || now - seen.since < (hasFocus ? TYPING_MS : STOOD_MS)) continue
      if (value === '' || value === saves.confirmedUser(form)) continue
      seen.asked = true
      void this.#refuse(form, seen, routing.element)
    }
  }

  #askAnew(form: number, seen: Seen): void {
    this.#show(form, seen, false)
    seen.note = null
    seen.asked = false
  }

  async #refuse(form: number, seen: Seen, input: HTMLElement): Promise<void> {
    const target = await this.#targetOf(form, seen.value).catch(() => null)
    if (this.#options.signal.aborted || this.#seen.get(form) !== seen || !target) return
    if (target.kind === 'number') seen.note = this.#options.connected() ? null : { kind: 'later' }
    else seen.note = this.#noteOf(form, seen.value, target)
    // Else by the next look, when nothing is in the way.
    if (input.ownerDocument.activeElement !== input) this.#show(form, seen, true)
  }

  /** Whom a card's user stands for; where the operator has already said so, the one who was meant. */
  async #targetOf(form: number, user: string): Promise<Target> {
    const target = await targetOf(user, this.#options.ask)
    const meant = this.#meant.get(form)
    if (target.kind !== 'sharedName' || meant?.user !== fold(user)) return target
    const still = target.colleagues.some(({ number }) => number === meant.number)
    return still ? { kind: 'number', number: meant.number } : target
  }

  /** Chosen by the operator as a person, not by a name: where the field then shows this name, this one is meant. */
  mean(form: number, { name, number }: { name: string; number: string }): void {
    this.#meant.set(form, { user: fold(name), number })
  }

  #noteOf(form: number, user: string, target: Exclude<Target, { kind: 'number' }>): FieldNote {
    if (target.kind !== 'sharedName') return { kind: target.kind, user }
    const choose = (number: string | null) => {
      if (number !== null) this.mean(form, { name: user, number })
      const seen = this.#seen.get(form)
      if (seen) seen.note = null
      this.#options.note(form, null)
      this.#waiting.get(form)?.(number)
    }
    return { kind: 'sharedName', user, colleagues: target.colleagues, choose }
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
    const { ask, signal, lastDigits, connected } = this.#options
    // An earlier save of the card that still waits to hear who is meant has nothing more to say.
    this.#waiting.get(card.form)?.(null)
    try {
      const target = await this.#savedTarget(card)
      const { lines, known } = rulesOf(card, target?.kind === 'number' ? target.number : null, lastDigits())
      if (lines.length === 0) return known
      const { refused } = await write(lines, ask, signal)
      if (refused.length > 0) {
        this.#say(card, { kind: 'refused', lines: refused })
        // Lines are refused for the user's number, so for all phones alike: only removals have come through.
        return rulesOf(card, null, lastDigits()).known
      }
      // Kept by the background until the server is there again.
      if (!connected() && (target === null || target.kind === 'number')) this.#say(card, { kind: 'later' })
      return known
    } catch {
      if (!signal.aborted) this.#say(card, { kind: 'ruleNotSent' })
      return card.before
    }
  }

  /** Null for nobody. Of several people of one name the operator is asked who is meant; nothing is guessed. */
  async #savedTarget(card: SavedCard): Promise<Target | null> {
    const { form } = card
    const { user } = card.values
    const target = user === '' ? null : await this.#targetOf(form, user)
    this.#say(card, target && target.kind !== 'number' ? this.#noteOf(form, user, target) : null)
    if (target?.kind !== 'sharedName') return target
    const number = await new Promise<string | null>((resolve) => this.#waiting.set(form, resolve))
    this.#waiting.delete(form)
    return number === null ? target : { kind: 'number', number }
  }
}

const fold = (name: string): string => plainValue(name).toLocaleLowerCase('ru')

/** Half a name is nobody's: what is said of such is said when the person has left the field. */
const isOfTyping = (note: FieldNote | null): boolean => note !== null && OF_TYPING.has(note.kind)
const OF_TYPING = new Set<FieldNote['kind']>(['unknownUser', 'notLoaded', 'notConnected'])
/** Said for want of a connection: once there is one, it is looked at anew. */
const OF_CONNECTION = new Set<FieldNote['kind']>(['later', 'notConnected', 'notLoaded'])
