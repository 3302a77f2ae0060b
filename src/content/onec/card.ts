import { captionOf, isDirty, isNewObject } from './pages.ts'
import { type CardFields, numbersAt } from './scan.ts'
import { plainValue } from './text.ts'
import type { Unsent, UnsentCard } from './unsent.ts'

/** What a rule is made of: the user in «Переключение звонков на», and the card's phones as digits. */
export type CardValues = { user: string; phones: string[] }
/**
 * The same as 1C last saved it and the server knows it. `user` is null where the card was changed before we saw it: then
 * `phones` are those that stood beside a user.
 */
export type KnownValues = { user: string | null; phones: string[] }

/** БСП takes contact fields away and builds them anew; a field gone for less than this still counts with its last value. */
const REBUILD_MS = 2000
/** How long 1C may go on filling a card it has just opened, and how long a value must have stood to belong to the opening. */
const FILLING_MS = 5000
const STOOD_MS = 1000

/** One open card: what it shows, what it is known to have had when it was last saved. */
export class Card {
  fields: CardFields
  /** What the last confirmed save, or the opening of the card, held. */
  confirmed: KnownValues
  /** Rules of an earlier save of it that could not go out. */
  owed: UnsentCard | null = null
  #phones = new Map<string, { numbers: string[]; seenAt: number }>()
  #filling: { values: CardValues; since: number }
  #filledBy: number

  constructor(fields: CardFields, now: number) {
    this.fields = fields
    this.#filledBy = now + FILLING_MS
    const caption = captionOf(fields.root)
    this.confirmed = { user: null, phones: [] }
    const first = this.read(now)
    this.#filling = { values: first, since: now }
    // A new object has never been saved; of a changed one it is not known what it was before.
    if (isNewObject(caption)) this.confirmed = { user: '', phones: [] }
    else if (!isDirty(caption)) this.confirmed = first
    else if (first.user !== '') this.confirmed = { user: null, phones: first.phones }
  }

  get isDirty(): boolean {
    const caption = captionOf(this.fields.root)
    return isDirty(caption) || isNewObject(caption)
  }

  /** A person has pressed a key or a button in the card: from now on values are theirs, not those of the opening. */
  touch(): void {
    this.#filledBy = 0
  }

  /** Reads the values as they are now. */
  read(now: number): CardValues {
    for (const field of this.fields.phones) {
      const numbers = phonesAt(field)
      const known = this.#phones.has(field.name)
      this.#phones.set(field.name, { numbers, seenAt: now })
      // Rows of a page inside the form are built when it is first opened: they were in the card before, too.
      if (!known && !this.isDirty && !this.owed) this.#remember(numbers)
    }
    for (const [name, { seenAt }] of this.#phones) if (now - seenAt > REBUILD_MS) this.#phones.delete(name)
    return { user: plainValue(this.fields.routing.read()), phones: this.phones() }
  }

  /** Phones as last read, those of one field left out. */
  phones(but?: string): string[] {
    return [...new Set([...this.#phones].flatMap(([name, { numbers }]) => (name === but ? [] : numbers)))]
  }

  /** While 1C is still filling the card it has just opened, what it fills in is what was saved. */
  settle(now: number): void {
    const values = this.read(now)
    if (now > this.#filledBy || this.owed || this.confirmed.user === null || this.isDirty) return
    if (!sameValues(values, this.#filling.values)) this.#filling = { values, since: now }
    // 1C's own code may change a value a moment before the asterisk says so.
    else if (now - this.#filling.since >= STOOD_MS) this.confirmed = values
  }

  /** Known again as a card whose rules are owed: what the server has of it is what it had before. */
  recognise(unsent: Unsent, now: number): void {
    if (!unsent.any || this.owed || this.isDirty) return
    const owed = unsent.find(captionOf(this.fields.root), this.read(now))
    if (!owed) return
    this.owed = owed
    this.confirmed = owed.known
  }

  #remember(numbers: string[]): void {
    this.confirmed = { ...this.confirmed, phones: [...new Set([...this.confirmed.phones, ...numbers])] }
  }
}

/** Numbers of a field that a rule can be made of. */
export function phonesAt(field: { read: () => string }): string[] {
  return numbersAt(field)
    .filter(({ kind }) => kind !== 'internal')
    .map(({ digits }) => digits)
}

export function sameValues(a: KnownValues, b: KnownValues): boolean {
  return a.user === b.user && a.phones.length === b.phones.length && a.phones.every((phone) => b.phones.includes(phone))
}
