import { setImmediate as breathe } from 'node:timers/promises'
import type { Logger } from 'pino'
import {
  type Books,
  type Contact,
  type Entry,
  type Favourite,
  MOST_BOOKS,
  MOST_FAVOURITES,
  MOST_OWN,
  OWN_BOOK,
} from '../../protocol/address-book.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import type { NameIndex } from '../../protocol/name-index.ts'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts'
import { ReadModel } from '../ledger/read-model.ts'
import { BookItem, BookModel, type SharedBook, type Touched } from './book-model.ts'
import { changesOf, type Filling } from './changes.ts'

export type AddressBooksOptions = { ledger: Ledger /** Of its snapshot. */; path: string; logger: Logger }

/** Whoever changes a shared book: `by` as in src/server/writers.ts, and the address they came from. */
export type Who = { by: string; from: string }
export type FillMode = Filling['mode']
/** An operator's wish, which is carried out once. */
export type OwnWish = { operator: string; commandId: string }

/** Entries in one record of the ledger: each is taken in at once, in a few milliseconds. */
const IN_RECORD = 100

/**
 * The address books (SPEC A4), from the ledger; searched in memory. `books` and `favourites` say whose view has changed:
 * an operator's, or everybody's (null); many changes of one moment are said once.
 */
export class AddressBooks extends Emitter<{ books: [operator: string | null]; favourites: [operator: string | null] }> {
  readonly #ledger: Ledger
  readonly #model = new BookModel()
  readonly #reader: ReadModel<BookItem>
  readonly #unsaid = { books: new Set<string | null>(), favourites: new Set<string | null>() }
  #saying: NodeJS.Immediate | null = null
  /** Fillings of one book, one after the other. */
  readonly #filling = new Map<string, Promise<unknown>>()

  constructor({ ledger, path, logger }: AddressBooksOptions) {
    super()
    this.#ledger = ledger
    this.#reader = new ReadModel({
      ledger,
      path,
      item: BookItem,
      restore: (items) => {
        for (const item of items) this.#model.restore(item)
      },
      apply: (entry) => this.#touched(this.#model.apply(entry)),
      snapshot: () => this.#model.items(),
      logger,
    })
  }

  async start(): Promise<void> {
    await this.#reader.start()
  }

  async stop(): Promise<void> {
    if (this.#saying) clearImmediate(this.#saying)
    await this.#reader.stop()
  }

  /** What an operator can look into. */
  booksOf(operator: string): Books {
    return { shared: this.shared(), own: this.#model.ownOf(operator)?.size ?? 0, version: this.#model.version }
  }

  shared(): Books['shared'] {
    return [...this.#model.shared.values()]
      .map(({ id, name, entries }) => ({ id, name, count: entries.size }))
      .sort((a, b) => a.name.localeCompare(b.name, 'ru'))
  }

  /** In the operator's order, without those that are in no book any more. */
  favouritesOf(operator: string): Favourite[] {
    return this.#model.favouritesOf(operator).flatMap((key): Favourite[] => {
      if (!key.startsWith('contact:')) return [{ key, contact: null }]
      const contact = this.#model.find(operator, key.slice('contact:'.length))
      return contact ? [{ key, contact }] : []
    })
  }

  /** The best of those who may be meant: of one book, or of all that this operator has; their own before those who fit alike. */
  search(operator: string, typed: string, book: string | null, limit: number): { contacts: Contact[]; total: number } {
    const indexes = book === null ? this.#all(operator) : [this.#indexOf(operator, book)]
    const found: { contact: Contact; fit: number }[] = []
    let total = 0
    for (const index of indexes) {
      if (!index) continue
      const answer = index.search(typed, limit)
      for (const [i, contact] of answer.found.entries()) found.push({ contact, fit: answer.fits[i] ?? 0 })
      total += answer.total
    }
    const best = found.sort((a, b) => a.fit - b.fit).slice(0, limit)
    return { contacts: best.map(({ contact }) => contact), total }
  }

  contact(operator: string, id: string): Contact | null {
    return this.#model.find(operator, id)
  }

  ownContact(operator: string, id: string): Contact | null {
    return this.#model.ownOf(operator)?.get(id) ?? null
  }

  sharedContact(book: string, id: string): Contact | null {
    return this.#known(book).entries.get(id)
  }

  list(operator: string, book: string, from: number, count: number): { contacts: Contact[]; total: number } {
    const index = this.#indexOf(operator, book)
    return { contacts: index?.some(from, count) ?? [], total: index?.size ?? 0 }
  }

  /** All of a book, by name. @throws TrubkaError where there is none */
  entriesOf(operator: string | null, book: string): Iterable<Contact> {
    if (book === OWN_BOOK) return operator === null ? [] : (this.#model.ownOf(operator)?.all() ?? [])
    return this.#known(book).entries.all()
  }

  /** A new book, or another name for one. */
  async name(book: string, name: string, who: Who): Promise<void> {
    const { shared } = this.#model
    if (book === OWN_BOOK) throw new TrubkaError('invalidParams', 'book: no id of a shared book', 'book')
    if (!shared.has(book) && shared.size >= MOST_BOOKS) throw new TrubkaError('tooMany', `at most ${MOST_BOOKS} books`)
    if (shared.get(book)?.name === name) return
    await this.#ledger.append({ type: 'book.named', book, name, ...who })
  }

  async remove(book: string, who: Who): Promise<void> {
    const known = this.#model.shared.get(book)
    if (known) await this.#ledger.append({ type: 'book.removed', book, name: known.name, ...who })
  }

  /** What filling it so would change. */
  preview(book: string, filling: Filling): ReturnType<typeof changesOf> {
    return changesOf(this.#known(book).entries, filling)
  }

  /** Makes the book hold what a file says. What is so already is not written again: repeated, it does nothing. */
  fill(book: string, filling: Filling, who: Who): Promise<{ written: number; same: number }> {
    const run = async () => {
      const { name, entries: before } = this.#known(book)
      const { put, removed, same } = await changesOf(before, filling)
      const whole = { name, put: put.length, removed: removed.length }
      await this.#append(put, removed, (part, isFirst) => {
        return { type: 'book.filled', book, ...part, ...(isFirst && { whole }), ...who }
      })
      return { written: put.length + removed.length, same }
    }
    return this.#inTurn(book, run)
  }

  keep(wish: OwnWish, entry: Entry): Promise<void> {
    return this.#once(wish, async () => {
      const own = this.#model.ownOf(wish.operator)
      if ((own?.size ?? 0) >= MOST_OWN && !own?.get(entry.id)) throw new TrubkaError('tooMany', `at most ${MOST_OWN}`)
      await this.#ledger.append({ type: 'contacts.changed', ...wish, put: [entry], removed: [] })
    })
  }

  forget(wish: OwnWish, id: string): Promise<void> {
    return this.#once(wish, async () => {
      await this.#ledger.append({ type: 'contacts.changed', ...wish, put: [], removed: [id] })
    })
  }

  /** Adds to an operator's own book what a file holds, or changes it. */
  keepAll({ operator, commandId }: OwnWish, entries: readonly Entry[]): Promise<{ written: number; same: number }> {
    const run = async () => {
      const own = this.#model.ownOf(operator)
      const { put, same } = await changesOf(own, { entries, stays: 'all', mode: 'add' })
      const added = put.filter(({ id }) => !own?.get(id)).length
      if ((own?.size ?? 0) + added > MOST_OWN) throw new TrubkaError('tooMany', `at most ${MOST_OWN}`)
      await this.#append(put, [], (part) => ({ type: 'contacts.changed', operator, commandId, ...part }))
      return { written: put.length, same }
    }
    return this.#inTurn(ownTurn(operator), run)
  }

  place(wish: OwnWish, key: string, before: string | null): Promise<void> {
    return this.#once(wish, async () => {
      const keys = this.#model.favouritesOf(wish.operator)
      // Those who are in no book any more nobody sees, nor could take away; they are not kept without end either.
      const isFull = this.favouritesOf(wish.operator).length >= MOST_FAVOURITES || keys.length >= 5 * MOST_FAVOURITES
      if (isFull && !keys.includes(key)) throw new TrubkaError('tooMany', `at most ${MOST_FAVOURITES}`)
      await this.#ledger.append({ type: 'favourite.placed', ...wish, key, before })
    })
  }

  unplace(wish: OwnWish, key: string): Promise<void> {
    return this.#once(wish, async () => {
      await this.#ledger.append({ type: 'favourite.removed', ...wish, key })
    })
  }

  /** What one operator does, in its order, and each command once. */
  #once({ operator, commandId }: OwnWish, run: () => Promise<void>): Promise<void> {
    return this.#inTurn(ownTurn(operator), async () => {
      if (!this.#model.isDone(operator, commandId)) await run()
    })
  }

  #all(operator: string): (NameIndex<Contact> | null)[] {
    return [this.#model.ownOf(operator), ...[...this.#model.shared.values()].map(({ entries }) => entries)]
  }

  #indexOf(operator: string, book: string): NameIndex<Contact> | null {
    return book === OWN_BOOK ? this.#model.ownOf(operator) : (this.#model.shared.get(book)?.entries ?? null)
  }

  #known(book: string): SharedBook {
    const found = this.#model.shared.get(book)
    if (!found) throw new TrubkaError('invalidParams', 'book: there is none', 'book')
    return found
  }

  async #append(
    put: readonly Entry[],
    removed: readonly string[],
    record: (part: { put: Entry[]; removed: string[] }, isFirst: boolean) => LedgerRecord,
  ): Promise<void> {
    const { length } = put
    for (let at = 0; at < Math.max(length, removed.length); at += IN_RECORD) {
      const end = at + IN_RECORD
      await this.#ledger.append(record({ put: put.slice(at, end), removed: removed.slice(at, end) }, at === 0))
      await breathe()
    }
  }

  #inTurn<R>(key: string, run: () => Promise<R>): Promise<R> {
    const before = this.#filling.get(key) ?? Promise.resolve()
    const after = before.then(run, run)
    this.#filling.set(key, after)
    return after.finally(() => {
      if (this.#filling.get(key) === after) this.#filling.delete(key)
    })
  }

  #touched(touched: Touched | null): void {
    if (touched === null) return
    for (const what of ['books', 'favourites'] as const) {
      const whose = touched[what]
      if (whose !== undefined) this.#unsaid[what].add(whose === 'all' ? null : whose.operator)
    }
    this.#saying ??= setImmediate(() => this.#say())
  }

  #say(): void {
    this.#saying = null
    for (const what of ['books', 'favourites'] as const) {
      const whose = [...this.#unsaid[what]]
      this.#unsaid[what].clear()
      if (whose.includes(null)) this.emit(what, null)
      else for (const operator of whose) this.emit(what, operator)
    }
  }
}

const ownTurn = (operator: string): string => `${OWN_BOOK} ${operator}`
