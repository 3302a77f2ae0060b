import { plain } from '../../../ui/text.ts'
import { usePage } from './context.ts'
import { journalWords } from './journal-words.ts'
import { partWords } from './part-words.ts'

type BasePickerProps = { value: string; onChange: (base: string) => void; all?: boolean }

/** Which base; nothing to choose where there is but one. */
export function BasePicker({ value, onChange, all = false }: BasePickerProps) {
  const { language, state } = usePage()
  if (state.bases.length < 2) return null
  return (
    <label>
      <span>{partWords[language].rules.base}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {all && <option value="">{journalWords[language].allBases}</option>}
        {state.bases.map(({ id, name }) => (
          <option key={id} value={id}>
            {plain(name)}
          </option>
        ))}
      </select>
    </label>
  )
}
