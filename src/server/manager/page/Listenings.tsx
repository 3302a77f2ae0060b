import { plain } from '../../../ui/text.ts'
import { type ListeningEntry, ListeningsPage } from '../contract.ts'
import { usePage } from './context.ts'
import { moment, shownNumber } from './format.ts'
import { journalWords } from './journal-words.ts'
import { query } from './server.ts'
import { Trail } from './Trail.tsx'
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
  const call = { head: words.call, digits: true, cell: (entry: ListeningEntry) => <bdi>{callText(entry)}</bdi> }
  return <Trail pages={pages} empty={words.noListenings} columns={[call]} />
}
