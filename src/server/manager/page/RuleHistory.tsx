import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { shownNumber } from './format.ts'
import { HistoryList } from './HistoryList.tsx'
import { partWords } from './part-words.ts'

/** Who wrote the rule of one number, and when. */
export function RuleHistory({ base, number, onClose }: { base: string; number: string; onClose: () => void }) {
  const { language } = usePage()
  return (
    <Dialog wide title={partWords[language].rules.historyTitle(shownNumber(number))} onClose={onClose}>
      <HistoryList base={base} part={number} version="" />
    </Dialog>
  )
}
