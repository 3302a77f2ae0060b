import type { PbxLeg } from './phone-lab.ts'

/** What must be heard at a leg: all of `exactly`; or, where phones hold by their own keys, at most `atMost`. */
export type Audible = { exactly: string[] } | { atMost: string[] }

/** By the PBX's rooms: who is in one hears the others, who is held hears music, and nobody hears anybody else. */
export function audibleAt(
  leg: PbxLeg,
  legs: readonly PbxLeg[],
  voice: (leg: PbxLeg) => string,
  held: ReadonlySet<string>,
): Audible {
  const others = leg.room === null ? [] : legs.filter((each) => each.room === leg.room && each !== leg)
  const voices = others.map(voice).sort()
  const keys = [leg, ...others].some(({ device }) => held.has(device ?? 'city'))
  // A key that was pressed in a former conversation is heard of no more, but its phone still says nothing.
  if (keys || others.some(({ state }) => state !== 'up')) return { atMost: ['music', ...voices] }
  if (leg.room !== null) return { exactly: voices }
  if (leg.place.startsWith('trubka-hold,')) return { exactly: ['music'] }
  return { atMost: leg.place.startsWith('trubka-back,') ? ['music'] : [] }
}

export const isAudible = (heard: readonly string[], audible: Audible): boolean =>
  'exactly' in audible
    ? JSON.stringify(heard) === JSON.stringify(audible.exactly)
    : heard.every((each) => audible.atMost.includes(each))
