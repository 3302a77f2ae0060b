import * as v from 'valibot'
import { Contact, type Entry, OWN_BOOK } from '../../protocol/address-book.ts'
import { NameIndex } from '../../protocol/name-index.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'

/** So many of an operator's last commands are remembered: one that is repeated later than that comes from nowhere. */
const KNOWN_COMMANDS = 100

/** What a snapshot holds; `in` = the id of a shared book, or an operator's. */
export const BookItem = v.variant('is', [
  v.object({ is: v.literal('book'), id: v.string(), name: v.string() }),
  v.object({ is: v.literal('shared'), contact: Contact }),
  v.object({ is: v.literal('own'), operator: v.string(), contact: Contact }),
  v.object({ is: v.literal('favourites'), operator: v.string(), keys: v.array(v.string()) }),
  v.object({ is: v.literal('commands'), operator: v.string(), ids: v.array(v.string()) }),
  v.object({ is: v.literal('version'), version: v.number() }),
])
export type BookItem = v.InferOutput<typeof BookItem>

export type SharedBook = { id: string; name: string; entries: NameIndex<Contact> }
/** Whose view has changed: everybody's, or that of one operator. */
export type Touched = { books?: 'all' | { operator: string }; favourites?: 'all' | { operator: string } }

export const emptyBook = (): NameIndex<Contact> =>
  new NameIndex(({ id, name, company, department, position, numbers }) => ({
    id,
    name,
    about: `${company} ${department} ${position}`,
    numbers: numbers.map(({ number }) => number),
  }))

/** Shared books, own ones and favourites, as the ledger's records make them. */
export class BookModel {
  readonly shared = new Map<string, SharedBook>()
  readonly #own = new Map<string, NameIndex<Contact>>()
  /** Also of those that are in no book now: an entry that comes back stands where it stood. */
  readonly #favourites = new Map<string, string[]>()
  readonly #commands = new Map<string, string[]>()
  version = 0

  ownOf(operator: string): NameIndex<Contact> | null {
    return this.#own.get(operator) ?? null
  }

  favouritesOf(operator: string): readonly string[] {
    return this.#favourites.get(operator) ?? []
  }

  isDone(operator: string, commandId: string): boolean {
    return this.#commands.get(operator)?.includes(commandId) ?? false
  }

  /** An entry of a shared book, or of this operator's own. */
  find(operator: string, id: string): Contact | null {
    const own = this.#own.get(operator)?.get(id)
    if (own) return own
    for (const { entries } of this.shared.values()) {
      const found = entries.get(id)
      if (found) return found
    }
    return null
  }

  apply({ seq, record }: LedgerEntry): Touched | null {
    switch (record.type) {
      case 'book.named': {
        const book = this.shared.get(record.book)
        if (book) book.name = record.name
        else this.shared.set(record.book, { id: record.book, name: record.name, entries: emptyBook() })
        break
      }
      case 'book.filled': {
        const book = this.shared.get(record.book)
        if (book) change(book.entries, record, record.book)
        break
      }
      case 'book.removed':
        this.shared.delete(record.book)
        break
      case 'contacts.changed':
        this.#note(record.operator, record.commandId)
        change(this.#ownBook(record.operator), record, OWN_BOOK)
        this.version = seq
        return { books: { operator: record.operator }, favourites: { operator: record.operator } }
      case 'favourite.placed':
        this.#note(record.operator, record.commandId)
        this.#place(record.operator, record.key, record.before)
        return { favourites: { operator: record.operator } }
      case 'favourite.removed':
        this.#note(record.operator, record.commandId)
        this.#favourites.set(
          record.operator,
          this.favouritesOf(record.operator).filter((key) => key !== record.key),
        )
        return { favourites: { operator: record.operator } }
      default:
        return null
    }
    this.version = seq
    return { books: 'all', favourites: 'all' }
  }

  *items(): Generator<BookItem, void, undefined> {
    yield { is: 'version', version: this.version }
    for (const { id, name, entries } of this.shared.values()) {
      yield { is: 'book', id, name }
      for (const contact of entries.all()) yield { is: 'shared', contact }
    }
    for (const [operator, entries] of this.#own)
      for (const contact of entries.all()) yield { is: 'own', operator, contact }
    for (const [operator, keys] of this.#favourites) yield { is: 'favourites', operator, keys }
    for (const [operator, ids] of this.#commands) yield { is: 'commands', operator, ids }
  }

  restore(item: BookItem): void {
    switch (item.is) {
      case 'version':
        this.version = item.version
        return
      case 'book':
        this.shared.set(item.id, { id: item.id, name: item.name, entries: emptyBook() })
        return
      case 'shared':
        this.shared.get(item.contact.book)?.entries.put(item.contact)
        return
      case 'own':
        this.#ownBook(item.operator).put(item.contact)
        return
      case 'favourites':
        this.#favourites.set(item.operator, item.keys)
        return
      case 'commands':
        this.#commands.set(item.operator, item.ids)
    }
  }

  #ownBook(operator: string): NameIndex<Contact> {
    const found = this.#own.get(operator)
    if (found) return found
    const made = emptyBook()
    this.#own.set(operator, made)
    return made
  }

  #place(operator: string, key: string, before: string | null): void {
    const others = this.favouritesOf(operator).filter((each) => each !== key)
    const at = before === null ? -1 : others.indexOf(before)
    this.#favourites.set(operator, at < 0 ? [...others, key] : others.toSpliced(at, 0, key))
  }

  #note(operator: string, commandId: string): void {
    this.#commands.set(operator, [...(this.#commands.get(operator) ?? []), commandId].slice(-KNOWN_COMMANDS))
  }
}

function change(
  book: NameIndex<Contact>,
  { put, removed }: { put: readonly Entry[]; removed: readonly string[] },
  name: string,
): void {
  for (const id of removed) book.remove(id)
  for (const entry of put) book.put({ ...entry, book: name })
}
