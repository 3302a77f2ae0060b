import { useState } from 'preact/hooks'
import type { Book } from '../../../protocol/address-book.ts'
import { Button } from '../../../ui/Button.tsx'
import { plain } from '../../../ui/text.ts'
import { ManagerState } from '../contract.ts'
import { BookImportDialog } from './BookImportDialog.tsx'
import { bookWords } from './book-words.ts'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { newId } from './ids.ts'
import { MakeByName } from './MakeByName.tsx'
import { query } from './server.ts'
import { pageWords } from './words.ts'

type Open = { what: 'rename' | 'import' | 'remove'; book: Book } | null

/** Shared address books (SPEC A4): made, filled from files, saved as files, removed. */
export function BooksPage() {
  const { language, link, state, took, say, fail } = usePage()
  const words = bookWords[language]
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)

  /** False = it was refused, and said so. */
  const post = async (path: string, wish: unknown) => {
    try {
      took(await link.post(path, ManagerState, wish))
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }
  const make = async (name: string) => {
    if (name === '' || !(await post('books', { id: newId(), name }))) return false
    say(words.made(plain(name)))
    return true
  }
  const rename = async (id: string, wanted: string) => {
    if (await post('books', { id, name: wanted })) close()
  }
  const remove = async (book: Book) => {
    if (!(await post('books/remove', { id: book.id }))) return
    close()
    say(words.removed(plain(book.name)))
  }
  return (
    <>
      <h2>{words.title}</h2>
      <p class="soft">{words.intro}</p>
      {state.books.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <BooksTable books={state.books} onOpen={setOpen} />
      )}
      <MakeByName words={words} make={make} />
      {open?.what === 'import' && <BookImportDialog book={open.book} onClose={close} />}
      {open?.what === 'rename' && (
        <Rename book={open.book} onClose={close} onSave={(wanted) => void rename(open.book.id, wanted)} />
      )}
      {open?.what === 'remove' && (
        <Dialog title={words.of(words.remove, plain(open.book.name))} onClose={close}>
          <p>{words.removeAsk(plain(open.book.name), open.book.count)}</p>
          <div class="row end">
            <Button onClick={close}>{pageWords[language].cancel}</Button>
            <Button kind="warning" onClick={() => void remove(open.book)}>
              {words.remove}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}

function BooksTable({ books, onOpen }: { books: Book[]; onOpen: (open: Open) => void }) {
  const { language } = usePage()
  const words = bookWords[language]
  return (
    <div class="table-box">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.count}</th>
            <th scope="col">{words.actions}</th>
          </tr>
        </thead>
        <tbody>
          {books.map((book) => {
            const name = plain(book.name)
            const button = (what: NonNullable<Open>['what'], text: string) => (
              <Button label={words.of(text, name)} onClick={() => onOpen({ what, book })}>
                {text}
              </Button>
            )
            const save = (format: 'csv' | 'vcard', text: string) => (
              <a
                class="t-button"
                href={`./api/books/export?${query({ book: book.id, format })}`}
                aria-label={words.of(text, name)}
                download
              >
                {text}
              </a>
            )
            return (
              <tr key={book.id} data-book={book.name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td class="digits">{book.count.toLocaleString(language)}</td>
                <td>
                  <div class="row">
                    {button('import', words.load)}
                    {save('csv', words.exportCsv)}
                    {save('vcard', words.exportVcard)}
                    {button('rename', words.rename)}
                    {button('remove', words.remove)}
                  </div>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Rename({ book, onClose, onSave }: { book: Book; onClose: () => void; onSave: (name: string) => void }) {
  const { language } = usePage()
  const words = bookWords[language]
  const [name, setName] = useState(book.name)
  return (
    <Dialog title={words.renameOf(plain(book.name))} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') onSave(name.trim())
        }}
      >
        <label>
          <span>{words.name}</span>
          <input
            name="name"
            maxLength={100}
            autocomplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div class="row end">
          <Button onClick={onClose}>{pageWords[language].cancel}</Button>
          <Button type="submit" kind="accent">
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
