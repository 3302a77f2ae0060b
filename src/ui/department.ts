import type { Colleague } from '../protocol/people.ts'
import type { OperatorState } from '../protocol/state.ts'

/** Everybody of the operator's department who has a phone, by name; nobody where the operator has none. */
export function departmentOf({ self, colleagues }: Pick<OperatorState, 'self' | 'colleagues'>): Colleague[] {
  if (self.department === '') return []
  const all = new Map([self, ...colleagues].map((each) => [each.id, each]))
  return [...all.values()]
    .filter(({ department, number }) => department === self.department && number !== null)
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'))
}
