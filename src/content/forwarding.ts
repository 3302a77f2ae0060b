import type { RefusedLine } from '../protocol/routing.ts'
import type { KnownValues } from './onec/card.ts'
import type { SavedCard, Saves } from './onec/saves.ts'
import type { CardFields } from './onec/scan.ts'
import { plainValue } from './onec/text.ts'
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
const TYPING_MS = 1000

/** The field «Переключение звонков на» (SPEC C6): a choice that cannot work is refused at once, a saved one becomes rules. */
export class Forwarding {
  readonly #options: Options
  readonly #seen = new Map<number, { value: string; since: number; asked: boolean }>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Called at each look at the page. */
  look(cards: CardFields[], saves: Pick<Saves, 'confirmedUser'>, now = Date.now()): void {
    for (const { form, routing } of cards) {
      const value = plainValue(routing.read())
      const seen = this.#seen.get(form)
      if (seen?.value !== value) {
        this.#seen.set(form, { value, since: now, asked: false })
        if (seen) this.#options.note(form, null)
        continue
      }
      if (seen.asked || now - seen.since < STOOD_MS) continue
      if (value === '' || value === saves.confirmedUser(form)) continue
      seen.asked = true
      void this.#refuse(form, value, routing.element)
    }
  }

  async #refuse(form: number, user: string, input: HTMLElement): Promise<void> {
    const { ask, note, signal } = this.#options
    const target = await targetOf(user, ask).catch(() => null)
    const seen = this.#seen.get(form)
    if (signal.aborted || seen?.value !== user) return
    // Half a name is nobody's: wait until the person has finished typing.
    if (target?.kind === 'unknownUser' && input.ownerDocument.activeElement === input) {
      seen.asked = false
      seen.since = Date.now() + TYPING_MS
    } else if (target && target.kind !== 'number') note(form, { kind: target.kind, user })
  }

  /** A card has been saved: its rules go out. Gives what the server knows of the card then. */
  async saved(card: SavedCard): Promise<KnownValues> {
    const { ask, note, signal, lastDigits } = this.#options
    try {
      const { user } = card.values
      const target: Target | null = user === '' ? null : await targetOf(user, ask)
      note(card.form, target && target.kind !== 'number' ? { kind: target.kind, user } : null)
      const { lines, known } = rulesOf(card, target?.kind === 'number' ? target.number : null, lastDigits())
      if (lines.length === 0) return known
      const { refused } = await write(lines, ask, signal)
      if (refused.length === 0) return known
      note(card.form, { kind: 'refused', lines: refused })
      // Lines are refused for the user's number, so for all phones alike: only removals have come through.
      return rulesOf(card, null, lastDigits()).known
    } catch {
      if (!signal.aborted) note(card.form, { kind: 'ruleNotSent' })
      return card.before
    }
  }
}
