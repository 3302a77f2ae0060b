import type * as v from 'valibot'
import { is } from 'valibot'
import { BookId } from '../../protocol/address-book.ts'
import type { AddressBooks, FillMode, Who } from '../address-books/address-books.ts'
import { entriesOf, idsOf } from '../address-books/draft.ts'
import { readBookFile } from '../address-books/read-file.ts'
import type { BookImportAnswer, BookPreview } from './contract.ts'
import { PageRefusal } from './refusal.ts'

type Books = Pick<AddressBooks, 'sharedContact' | 'shared' | 'preview' | 'fill'>
export type BookWish = { book: string; mode: FillMode; file: Buffer }

/** What the address of a question says about a book. */
export function bookWishOf(query: URLSearchParams): Omit<BookWish, 'file'> {
  const book = query.get('book') ?? ''
  const mode = query.get('mode')
  if (!is(BookId, book) || (mode !== 'replace' && mode !== 'add')) throw new PageRefusal(400, 'invalidRequest')
  return { book, mode }
}

/** What the file would change; nothing is done yet. */
export async function previewBook(books: Books, wish: BookWish): Promise<v.InferOutput<typeof BookPreview>> {
  const { filling, faults, faultCount } = await readFor(books, wish)
  const { put, removed, added, same } = await books.preview(wish.book, filling)
  return { added, changed: put.length - added, removed: removed.length, same, faults, faultCount }
}

/** Repeated, it does nothing: what is so already is not written again. */
export async function fillBook(
  books: Books,
  wish: BookWish,
  who: Who,
): Promise<v.InferOutput<typeof BookImportAnswer>> {
  const { filling, faultCount } = await readFor(books, wish)
  return { ...(await books.fill(wish.book, filling, who)), faultCount }
}

/** Whom a file cannot say anything new of, it does not remove either; one that cannot be read whole removes nobody. */
async function readFor(books: Books, { book, file, mode }: BookWish) {
  if (!books.shared().some(({ id }) => id === book)) throw new PageRefusal(404, 'noSuchBook')
  const { drafts, faulty, isWhole, faults, faultCount } = await readBookFile(file)
  const isKnown = (id: string) => books.sharedContact(book, id) !== null
  const stays = isWhole ? await idsOf(faulty, book, isKnown) : ('all' as const)
  return { filling: { entries: await entriesOf(drafts, book, isKnown), stays, mode }, faults, faultCount }
}
