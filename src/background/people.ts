import type { Colleague } from '../protocol/people.ts'
import type { OperatorState } from '../protocol/state.ts'

/** 1C shows presentations with single spaces, but fills them in from users' hands. */
export const sameName = (name: string) => name.replace(/\s+/g, ' ').trim().toLocaleLowerCase('ru')

/** Everybody who bears this name in 1C, the operator among them; two people may share one (SPEC C6). */
export function peopleNamed(name: string, state: OperatorState | null): Colleague[] {
  if (!state) return []
  const wanted = sameName(name)
  const all = new Map([state.self, ...state.colleagues].map((colleague) => [colleague.id, colleague]))
  return [...all.values()].filter((colleague) => sameName(colleague.name) === wanted)
}
