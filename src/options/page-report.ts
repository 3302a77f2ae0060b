import { format } from '../phone/format.ts'
import type { Explained, PageReport } from '../protocol/page-report.ts'
import { plain } from '../ui/text.ts'
import { fieldsWords } from '../ui/words/fields.ts'
import type { Language } from '../ui/words/language.ts'
import { reportWords } from '../ui/words/report.ts'

export type ReportRow = { field: string; meaning: string; because: string; found: string }
export type ReportForm = { caption: string; card: string | null; rows: ReportRow[] }

/**
 * A report in words. Without `details` it holds nothing personal: captions and names of elements belong to the
 * configuration, while numbers are counted only, and of a form's caption only the kind of the object is left.
 */
export function reportInWords(report: PageReport, details: boolean, language: Language): ReportForm[] {
  const words = reportWords[language]
  return report.forms.map(({ caption, fields }) => {
    const card = report.cards.find(({ form }) => fields.some((field) => field.form === form))
    return {
      caption: details ? plain(caption) : kindOf(caption),
      card: card ? words.card(card.phones.length) : null,
      rows: fields.map((field) => rowOf(field, details, language)),
    }
  })
}

/** As it is copied: a letter's text, one field a line. */
export function reportAsText(forms: readonly ReportForm[], about: readonly string[], language: Language): string {
  const words = reportWords[language]
  const ofForms = forms.flatMap(({ caption, card, rows }) => [
    '',
    `${words.form}: ${caption}`,
    ...(card === null ? [] : [card]),
    ...rows.map(({ field, meaning, because, found }) =>
      [field, `${meaning} (${because})`, found].filter((part) => part !== '').join(' · '),
    ),
  ])
  return `${[...about, ...ofForms].join('\n')}\n`
}

function rowOf(field: Explained, details: boolean, language: Language): ReportRow {
  const words = reportWords[language]
  const { caption, name, kind, shown, meaning, why, numbers } = field
  const marks = [words.kinds[kind], name, ...(shown ? [] : [words.hidden])].filter((mark) => mark !== '')
  const found = details && numbers.length > 0 ? numbers.map(written).join(', ') : words.numbers(numbers.length)
  return {
    field: plain(`${caption.replace(/[\s:*]+$/u, '')} [${marks.join(', ')}]`.trim()),
    meaning: fieldsWords[language].meanings[meaning],
    because: words.why[why],
    found: meaning === 'phone' ? found : '',
  }
}

/** «Ромашка (Клиент)» is about a «Клиент», «Заказ 17 от 01.02.2026» about a «Заказ»; anything else may be a name as a whole. */
function kindOf(caption: string): string {
  const plainCaption = plain(caption).replace(/[\s*]+$/u, '')
  const kind = /\(([^()]+)\)$/u.exec(plainCaption)?.[1]
  if (kind !== undefined) return `… (${kind})`
  const before = /^(\D+?)\s+(?:№\s*)?[\p{L}-]*\d\S*\s+\p{L}+\s+\d{1,2}[./]\d/u.exec(plainCaption)?.[1]
  return before === undefined ? '…' : `${before} …`
}

const written = (number: string): string => {
  const [digits = '', ext] = number.split('#')
  return ext === undefined ? format(digits) : `${format(digits)} #${ext}`
}
