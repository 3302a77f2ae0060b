import type { CallCommand, ConnectionState, ReleaseCause } from '../../protocol/call.ts'
import type { Leg } from '../telephony/pbx.ts'

export type EndedLeg = { leg: Leg; cause: ReleaseCause }

/** All that is known of one call: its legs now, and those that have ended while it lasts. */
export type CallLegs = { live: readonly Leg[]; ended: readonly EndedLeg[] }

/** One call as the operator at `device` sees it; what `Call` says, as far as legs can tell. */
export type CallView = {
  direction: 'incoming' | 'outgoing'
  local: ConnectionState
  remote: ConnectionState
  number: string
  name: string
  startedAt: number
  cause: ReleaseCause | null
  commands: CallCommand[]
  /** The phone has left the call: this is how it ended. */
  over: boolean
}

/** The leg of this phone in the call; the one that matters where it has several. */
export const ownLegOf = (live: readonly Leg[], device: string): Leg | undefined =>
  best(live.filter((leg) => leg.device === device))

/**
 * null = this phone is not in the call, or not any more and there is nothing to say about it.
 * `undecided` = it has left, and why will be known when the other side ends too, in a moment: hang-ups come in any order.
 */
export function viewOf(call: CallLegs, device: string): CallView | 'undecided' | null {
  const own = ownLegOf(call.live, device)
  if (own) return liveView(call, own)
  const left = call.ended.findLast(({ leg }) => leg.device === device)
  return left ? endView(call, left) : null
}

function liveView(call: CallLegs, own: Leg): CallView | null {
  const direction = directionOf(own)
  // A phone that is only about to ring may turn out not to be there; nobody has to see that.
  if (direction === 'incoming' && own.state === 'down') return null
  const partner = partnerOf(call, own)
  const failure = direction === 'outgoing' && !partner ? failureOf(call, own) : null
  const local = localState(own, partner ?? failure?.leg)
  return {
    direction,
    local,
    remote: failure ? 'fail' : remoteState(call, own, partner),
    ...partyOf(own, partner ?? failure?.leg),
    startedAt: startOf(call, own),
    cause: failure?.cause ?? null,
    commands: direction === 'incoming' && local === 'alerting' ? ['answer', 'clear'] : ['clear'],
    over: false,
  }
}

/** The operator began it and it came to nothing: that is worth a word. All else has simply ended. */
function endView(call: CallLegs, { leg: own, cause }: EndedLeg): CallView | 'undecided' | null {
  if (directionOf(own) === 'incoming' || wasAnswered(call, own)) return null
  if (call.live.length > 0) return 'undecided'
  const view = { direction: 'outgoing', startedAt: startOf(call, own), over: true } as const
  // Click-to-dial, and the own phone was never picked up.
  if (own.originated && own.state !== 'up') {
    if (cause === 'normal') return null
    return { ...view, local: 'fail', remote: 'null', ...partyOf(own), cause, commands: [] }
  }
  const failure = failureOf(call, own)
  const why = failure?.cause ?? cause
  if (why === 'normal') return null
  return {
    ...view,
    local: 'null',
    remote: 'fail',
    ...partyOf(own, failure?.leg),
    cause: why,
    commands: [],
  }
}

/** A call is named after its first leg: whoever holds that one began the call. */
const directionOf = (own: Leg): CallView['direction'] => (own.id === own.callId ? 'outgoing' : 'incoming')

const RANK: Readonly<Record<Leg['state'], number>> = { up: 3, ringing: 2, dialing: 1, down: 0 }

/** The leg that counts where there are several (a phone rung anew, a second line tried): the furthest, then the newest. */
function best(legs: readonly Leg[]): Leg | undefined {
  return legs.toSorted((a, b) => RANK[b.state] - RANK[a.state] || b.createdAt - a.createdAt)[0]
}

/** The other side. Colleagues whose phones ring for the same call are none. */
function partnerOf(call: CallLegs, own: Leg): Leg | undefined {
  const others = call.live.filter((leg) => leg.device === null || leg.device !== own.device)
  const bridged = others.filter((leg) => own.bridgeId !== null && leg.bridgeId === own.bridgeId)
  if (bridged.length > 0) return best(bridged)
  if (directionOf(own) === 'outgoing') return best(others)
  return (
    others.find((leg) => leg.id === own.callId) ??
    best(others.filter(({ state }) => state === 'up' || state === 'dialing'))
  )
}

function localState(own: Leg, other: Leg | undefined): ConnectionState {
  if (own.state === 'up') return own.held ? 'hold' : 'connected'
  if (own.state === 'ringing') return 'alerting'
  if (own.state === 'down') return 'initiated'
  // Off-hook and dialled: connected to the call once there is another side to it.
  return other ? 'connected' : 'initiated'
}

function remoteState(call: CallLegs, own: Leg, partner: Leg | undefined): ConnectionState {
  const outgoing = directionOf(own) === 'outgoing'
  if (partner) {
    if (partner.state === 'up') return partner.held ? 'hold' : 'connected'
    // A caller waits off-hook, whatever the PBX has answered to the line.
    if (!outgoing) return 'connected'
    // A line that gives no ringing (early media) is being called all the same.
    return 'alerting'
  }
  if (!outgoing) return own.state === 'up' ? 'null' : 'connected'
  if (own.state !== 'up' || wasAnswered(call, own)) return 'null'
  // The PBX dials within milliseconds; without click-to-dial, somebody at the PBX itself has answered (voice mail).
  return own.originated ? 'alerting' : 'connected'
}

/** The last other leg that ended unanswered and not by our own wish, when none was answered. */
function failureOf(call: CallLegs, own: Leg): EndedLeg | null {
  if (wasAnswered(call, own)) return null
  return othersEnded(call, own).findLast(({ cause }) => cause !== 'normal') ?? null
}

function wasAnswered(call: CallLegs, own: Leg): boolean {
  const answered = (leg: Leg) => leg.device !== own.device && leg.state === 'up'
  return othersEnded(call, own).some(({ leg }) => leg.state === 'up') || call.live.some(answered)
}

const othersEnded = (call: CallLegs, own: Leg): readonly EndedLeg[] =>
  call.ended.filter(({ leg }) => leg.device === null || leg.device !== own.device)

/**
 * What the PBX shows to the own phone; where it shows nothing yet, the other leg's own number. A colleague's phone is
 * known by its leg: after click-to-dial the caller ID that the PBX passes on is not theirs.
 */
function partyOf(own: Leg, other?: Leg): { number: string; name: string } {
  const { number, name } = own.connected
  if (other && other.device !== null) return { number: other.device, name: number === other.device ? name : '' }
  const shown = number !== '' && number !== own.device
  return shown ? { number, name } : { number: other?.number ?? '', name: '' }
}

function startOf(call: CallLegs, own: Leg): number {
  const all = [own, ...call.live, ...call.ended.map(({ leg }) => leg)]
  return Math.min(...all.filter((leg) => leg.device === own.device).map((leg) => leg.createdAt))
}
