import { EMPLOYEE_KIND } from './kinds.ts'
import { fullName } from './people.ts'
import { type PhoneFund, written } from './phones.ts'
import type { Random } from './random.ts'
import { refOf } from './ref.ts'
import type { ContactLine, Department, Employee } from './types.ts'
import { DEPARTMENTS } from './words.ts'

export const EMPLOYEE_COUNT = 60

/** The people tests and demo rely on, by their place in the list. */
const FIXED_NAMES = new Map([
  [0, 'Смирнова Ольга Петровна'],
  [1, 'Петров Пётр Петрович'],
  [2, 'Иванова Анна Сергеевна'],
  // Two people of one presentation: a name alone does not tell them apart (SPEC C6).
  [40, 'Соколов Андрей Викторович'],
  [41, 'Соколов Андрей Викторович'],
])
/** No internal number anywhere: nobody can be sent a call to them. */
const WITHOUT_NUMBER = new Set([20, 33, 47, 58])
/** The attribute is empty, the number stands in an ordinary phone of the card (SPEC C6). */
const NUMBER_IN_PHONES = new Set([10, 25])

export function makeDepartments(): Department[] {
  return DEPARTMENTS.map((name, n) => ({
    ref: refOf('department', n),
    code: String(n + 1).padStart(9, '0'),
    name,
    deleted: false,
    version: 1,
    services: [],
  }))
}

export function makeEmployees(departments: readonly Department[], random: Random, fund: PhoneFund): Employee[] {
  const names = new Set(FIXED_NAMES.values())
  const freshName = () => {
    for (;;) {
      const name = fullName(random)
      if (!names.has(name)) {
        names.add(name)
        return name
      }
    }
  }
  return Array.from({ length: EMPLOYEE_COUNT }, (_, n) => {
    const name = FIXED_NAMES.get(n) ?? freshName()
    const number = WITHOUT_NUMBER.has(n) ? '' : String(101 + n)
    const contacts: ContactLine[] = []
    const add = (kind: string, text: string) => contacts.push({ kind, text, comment: '', old: false })
    if (NUMBER_IN_PHONES.has(n)) add(EMPLOYEE_KIND.phone.ref, number)
    else if (n % 3 === 0) add(EMPLOYEE_KIND.phone.ref, written(fund.city(), random))
    add(EMPLOYEE_KIND.mobile.ref, written(fund.mobile(), random))
    add(EMPLOYEE_KIND.email.ref, `user${101 + n}@example.com`)
    // The operators of the call centre come first; the others are spread over the rest.
    const department = departments[n < 3 ? 0 : n % departments.length]
    return {
      ref: refOf('employee', n),
      code: String(n + 1).padStart(9, '0'),
      name,
      deleted: false,
      version: 1,
      department: department?.ref ?? '',
      invalid: false,
      internal: NUMBER_IN_PHONES.has(n) ? '' : number,
      contacts,
    }
  })
}

/** The attribute, or the first phone of the card that is as short as an internal number (SPEC C6); '' = none. */
export function internalNumber(employee: Pick<Employee, 'internal' | 'contacts'>): string {
  return employee.internal || (employee.contacts.find((line) => /^\d{2,5}$/.test(line.text))?.text ?? '')
}
