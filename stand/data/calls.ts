import { refOf } from './ref.ts'
import type { Client, Employee, PhoneCall } from './types.ts'

/** An empty document, the `n`th of the base. */
export function newCall(n: number): PhoneCall {
  return {
    ref: refOf('call', n),
    number: `0000-${String(n + 1).padStart(6, '0')}`,
    date: new Date().toISOString().slice(0, 19),
    incoming: true,
    subscriber: '',
    contactWay: '',
    contact: '',
    subject: '',
    text: '',
    about: '',
    responsible: '',
    considered: false,
    author: '',
    version: 1,
  }
}

/** A call whose client is known, with digits in every field, and one of a stranger. */
export function makeCalls(clients: readonly Client[], employees: readonly Employee[]): PhoneCall[] {
  const known: PhoneCall = {
    ...newCall(0),
    date: '2024-03-15T10:25:00',
    subscriber: 'Смирнова Ольга',
    contactWay: '+7 (926) 555-01-29',
    contact: clients[0]?.ref ?? '',
    subject: 'Заказ 0000-000227 от 14.03.2024',
    // Free text: a number here is no phone field.
    text: 'Просила перезвонить на 8 (926) 555-01-32 до 18:00',
    about: 'Заказ клиента 0000-000227 от 14.03.2024 0:00:00',
    responsible: employees[1]?.ref ?? '',
    author: employees[2]?.ref ?? '',
  }
  const stranger: PhoneCall = {
    ...newCall(1),
    date: '2024-03-16T12:00:05',
    incoming: false,
    contactWay: '8 (800) 555-01-33, доб. 4',
    subject: 'Счёт 40702810900000001234',
    responsible: employees[2]?.ref ?? '',
    author: employees[2]?.ref ?? '',
  }
  return [known, stranger]
}
