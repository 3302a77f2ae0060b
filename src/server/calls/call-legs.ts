import type { ReleaseCause } from '../../protocol/call.ts'
import type { Leg } from '../telephony/pbx.ts'

export type EndedLeg = { leg: Leg; cause: ReleaseCause }

/** All that is known of one call: its legs now, and those that have ended while it lasts. */
export type CallLegs = { live: readonly Leg[]; ended: readonly EndedLeg[]; asking?: Asking | null }

/** Whom the operator at `device` asked for last, and when: so that it can be said why it came to nothing. */
export type Asking = { device: string; to: string; since: number }
