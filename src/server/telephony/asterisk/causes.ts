import type { ReleaseCause } from '../../../protocol/call.ts'

/** ITU-T Q.850 causes as Asterisk gives them in `Hangup` (include/asterisk/causes.h), by what they mean to an operator. */
const BY_NUMBER: Readonly<Record<number, ReleaseCause>> = {
  1: 'badNumber', // unallocated (SIP 404)
  2: 'unreachable',
  3: 'unreachable', // no route
  17: 'busy',
  18: 'noAnswer', // no user responding (SIP 408)
  19: 'noAnswer', // alerting, no answer
  20: 'unreachable', // subscriber absent: the phone is not registered
  21: 'rejected',
  22: 'badNumber', // number changed
  26: 'answeredElsewhere',
  27: 'unreachable',
  28: 'badNumber', // invalid number format (SIP 484)
  29: 'rejected',
  34: 'congestion',
  38: 'unreachable', // network out of order
  41: 'congestion',
  42: 'congestion',
  44: 'congestion',
  50: 'rejected',
  57: 'rejected',
  58: 'unreachable', // SIP 488: nothing in common to talk with
  66: 'unreachable',
  88: 'unreachable',
  102: 'noAnswer', // a timer ran out (SIP 504)
}

/** `DialStatus` of the `DialEnd` of a leg that was rung. ANSWER says nothing about how it ended later. */
const BY_DIAL: Readonly<Record<string, ReleaseCause>> = {
  BUSY: 'busy',
  NOANSWER: 'noAnswer',
  CHANUNAVAIL: 'unreachable',
  CONGESTION: 'congestion',
}

/**
 * Why a leg ended. The number is the finer of the two where it says anything; causes 0, 16 and 127 do not: a leg that was
 * rung for a minute in vain ends with 16, a cancelled one with 127. Then the dial's own result decides.
 */
export function releaseCause(hangupCause: string, dialStatus: string): ReleaseCause {
  const number = BY_NUMBER[Number(hangupCause)]
  // The caller gave up, or another phone answered: what the phone itself said of it does not matter.
  if (dialStatus === 'CANCEL') return number === 'answeredElsewhere' ? number : 'normal'
  return number ?? BY_DIAL[dialStatus] ?? 'normal'
}
