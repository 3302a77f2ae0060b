import { useRef, useState } from 'preact/hooks'
import { TrubkaError } from '../../protocol/errors.ts'
import type { Result } from '../../protocol/methods.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import { contactsWords } from '../../ui/words/contacts.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { bookErrorText } from './book-error.ts'
import type { ContactsSource } from './source.ts'

type Props = {
  source: ContactsSource
  language: Language
  /** There is something to be saved. */
  some: boolean
  save: (name: string, text: string, type: string) => void
  onAdd: () => void
}

const LARGEST = 2_000_000
const FORMATS = [
  ['csv', 'contacts.csv', 'text/csv'],
  ['vcard', 'contacts.vcf', 'text/vcard'],
] as const

/** Adding to one's own book, and its way in and out as a file. */
export function OwnBookTools({ source, language, some, save, onAdd }: Props) {
  const words = contactsWords[language]
  const picker = useRef<HTMLInputElement>(null)
  const [done, setDone] = useState<Result<'contacts.import'> | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const run = async (what: () => Promise<void>) => {
    setBusy(true)
    setRefusal(null)
    setDone(null)
    try {
      await what()
    } catch (error) {
      setRefusal(bookErrorText(error, language))
    } finally {
      setBusy(false)
    }
  }
  const load = (file: File) =>
    run(async () => {
      if (file.size > LARGEST) {
        setRefusal(errorText(new TrubkaError('tooLarge', 'the file'), language))
        return
      }
      setDone(await source.importFile({ file: base64Of(new Uint8Array(await file.arrayBuffer())) }))
    })
  return (
    <>
      <div class="details-buttons">
        <Button kind="accent" command="add-contact" onClick={onAdd}>
          {words.add}
        </Button>
        <Button
          command="import-contacts"
          title={words.importHint}
          disabled={busy}
          onClick={() => picker.current?.click()}
        >
          {words.importFile}
        </Button>
        {some &&
          FORMATS.map(([format, name, type]) => (
            <Button
              key={format}
              command={`export-${format}`}
              disabled={busy}
              onClick={() => void run(async () => save(name, (await source.exportText({ format })).text, type))}
            >
              {format === 'csv' ? words.exportCsv : words.exportVcard}
            </Button>
          ))}
      </div>
      <input
        ref={picker}
        type="file"
        class="t-only-read"
        tabIndex={-1}
        aria-label={words.importFile}
        accept=".csv,.vcf,.vcard,.txt,text/csv,text/vcard"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          // The same file may be chosen again once it was mended.
          currentTarget.value = ''
          if (file) void load(file)
        }}
      />
      {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
      {done && (
        <div role="status">
          <p>{words.imported(done.kept, done.same)}</p>
          {done.faultCount > 0 && (
            <Notice kind="warning">
              <p>{words.faulty(done.faultCount)}</p>
              <ul>
                {done.faults.slice(0, 10).map(({ line, field, fault, text }) => (
                  <li key={`${line} ${field}`}>
                    {words.faultAt(line, plain(field))}: {words.fault[fault]}
                    {text !== '' && <bdi> ({plain(text, 80)})</bdi>}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
        </div>
      )}
    </>
  )
}

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
