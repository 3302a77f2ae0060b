import { follow } from './apply-event.ts'
import type { Mirror, MirrorChange } from './mirror.ts'
import type { StateEvent } from './state.ts'

/** Null = nothing of it is another. `events` = what has happened to the state in between. */
export function changeOf(before: Mirror, now: Mirror, events: readonly StateEvent[]): MirrorChange | null {
  const parts: Partial<Mirror> = {}
  const { state: _before, ...beforeParts } = before
  const { state, ...nowParts } = now
  for (const [name, part] of Object.entries(nowParts))
    if (!isSame(part, beforeParts[name as keyof typeof beforeParts])) Object.assign(parts, { [name]: part })
  const own: MirrorChange['own'] = {}
  if (state && !isSame(state.intakes, before.state?.intakes)) own.intakes = state.intakes
  if (state && !isSame(state.acceptances, before.state?.acceptances)) own.acceptances = state.acceptances
  const told = events.filter(({ type }) => !/^(?:intake|acceptance)\./.test(type))
  return told.length + Object.keys(parts).length + Object.keys(own).length === 0 ? null : { events: told, own, parts }
}

/** Of what was there before, lines and statuses are other ones then, too. */
export function changed(mirror: Mirror, { events, own, parts }: MirrorChange): Mirror {
  const state = mirror.state && { ...follow(mirror.state, events), ...own }
  return { ...mirror, ...parts, state }
}

/** Small parts, some of them made anew each time. */
const isSame = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other)
