import { plain } from '../../../ui/text.ts'
import { type HistoryEntry, HistoryPage, type Writer } from '../contract.ts'
import { usePage } from './context.ts'
import { moment, shownNumber } from './format.ts'
import { journalWords } from './journal-words.ts'
import { Paged } from './Paged.tsx'
import { query } from './server.ts'
import { usePages } from './use-pages.ts'

const SHOWN = 5
/** Pages without a find are skipped, up to so many at once. */
const SKIPS = 20

type HistoryListProps = { base: string; part: string; version: string }

/** Rules that were written, newest first. */
export function HistoryList({ base, part, version }: HistoryListProps) {
  const { language, link, state } = usePage()
  const words = journalWords[language]
  const several = base === '' && state.bases.length > 1
  const pages = usePages<HistoryEntry, number>(`${base} ${part}`, version, async (after) => {
    let before = after
    for (let skips = 0; ; skips++) {
      const page = await link.get(`history?${query({ base: base || null, part, before })}`, HistoryPage)
      if (page.entries.length > 0 || page.before === null || skips === SKIPS)
        return { items: page.entries, next: page.before, found: null }
      before = page.before
    }
  })
  return (
    <Paged pages={pages} empty={part === '' ? words.noRules : words.noneFound}>
      {(entries) => (
        <div class="table-box">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.when}</th>
                <th scope="col">{words.who}</th>
                <th scope="col">{words.from}</th>
                {several && <th scope="col">{words.base}</th>}
                <th scope="col">{words.what}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.seq}>
                  <td class="when">{moment(entry.at, language)}</td>
                  <td>
                    <WriterName writer={entry.by} />
                  </td>
                  <td class="digits">
                    <From entry={entry} />
                  </td>
                  {several && <td>{entry.base}</td>}
                  <td class="digits">
                    {entry.lines.slice(0, SHOWN).map((line) => (
                      <div key={line}>{lineText(line, words)}</div>
                    ))}
                    {entry.count > SHOWN && <div class="soft">{words.more(entry.count - SHOWN)}</div>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Paged>
  )
}

/** The address or the file; the server itself has none. */
export function From({ entry: { by, from } }: { entry: Pick<HistoryEntry, 'by' | 'from'> }) {
  const { language } = usePage()
  const isServer = from === '' && (by.kind === 'command' || by.kind === 'interactions')
  return <bdi>{isServer ? journalWords[language].local : plain(from, 80)}</bdi>
}

export function WriterName({ writer }: { writer: Writer }) {
  const { language } = usePage()
  return <bdi>{journalWords[language].writer[writer.kind](plain(writer.name, 80))}</bdi>
}

function lineText(line: string, words: (typeof journalWords)['ru']): string {
  const [number = '', target = ''] = line.split('=')
  return target === '' ? words.removed(shownNumber(number)) : words.goes(shownNumber(number), target)
}
