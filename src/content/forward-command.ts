import type { Choice } from '../protocol/choice.ts'
import type { Colleague } from '../protocol/people.ts'
import type { CardFields } from './onec/scan.ts'
import type { Ask } from './rules.ts'

/** A colleague who can be given calls: one with a number. `line` is how it is now. */
export type ForwardChoice = Extract<Choice, { kind: 'colleague' }> & { to: string }

/** What stands at a routing field for our own command «Перевод звонков» (SPEC C7). */
export type CommandNote =
  | { kind: 'command'; open: () => void }
  | {
      kind: 'picker'
      find: (typed: string) => Promise<ForwardChoice[]>
      choose: (who: Colleague) => void
      close: () => void
    }
  /** Chosen in our list; the operator's own hands put the name, which is on the clipboard when `copied`, into the field. */
  | { kind: 'chosen'; user: string; copied: boolean }

type Options = {
  ask: Ask
  copy: (text: string) => Promise<boolean>
  note: (form: number, note: CommandNote) => void
  /** From now on this name in this card means this person. */
  meant: (form: number, who: Colleague & { number: string }) => void
}

/**
 * The command «Перевод звонков» beside the routing field. The list offers only those who have a number. The card's own
 * field is left to the operator's hands: a page that 1C has open is never written into (docs/decisions/0005).
 */
export class ForwardCommand {
  readonly #options: Options
  readonly #offered = new Set<number>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Called at each look at the page. A field that nobody can change has no command. */
  look(cards: CardFields[]): void {
    for (const { form, routing } of cards) {
      if (this.#offered.has(form)) continue
      this.#offered.add(form)
      const { readOnly, disabled } = routing.element as HTMLInputElement
      if (!readOnly && !disabled) this.#offer(form)
    }
  }

  #offer(form: number): void {
    this.#options.note(form, { kind: 'command', open: () => this.#open(form) })
  }

  #open(form: number): void {
    this.#options.note(form, {
      kind: 'picker',
      find: (typed) => this.#find(typed),
      choose: (who) => void this.#choose(form, who),
      close: () => this.#offer(form),
    })
  }

  async #find(typed: string): Promise<ForwardChoice[]> {
    const found = await this.#options.ask('people.search', { typed, self: true })
    return found.flatMap((each) => (each.kind === 'colleague' && each.to !== null ? [{ ...each, to: each.to }] : []))
  }

  async #choose(form: number, who: Colleague): Promise<void> {
    if (who.number === null) return
    this.#options.meant(form, { ...who, number: who.number })
    const copied = await this.#options.copy(who.name)
    this.#options.note(form, { kind: 'chosen', user: who.name, copied })
  }
}
