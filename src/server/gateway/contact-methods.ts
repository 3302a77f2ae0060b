import { OWN_BOOK } from '../../protocol/address-book.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import { entriesOf } from '../address-books/draft.ts'
import { readBookFile } from '../address-books/read-file.ts'
import { bookText } from '../address-books/write-file.ts'
import { type Asker, type Handler, query } from './handlers.ts'
import type { Rooms } from './rooms.ts'

/** Address books and favourites (SPEC A4): the shared ones are looked into, one's own are changed. */
export function contactMethods({
  addressBooks,
  people,
}: Pick<Rooms, 'addressBooks' | 'people'>): readonly (readonly [string, Handler])[] {
  const wishOf = ({ feed }: Asker, commandId: string) => ({ operator: feed.own.self.id, commandId })
  const isFound = (operator: string, key: string): boolean => {
    const [kind, id = ''] = key.split(':')
    return kind === 'colleague' ? people.byId(id) !== null : addressBooks.contact(operator, id) !== null
  }
  return [
    query('contacts.search', ({ typed, book, limit }, { feed }) =>
      addressBooks.search(feed.own.self.id, typed, book, limit),
    ),
    query('contacts.list', ({ book, from, count }, { feed }) => addressBooks.list(feed.own.self.id, book, from, count)),
    query('contacts.keep', async ({ commandId, contact }, asker) => {
      await addressBooks.keep(wishOf(asker, commandId), contact)
      return {}
    }),
    query('contacts.remove', async ({ commandId, id }, asker) => {
      await addressBooks.forget(wishOf(asker, commandId), id)
      return {}
    }),
    query('contacts.import', async ({ commandId, file }, asker) => {
      const { drafts, faults, faultCount } = await readBookFile(Buffer.from(file, 'base64'))
      const wish = wishOf(asker, commandId)
      const known = (id: string) => addressBooks.ownContact(wish.operator, id) !== null
      const entries = await entriesOf(drafts, `${OWN_BOOK} ${wish.operator}`, known)
      const { written, same } = await addressBooks.keepAll(wish, entries)
      return { kept: written, same, faults, faultCount }
    }),
    query('contacts.export', async ({ format }, { feed }) => ({
      text: await bookText(addressBooks.entriesOf(feed.own.self.id, OWN_BOOK), format),
    })),
    query('favourites.place', async ({ commandId, key, before }, asker) => {
      if (!isFound(asker.feed.own.self.id, key))
        throw new TrubkaError('invalidParams', 'params.key: nobody known', 'params.key')
      await addressBooks.place(wishOf(asker, commandId), key, before)
      return {}
    }),
    query('favourites.remove', async ({ commandId, key }, asker) => {
      await addressBooks.unplace(wishOf(asker, commandId), key)
      return {}
    }),
  ]
}
