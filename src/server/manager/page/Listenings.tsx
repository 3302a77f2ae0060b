import { plain } from '../../../ui/text.ts'
import { type ListeningEntry, ListeningsPage } from '../contract.ts'
import { usePage } from './context.ts'
import { moment, shownNumber } from './format.ts'
import { From, WriterName } from './HistoryList.tsx'
import { journalWords } from './journal-words.ts'
import { Paged } from './Paged.tsx'
import { query } from './server.ts'
import { usePages } from './use-pages.ts'

/** Who has opened which call's recording, newest first (SPEC A10). */
export function Listenings({ version }: { version: string }) {
  const { language, link } = usePage()
  const words = journalWords[language]
  const pages = usePages<ListeningEntry, number>('listenings', version, async (before) => {
    const page = await link.get(`listenings?${query({ before })}`, ListeningsPage)
    return { items: page.entries, next: page.before, found: null }
  })
  const callText = ({ call }: ListeningEntry) =>
    call === null
      ? words.callUnknown
      : words.heard(shownNumber(plain(call.number, 40)), call.staff.join(', '), moment(call.startedAt, language))
  return (
    <Paged pages={pages} empty={words.noListenings}>
      {(entries) => (
        <div class="table-box">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.when}</th>
                <th scope="col">{words.who}</th>
                <th scope="col">{words.from}</th>
                <th scope="col">{words.call}</th>
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
                  <td class="digits">
                    <bdi>{callText(entry)}</bdi>
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
