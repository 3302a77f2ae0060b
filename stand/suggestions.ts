import type { Base } from './data/base.ts'
import { numbersIn } from './data/phones.ts'

const SUGGESTED = 8

/** Callers to offer on the PBX's control page: the first clients by their first phone, a contact person, and a stranger. */
export function suggestionsOf(base: Base): { number: string; name: string }[] {
  const clients = base.clients.slice(0, SUGGESTED)
  const people = clients.flatMap((c) => base.personsOf(c.ref)).slice(0, 2)
  const known = [...clients, ...people].flatMap(({ name, contacts }) => {
    const number = contacts.flatMap((line) => numbersIn(line.text)).find((digits) => digits.length === 10)
    return number === undefined ? [] : [{ number: `7${number}`, name }]
  })
  return [...known, { number: '79991112233', name: 'Неизвестный номер' }]
}
