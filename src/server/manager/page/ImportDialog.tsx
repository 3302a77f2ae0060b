import { ImportAnswer, ImportPreview } from '../contract.ts'
import { usePage } from './context.ts'
import { FileImport } from './FileImport.tsx'
import { shownNumber } from './format.ts'
import { partWords } from './part-words.ts'
import { RefusedTable } from './StatePage.tsx'
import { query } from './server.ts'

type ImportProps = { base: string; onClose: () => void; onDone: () => void }

/** Rules of a file into a base. */
export function ImportDialog({ base, onClose, onDone }: ImportProps) {
  const { language, link, say } = usePage()
  const words = partWords[language].importing
  return (
    <FileImport
      title={words.title}
      words={words}
      hint={words.hint}
      accept=".roustable,.csv,.txt,text/plain,text/csv"
      way={null}
      look={(file) => link.post(`import/preview?${query({ base })}`, ImportPreview, file)}
      run={async ({ file, id }) => {
        const { written, same } = await link.post(`import?${query({ base, id })}`, ImportAnswer, file)
        onClose()
        onDone()
        say(words.done(written, same))
      }}
      preview={(preview, count) => <Preview preview={preview} count={count} />}
      onClose={onClose}
    />
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
