import type { AmiMessage } from './message.ts'
import type { AmiAction } from './protocol.ts'

/**
 * Ours: a dump does not tell that a phone holds by its own key; that is told only when it happens. `CHANNEL(rtp,hold)` would
 * tell, but never by `Status`: that waits for the channel's SIP thread while it holds the channel's lock (`action_status` in
 * Asterisk's manager.c), and all of Asterisk stood still.
 */
export const HOLD_VARIABLE = 'TRUBKA_PHONE_HOLDS'

/** The legs whose phones hold, from the items of `Status`. */
export function readHolds(items: readonly AmiMessage[]): ReadonlySet<string> {
  const holds = items.filter((item) => item.all('Variable').includes(`${HOLD_VARIABLE}=1`))
  return new Set(holds.map((item) => item.get('Uniqueid')))
}

/** Notes at the channel what its phone has just done; null for an event about something else. */
export function notedHold(event: AmiMessage): AmiAction | null {
  const name = event.get('Event')
  if (name !== 'Hold' && name !== 'Unhold') return null
  const value = name === 'Hold' ? '1' : ''
  return { Action: 'Setvar', Channel: event.get('Channel'), Variable: HOLD_VARIABLE, Value: value }
}
