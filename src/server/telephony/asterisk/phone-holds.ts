import type { AmiMessage } from './message.ts'

/** Asked of each leg's sound: whether its phone holds by its own key. `CoreShowChannels` does not tell. */
export const HOLD_VARIABLE = 'CHANNEL(rtp,hold)'

/** By leg, from the items of `Status`; a channel of a kind that cannot tell is not in it. */
export function readHolds(items: readonly AmiMessage[]): ReadonlyMap<string, boolean> {
  const holds = new Map<string, boolean>()
  for (const item of items) {
    const told = item.all('Variable')
    for (const held of [false, true])
      if (told.includes(`${HOLD_VARIABLE}=${held ? 1 : 0}`)) holds.set(item.get('Uniqueid'), held)
  }
  return holds
}
