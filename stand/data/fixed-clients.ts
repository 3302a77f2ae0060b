import { CLIENT_KIND, PERSON_KIND } from './kinds.ts'
import type { ContactLine } from './types.ts'

const line = (kind: { ref: string }, text: string, comment = ''): ContactLine => ({
  kind: kind.ref,
  text,
  comment,
  old: false,
})

/** Numbers of the fixed clients: nobody else gets them. */
export const RESERVED = [
  '9035677876',
  '9035677877',
  '9165550124',
  '4995550123',
  '5550125',
  '4955550126',
  '9265550129',
  '4955550128',
] as const

export type FixedClient = {
  name: string
  fullName: string
  inn: string
  contacts: ContactLine[]
  segments: string[]
  persons: { name: string; position: string; contacts: ContactLine[] }[]
}

/** The clients that tests and demo know by name; they stand first in the list. */
export const FIXED_CLIENTS: readonly FixedClient[] = [
  {
    name: 'ООО «Ромашка»',
    fullName: 'Общество с ограниченной ответственностью «Ромашка» 8 (800) 2000 год',
    // The shape of a mobile number on purpose: an ИНН must never become dialable.
    inn: '9035677870',
    segments: ['Оптовые', 'VIP 2024'],
    contacts: [
      line(CLIENT_KIND.phone, '+7 (903) 567-78-76', 'звонить после 10:00'),
      line(CLIENT_KIND.phone, '8 (499) 555-01-23, доб. 123'),
      line(CLIENT_KIND.mobile, '+7 903 567-78-77; 8-916-555-01-24'),
      line(CLIENT_KIND.work, '555-01-25', 'местный, без кода города'),
      line(CLIENT_KIND.fax, '+7 (495) 555-01-26'),
      line(CLIENT_KIND.email, 'info79035677876@example.com'),
      line(CLIENT_KIND.address, '123456, г. Москва, ул. Лесная, дом 5, офис 301'),
    ],
    persons: [
      {
        name: 'Петрова Мария Ивановна',
        position: 'Директор',
        contacts: [line(PERSON_KIND.mobile, '8 (926) 555-01-29'), line(PERSON_KIND.email, 'petrova@example.com')],
      },
    ],
  },
  {
    name: 'ИП Сидоров',
    fullName: 'Индивидуальный предприниматель Сидоров Пётр Иванович',
    inn: '503012345678',
    segments: [],
    // Shared with the first client on purpose: one number, two clients.
    contacts: [line(CLIENT_KIND.phone, '89165550124')],
    persons: [],
  },
  {
    name: 'ООО «Василёк»',
    fullName: 'Общество с ограниченной ответственностью «Василёк»',
    inn: '7700000001',
    segments: ['Розничные'],
    contacts: [line(CLIENT_KIND.phone, '8 (495) 555-01-28'), line(CLIENT_KIND.email, 'vasilek@example.com')],
    persons: [
      {
        name: 'Кузнецов Олег Павлович',
        position: 'Бухгалтер',
        contacts: [line(PERSON_KIND.work, '8 (495) 555-01-28 доб. 17')],
      },
    ],
  },
]
