import type { ComponentChildren } from 'preact'
import { plain } from '../../../ui/text.ts'
import type { Writer } from '../contract.ts'
import { usePage } from './context.ts'
import { moment } from './format.ts'
import { journalWords } from './journal-words.ts'
import { Paged } from './Paged.tsx'
import type { Pages } from './use-pages.ts'

type Entry = { seq: number; at: number; by: Writer; from: string }
type Column<E> = { head: string; digits?: boolean; cell: (entry: E) => ComponentChildren }
type Props<E> = { pages: Pages<E>; empty: string; columns: readonly Column<E>[] }

/** Who did something when and from where, newest first, and in further columns what it was. */
export function Trail<E extends Entry>({ pages, empty, columns }: Props<E>) {
  const { language } = usePage()
  const words = journalWords[language]
  return (
    <Paged pages={pages} empty={empty}>
      {(entries) => (
        <div class="table-box">
          <table>
            <thead>
              <tr>
                {[words.when, words.who, words.from, ...columns.map(({ head }) => head)].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.seq}>
                  <td class="when">{moment(entry.at, language)}</td>
                  <td>
                    <bdi>{words.writer[entry.by.kind](plain(entry.by.name, 80))}</bdi>
                  </td>
                  <td class="digits">
                    <bdi>{fromText(entry, words.local)}</bdi>
                  </td>
                  {columns.map(({ head, digits = false, cell }) => (
                    <td key={head} class={digits ? 'digits' : undefined}>
                      {cell(entry)}
                    </td>
                  ))}
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
const fromText = ({ by, from }: Entry, local: string): string =>
  from === '' && (by.kind === 'command' || by.kind === 'interactions') ? local : plain(from, 80)
