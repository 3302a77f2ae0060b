import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { ImportAnswer, ImportPreview } from '../contract.ts'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { shownNumber } from './format.ts'
import { newId } from './ids.ts'
import { partWords } from './part-words.ts'
import { RefusedTable } from './StatePage.tsx'
import { query, ServerError } from './server.ts'
import { pageWords } from './words.ts'

type ImportProps = { base: string; onClose: () => void; onDone: () => void }
type Chosen = { file: File; id: string; preview: ImportPreview | null }

/** First what the file would change, then the change. */
export function ImportDialog({ base, onClose, onDone }: ImportProps) {
  const { language, link, say } = usePage()
  const words = partWords[language].importing
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  const failed = (error: unknown) =>
    setRefusal(pageWords[language].error[error instanceof ServerError ? error.word : 'internal'])
  const choose = async (file: File | undefined) => {
    setRefusal(null)
    if (!file) return setChosen(null)
    // The same id at each try: what was written is not written twice.
    const next = { file, id: newId(), preview: null }
    setChosen(next)
    try {
      const preview = await link.post(`import/preview?${query({ base })}`, ImportPreview, file)
      setChosen((now) => (now?.id === next.id ? { ...next, preview } : now))
    } catch (error) {
      setChosen(null)
      failed(error)
    }
  }
  const run = async ({ file, id }: Chosen) => {
    setBusy(true)
    setRefusal(null)
    try {
      const { written, same } = await link.post(`import?${query({ base, id })}`, ImportAnswer, file)
      onClose()
      onDone()
      say(words.done(written, same))
    } catch (error) {
      failed(error)
      setBusy(false)
    }
  }
  const preview = chosen?.preview ?? null
  const count = preview ? preview.added + preview.changed + preview.removed : 0
  return (
    <Dialog wide title={words.title} onClose={onClose}>
      <label>
        <span>{words.file}</span>
        <input
          type="file"
          name="file"
          accept=".roustable,.csv,.txt,text/plain,text/csv"
          onChange={(event) => void choose(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="soft">{words.hint}</p>
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

function Preview({ preview, count }: { preview: ImportPreview; count: number }) {
  const { language } = usePage()
  const words = partWords[language].importing
  const shown = (value: number) => value.toLocaleString(language)
  return (
    <div class="preview" role="status">
      <dl class="counts">
        {(['added', 'changed', 'removed', 'same'] as const).map((name) => (
          <div key={name} data-count={name}>
            <dt>{words[name]}</dt>
            <dd>{shown(preview[name])}</dd>
          </div>
        ))}
        <div data-count="refused">
          <dt>{words.refused}</dt>
          <dd>{shown(preview.refusedCount)}</dd>
        </div>
      </dl>
      {count === 0 && <p class="empty">{words.nothing}</p>}
      {preview.refusedCount > 0 && <RefusedTable refused={preview.refused} />}
      {count > 0 && (
        <div class="table-box">
          <table>
            {count > preview.changes.length && <caption>{words.first(preview.changes.length)}</caption>}
            <thead>
              <tr>
                <th scope="col">{partWords[language].rules.number}</th>
                <th scope="col">{words.before}</th>
                <th scope="col">{words.after}</th>
              </tr>
            </thead>
            <tbody>
              {preview.changes.map(({ number, before, after }) => (
                <tr key={number}>
                  <th scope="row" class="digits">
                    {shownNumber(number)}
                  </th>
                  <td class="digits">{before ?? '—'}</td>
                  <td class="digits">{after ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
