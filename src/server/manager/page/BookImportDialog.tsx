import type { Book } from '../../../protocol/address-book.ts'
import { plain } from '../../../ui/text.ts'
import { contactsWords } from '../../../ui/words/contacts.ts'
import { BookImportAnswer, BookPreview } from '../contract.ts'
import { bookWords } from './book-words.ts'
import { usePage } from './context.ts'
import { FileImport } from './FileImport.tsx'
import { query } from './server.ts'

const MODES = ['replace', 'add'] as const
type Mode = (typeof MODES)[number]

/** Entries of a file into a shared address book. */
export function BookImportDialog({ book, onClose }: { book: Book; onClose: () => void }) {
  const { language, link, say } = usePage()
  const words = bookWords[language]
  return (
    <FileImport<BookPreview, Mode>
      title={words.loadOf(plain(book.name))}
      words={words}
      hint={words.fileHint}
      accept=".csv,.vcf,.vcard,.txt,text/csv,text/vcard"
      way="replace"
      ways={(choose) => (
        <label>
          <span>{words.mode}</span>
          <select name="mode" onChange={(event) => choose(MODES[event.currentTarget.selectedIndex] ?? 'replace')}>
            {MODES.map((each) => (
              <option key={each} value={each}>
                {words.modes[each]}
              </option>
            ))}
          </select>
        </label>
      )}
      look={(file, mode) => link.post(`books/preview?${query({ book: book.id, mode })}`, BookPreview, file)}
      run={async ({ file, way: mode }) => {
        const wish = query({ book: book.id, mode })
        const { written, same } = await link.post(`books/import?${wish}`, BookImportAnswer, file)
        onClose()
        say(words.done(written, same))
      }}
      preview={(preview, count) => <Preview preview={preview} count={count} />}
      onClose={onClose}
    />
  )
}

function Preview({ preview, count }: { preview: BookPreview; count: number }) {
  const { language } = usePage()
  const words = bookWords[language]
  const counts = [
    ['added', words.added, preview.added],
    ['changed', words.changed, preview.changed],
    ['removed', words.gone, preview.removed],
    ['same', words.same, preview.same],
    ['faulty', words.faulty, preview.faultCount],
  ] as const
  return (
    <div class="preview" role="status">
      <dl class="counts">
        {counts.map(([name, text, value]) => (
          <div key={name} data-count={name}>
            <dt>{text}</dt>
            <dd>{value.toLocaleString(language)}</dd>
          </div>
        ))}
      </dl>
      {count === 0 && preview.faultCount === 0 && <p class="empty">{words.nothing}</p>}
      {preview.faultCount > 0 && (
        <div class="table-box">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.line}</th>
                <th scope="col">{words.field}</th>
                <th scope="col">{words.text}</th>
                <th scope="col">{words.fault}</th>
              </tr>
            </thead>
            <tbody>
              {preview.faults.map(({ line, field, fault, text }) => (
                <tr key={`${line} ${field}`}>
                  <td class="digits">{line}</td>
                  <td>
                    <bdi>{plain(field, 80)}</bdi>
                  </td>
                  <td class="path">
                    <bdi>{plain(text, 80)}</bdi>
                  </td>
                  <td>{contactsWords[language].fault[fault]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
