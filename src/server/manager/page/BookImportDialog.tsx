import { useRef, useState } from 'preact/hooks'
import type { Book } from '../../../protocol/address-book.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { plain } from '../../../ui/text.ts'
import { contactsWords } from '../../../ui/words/contacts.ts'
import { BookImportAnswer, BookPreview } from '../contract.ts'
import { bookWords } from './book-words.ts'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { query, ServerError } from './server.ts'
import { pageWords } from './words.ts'

type Mode = 'replace' | 'add'
const MODES = ['replace', 'add'] as const
type Chosen = { file: File; mode: Mode; preview: BookPreview | null }

/** First what the file would change, and which of its entries are left out; then the change. */
export function BookImportDialog({ book, onClose }: { book: Book; onClose: () => void }) {
  const { language, link, say } = usePage()
  const words = bookWords[language]
  const [mode, setMode] = useState<Mode>('replace')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const latest = useRef<Chosen | null>(null)

  const failed = (error: unknown) =>
    setRefusal(pageWords[language].error[error instanceof ServerError ? error.word : 'internal'])
  const look = async (file: File | undefined, as: Mode) => {
    setRefusal(null)
    const next = file ? { file, mode: as, preview: null } : null
    latest.current = next
    setChosen(next)
    if (!next) return
    try {
      const preview = await link.post(`books/preview?${query({ book: book.id, mode: as })}`, BookPreview, next.file)
      if (latest.current === next) setChosen({ ...next, preview })
    } catch (error) {
      if (latest.current !== next) return
      setChosen(null)
      failed(error)
    }
  }
  const run = async ({ file, mode: as }: Chosen) => {
    setBusy(true)
    setRefusal(null)
    try {
      const { written, same } = await link.post(
        `books/import?${query({ book: book.id, mode: as })}`,
        BookImportAnswer,
        file,
      )
      onClose()
      say(words.done(written, same))
    } catch (error) {
      failed(error)
      setBusy(false)
    }
  }
  const preview = chosen?.preview ?? null
  const count = preview ? preview.added + preview.changed + preview.removed : 0
  return (
    <Dialog wide title={words.loadOf(plain(book.name))} onClose={onClose}>
      <label>
        <span>{words.file}</span>
        <input
          type="file"
          name="file"
          accept=".csv,.vcf,.vcard,.txt,text/csv,text/vcard"
          onChange={(event) => void look(event.currentTarget.files?.[0], mode)}
        />
      </label>
      <p class="soft">{words.fileHint}</p>
      <label>
        <span>{words.mode}</span>
        <select
          name="mode"
          value={mode}
          onChange={(event) => {
            const next = MODES[event.currentTarget.selectedIndex] ?? 'replace'
            setMode(next)
            void look(chosen?.file, next)
          }}
        >
          {MODES.map((each) => (
            <option key={each} value={each}>
              {words.modes[each]}
            </option>
          ))}
        </select>
      </label>
      {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
      {chosen && !preview && <p role="status">{words.reading}</p>}
      {preview && <Preview preview={preview} count={count} />}
      <div class="row end">
        <Button onClick={onClose}>{pageWords[language].cancel}</Button>
        {chosen && preview && count > 0 && (
          <Button kind="accent" disabled={busy} onClick={() => void run(chosen)}>
            {busy ? words.running : words.run(count)}
          </Button>
        )}
      </div>
    </Dialog>
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
