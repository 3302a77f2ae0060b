import type { CommandNote } from '../forward-command.ts'
import type { FieldNote } from '../forwarding.ts'
import { isCovered } from '../onec/geometry.ts'
import type { CardFields } from '../onec/scan.ts'
import { placeOfCommand } from './command-place.ts'
import type { ShownNote } from './FieldNotes.tsx'
import { placeOfNote } from './note-place.ts'

/** A note without a field to stand at is put away after this time; words can be read out in it. */
const LOOSE_NOTE_MS = 15_000

/** Words at the routing fields of cards, and «Перевод звонков» beside them, by form. */
export class Notes {
  readonly #changed: () => void
  readonly #notes = new Map<number, FieldNote | CommandNote>()
  readonly #commands = new Map<number, CommandNote>()
  #cards: readonly CardFields[] = []

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get any(): boolean {
    return this.#notes.size + this.#commands.size > 0
  }

  look(cards: readonly CardFields[]): void {
    this.#cards = cards
  }

  /** Says something at the routing field of a card, or takes it away. */
  say(form: number, note: FieldNote | CommandNote | null): void {
    if (note?.kind === 'command') this.#commands.set(form, note)
    if (note && note.kind !== 'command') this.#notes.set(form, note)
    else this.#notes.delete(form)
    if (note && note.kind !== 'command' && !this.#cards.some((card) => card.form === form)) {
      setTimeout(() => this.#notes.get(form) === note && this.say(form, null), LOOSE_NOTE_MS)
    }
    this.#changed()
  }

  /** `layer` is our own, which covers nothing; commands are there for those who are paired. */
  shown(layer: Element, withCommands: boolean): ShownNote[] {
    const notes = [...this.#notes].flatMap(([form, note]): ShownNote[] => {
      const routing = this.#cards.find((each) => each.form === form)?.routing
      const field = routing?.element.getBoundingClientRect()
      if (!routing || !field || field.width === 0) return [{ form, note, at: null }]
      return isCovered(routing.box, layer) ? [] : [{ form, note, at: placeOfNote(field) }]
    })
    const commands = this.#cards.flatMap(({ form, routing }) => {
      const note = withCommands ? this.#commands.get(form) : undefined
      return note ? [{ form, note, at: placeOfCommand(routing.box, layer) }] : []
    })
    return [...notes, ...commands]
  }
}
