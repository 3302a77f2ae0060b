import type { ContactKind, ContactOwner, ContactType } from './types.ts'

const kind = (
  ref: string,
  owner: ContactOwner,
  type: ContactType,
  name: string,
  english: string,
  predefined: string,
): ContactKind => ({ ref: `${ref}-7a2e-11ec-8d3d-0050569b0a01`, owner, type, name, english, predefined })

export const CLIENT_KIND = {
  phone: kind('5f3c0c11', 'client', 'Телефон', 'Телефон', 'Phone', 'ТелефонКонтрагента'),
  mobile: kind('5f3c0c12', 'client', 'Телефон', 'Сотовый телефон', 'Mobile phone', 'СотовыйТелефонКонтрагента'),
  work: kind('5f3c0c13', 'client', 'Телефон', 'Рабочий телефон', 'Work phone', 'РабочийТелефонКонтрагента'),
  fax: kind('5f3c0c14', 'client', 'Факс', 'Факс', 'Fax', 'ФаксКонтрагента'),
  email: kind('5f3c0c15', 'client', 'АдресЭлектроннойПочты', 'E-mail', 'E-mail', 'EmailКонтрагента'),
  address: kind('5f3c0c16', 'client', 'Адрес', 'Фактический адрес', 'Actual address', 'ФактАдресКонтрагента'),
} as const

export const PERSON_KIND = {
  mobile: kind('5f3c0c21', 'person', 'Телефон', 'Мобильный телефон', 'Mobile phone', 'ТелефонМобильныйКонтактныеЛица'),
  work: kind('5f3c0c22', 'person', 'Телефон', 'Рабочий телефон', 'Work phone', 'ТелефонРабочийКонтактныеЛица'),
  email: kind('5f3c0c23', 'person', 'АдресЭлектроннойПочты', 'E-mail', 'E-mail', 'EmailКонтактныеЛица'),
} as const

export const EMPLOYEE_KIND = {
  phone: kind('5f3c0c31', 'employee', 'Телефон', 'Телефон', 'Phone', 'ТелефонПользователя'),
  mobile: kind('5f3c0c32', 'employee', 'Телефон', 'Мобильный телефон', 'Mobile phone', 'МобильныйТелефонПользователя'),
  email: kind('5f3c0c33', 'employee', 'АдресЭлектроннойПочты', 'E-mail', 'E-mail', 'EmailПользователя'),
} as const

export const POTENTIAL_KIND = {
  phone: kind('5f3c0c41', 'potential', 'Телефон', 'Телефон', 'Phone', 'ТелефонПотенциальногоКлиента'),
  email: kind('5f3c0c42', 'potential', 'АдресЭлектроннойПочты', 'E-mail', 'E-mail', 'EmailПотенциальногоКлиента'),
} as const

export const KINDS: readonly ContactKind[] = [
  ...Object.values(CLIENT_KIND),
  ...Object.values(PERSON_KIND),
  ...Object.values(EMPLOYEE_KIND),
  ...Object.values(POTENTIAL_KIND),
]

const byRef = new Map(KINDS.map((k) => [k.ref, k]))

export const isKind = (ref: string): boolean => byRef.has(ref)

export function kindOf(ref: string): ContactKind {
  const found = byRef.get(ref)
  if (!found) throw new Error(`no kind of contact information ${ref}`)
  return found
}
