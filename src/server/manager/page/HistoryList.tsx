import { plain } from '../../../ui/text.ts'
import { type HistoryEntry, HistoryPage } from '../contract.ts'
import { usePage } from './context.ts'
import { shownNumber } from './format.ts'
import { journalWords } from './journal-words.ts'
import { query } from './server.ts'
import { Trail } from './Trail.tsx'
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
  const baseColumn = { head: words.base, cell: (entry: HistoryEntry) => entry.base }
  const what = {
    head: words.what,
    digits: true,
    cell: ({ lines, count, signed }: HistoryEntry) => (
      <>
        {lines.slice(0, SHOWN).map((line) => (
          <div key={line}>{lineText(line, words)}</div>
        ))}
        {count > SHOWN && <div class="soft">{words.more(count - SHOWN)}</div>}
        {signed && (
          <div class={signed.right ? 'soft' : 'wrong'}>
            <bdi>{signed.right ? words.signed(plain(signed.browser, 80)) : words.wrongSignature}</bdi>
          </div>
        )}
      </>
    ),
  }
  const empty = part === '' ? words.noRules : words.noneFound
  return <Trail pages={pages} empty={empty} columns={several ? [baseColumn, what] : [what]} />
}

function lineText(line: string, words: (typeof journalWords)['ru']): string {
  const [number = '', target = ''] = line.split('=')
  return target === '' ? words.removed(shownNumber(number)) : words.goes(shownNumber(number), target)
}
