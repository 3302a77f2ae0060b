import type { NumberKind } from '../../protocol/address-book.ts'

/** What a column of a table holds. */
export type Column =
  | { is: 'given' | 'name' | 'surname' | 'patronymic' | 'company' | 'department' | 'position' | 'email' | 'note' }
  | { is: 'number'; kind: NumberKind }

export type TextColumn = Exclude<Column['is'], 'number'>

/** As people, 1C, Outlook, Google and this server call them; in lower case. */
const CAPTIONS: Readonly<Record<TextColumn, RegExp>> = {
  given: /^(?:код|ид|id|uid|идентификатор)$/u,
  surname: /^(?:фамилия|last name|family name|surname)$/u,
  patronymic: /^(?:отчество|middle name|additional name)$/u,
  name: /^(?:имя|фио|ф\.? ?и\.? ?о\.?|наименование|представление|контакт|контактное лицо|name|full name|display name|first name|given name)$/u,
  company: /^(?:компания|организация|контрагент|клиент|фирма|company|organi[sz]ation|organi[sz]ation name)$/u,
  department: /^(?:отдел|подразделение|department|organi[sz]ation department)$/u,
  position: /^(?:должность|position|title|job title|organi[sz]ation title)$/u,
  email: /^(?:e-?mail.*|почта|эл(?:ектронная|\.)? ?почта|электронный адрес)$/u,
  note: /^(?:комментарий|примечание|заметк[аи]|описание|notes?|comments?)$/u,
}
const TELEPHONE = /тел|phone|моб|сотов|mobile|cell|номер|внутренний/u
const NO_TELEPHONE = /факс|fax|label|type|pager|пейджер/u
const KINDS: readonly (readonly [RegExp, NumberKind])[] = [
  [/моб|сот|mobile|cell/u, 'mobile'],
  [/дом|home/u, 'home'],
  [/друг|other|доп/u, 'other'],
]

/** What the columns with these captions hold; null where we do not know. */
export function columnsOf(captions: readonly string[]): (Column | null)[] {
  return captions.map((each) => {
    const caption = each.trim().toLocaleLowerCase('ru').replaceAll('ё', 'е')
    for (const [is, pattern] of Object.entries(CAPTIONS) as [TextColumn, RegExp][])
      if (pattern.test(caption)) return { is }
    if (!TELEPHONE.test(caption) || NO_TELEPHONE.test(caption)) return null
    return { is: 'number', kind: KINDS.find(([pattern]) => pattern.test(caption))?.[1] ?? 'work' }
  })
}
