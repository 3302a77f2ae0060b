import type { Call, CallCommand, ConnectionState, ReleaseCause } from '../../protocol/call.ts'
import type { Leg } from '../telephony/pbx.ts'
import type { CallLegs, EndedLeg } from './call-legs.ts'
import { commandsIn, type Phase } from './commands.ts'
import { heldOf, joinedOf, type Second } from './held.ts'

/**
 * The legs that commands are about. `own` is null while the caller waits for a phone that does not ring; `other` is the
 * caller where there are two others; `recorded` = those the PBX records.
 */
export type Sides = { own: string | null; other: string | null; consulted: string | null; recorded: readonly string[] }

/** One call as the operator at `device` sees it; what `Call` says, as far as legs can tell. */
export type CallView = {
  direction: 'incoming' | 'outgoing'
  local: ConnectionState
  remote: ConnectionState
  number: string
  name: string
  startedAt: number
  cause: ReleaseCause | null
  consultation: {
    number: string
    name: string
    remote: ConnectionState
    active: boolean
    joined: boolean
    cause: ReleaseCause | null
  } | null
  recording: Call['recording']
  commands: readonly CallCommand[]
  /** Both sides have answered and are not joined yet. */
  joining: boolean
  /** null when the phone has left the call. */
  sides: Sides | null
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
  const waiting = call.live.find(({ place }) => place?.is === 'back' && place.exten === device)
  if (waiting) return waitingView(call, waiting)
  const left = call.ended.findLast(({ leg }) => leg.device === device)
  return left ? endView(call, left) : null
}

/** A caller who has come back to this phone hears music until it can be rung again: nobody may forget that. */
function waitingView(call: CallLegs, waiting: Leg): CallView {
  return {
    direction: 'incoming',
    local: 'alerting',
    remote: 'connected',
    ...whoIs(waiting),
    startedAt: waiting.createdAt,
    cause: null,
    consultation: null,
    ...recordedIn(call, 'waiting'),
    joining: false,
    sides: { own: null, other: waiting.id, consulted: null, recorded: [] },
    over: false,
  }
}

function liveView(call: CallLegs, own: Leg): CallView | null {
  const direction = directionOf(own)
  // A phone that is only about to ring may turn out not to be there; nobody has to see that.
  if (direction === 'incoming' && own.state === 'down') return null
  const others = othersOf(call, own)
  const second = heldOf(own, others, call.ended, call.asking ?? null) ?? joinedOf(own, others)
  if (second) return secondView(call, own, second)
  const partner = partnerOf(call, own)
  const failure = direction === 'outgoing' && !partner ? failureOf(call, own) : null
  const local = localState(own, partner ?? failure?.leg)
  const remote = failure ? 'fail' : remoteState(call, own, partner)
  const phase = phaseOf({ direction, local, remote, together: areTogether(call, own, partner) })
  return {
    direction,
    local,
    remote,
    ...partyOf(call, own, partner ?? failure?.leg),
    startedAt: startOf(call, own),
    cause: failure?.cause ?? null,
    consultation: null,
    ...recordedIn(call, phase),
    joining: phase === 'dialling' && local === 'connected' && remote === 'connected' && partner !== undefined,
    sides: { own: own.id, other: partner?.id ?? null, consulted: null, recorded: recordedLegs(call) },
    over: false,
  }
}

function secondView(call: CallLegs, own: Leg, { phase, local, caller, consulted, consultation }: Second): CallView {
  const asked = consultation && {
    ...(consultation.leg ? whoIs(consultation.leg) : { number: '', name: '' }),
    remote: consultation.remote,
    active: consultation.active,
    joined: consultation.joined,
    cause: consultation.cause,
  }
  return {
    direction: directionOf(own),
    local,
    remote: 'connected',
    ...partyOf(call, own, caller),
    startedAt: startOf(call, own),
    cause: null,
    consultation: consultation && asked ? { ...asked, number: asked.number || consultation.number } : null,
    ...recordedIn(call, phase),
    joining: phase === 'consulting' && (own.bridgeId === null || consulted?.bridgeId !== own.bridgeId),
    sides: { own: own.id, other: caller.id, consulted: consulted?.id ?? null, recorded: recordedLegs(call) },
    over: false,
  }
}

const recordedLegs = ({ live }: CallLegs): string[] =>
  live.filter(({ recording }) => recording !== 'none').map(({ id }) => id)

/** A call is recorded at any of its legs: at the caller's mostly, and the recorder goes where that leg goes. */
function recordedIn({ live }: CallLegs, phase: Phase): Pick<CallView, 'recording' | 'commands'> {
  const states = new Set(live.map(({ recording }) => recording))
  const recording = states.has('on') ? 'on' : states.has('suspended') ? 'suspended' : 'none'
  return { recording, commands: commandsIn(phase, recording) }
}

function phaseOf(at: {
  direction: CallView['direction']
  local: ConnectionState
  remote: ConnectionState
  together: boolean
}): Phase {
  const { direction, local, remote, together } = at
  if (local === 'alerting' && direction === 'incoming') return 'ringing'
  if (local === 'hold') return together ? 'pairHeldAtPhone' : 'heldAtPhone'
  if (remote === 'hold') return together ? 'pairHeldByOther' : 'heldByOther'
  return local === 'connected' && remote === 'connected' && together ? 'talking' : 'dialling'
}

/**
 * Two legs that hear each other: in one bridge, or each alone in one, with inner channels of the PBX between (a queue that
 * rings phones by Local channels). What talks to the PBX itself (voice mail) cannot be held or given away.
 */
function areTogether({ live }: CallLegs, own: Leg, partner: Leg | undefined): boolean {
  if (!partner || own.bridgeId === null || partner.bridgeId === null) return false
  if (own.bridgeId === partner.bridgeId) return true
  return [own, partner].every((leg) => !live.some((each) => each !== leg && each.bridgeId === leg.bridgeId))
}

/** The operator began it and it came to nothing: that is worth a word. All else has simply ended. */
function endView(call: CallLegs, { leg: own, cause }: EndedLeg): CallView | 'undecided' | null {
  if (directionOf(own) === 'incoming' || wasAnswered(call, own)) return null
  if (call.live.length > 0) return 'undecided'
  const view = {
    direction: 'outgoing',
    startedAt: startOf(call, own),
    consultation: null,
    recording: 'none',
    commands: commandsIn('over', 'none'),
    joining: false,
    sides: null,
    over: true,
  } as const
  // Click-to-dial, and the own phone was never picked up.
  if (own.originated && own.state !== 'up') {
    if (cause === 'normal') return null
    return { ...view, local: 'fail', remote: 'null', ...partyOf(call, own), cause }
  }
  const failure = failureOf(call, own)
  const why = failure?.cause ?? cause
  if (why === 'normal') return null
  return {
    ...view,
    local: 'null',
    remote: 'fail',
    ...partyOf(call, own, failure?.leg),
    cause: why,
  }
}

/** A call is named after its first leg: whoever holds that one began the call. */
const directionOf = (own: Leg): CallView['direction'] => (own.id === own.callId ? 'outgoing' : 'incoming')

const RANK: Readonly<Record<Leg['state'], number>> = { up: 3, ringing: 2, dialing: 1, down: 0 }

/** The leg that counts where there are several (a phone rung anew, a second line tried): the furthest, then the newest. */
function best(legs: readonly Leg[]): Leg | undefined {
  return legs.toSorted((a, b) => RANK[b.state] - RANK[a.state] || b.createdAt - a.createdAt)[0]
}

const RINGING: ReadonlySet<string> = new Set(['consult', 'transfer', 'back'])

const othersOf = (call: CallLegs, own: Leg): Leg[] =>
  call.live.filter((leg) => leg.device === null || leg.device !== own.device)

/** The other side. Colleagues whose phones ring for the same call are none. */
function partnerOf(call: CallLegs, own: Leg): Leg | undefined {
  const others = othersOf(call, own)
  const bridged = others.filter((leg) => own.bridgeId !== null && leg.bridgeId === own.bridgeId)
  if (bridged.length > 0) return best(bridged)
  const holder = own.place?.is === 'hold' ? own.place.exten : null
  if (holder !== null) return best(others.filter(({ device }) => device === holder))
  // Somebody who asks for this phone, or is given to it: not the caller who began the call.
  const rings = others.find(({ place }) => place !== null && RINGING.has(place.is) && place.exten === own.device)
  if (rings && own.state !== 'up') return rings
  if (directionOf(own) === 'outgoing' || own.place?.is === 'consult') return best(others)
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
  const outgoing = directionOf(own) === 'outgoing' || own.place?.is === 'consult'
  if (own.place?.is === 'hold') return 'hold'
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
function partyOf(call: CallLegs, own: Leg, other?: Leg): { number: string; name: string } {
  const { number, name } = own.connected
  if (other && other.device !== null) return { number: other.device, name: number === other.device ? name : '' }
  if (number === '' || number === own.device) return { number: other?.number ?? '', name: '' }
  // After a hold or a transfer the PBX may still show whom the phone was connected to before.
  const everybody = [...call.live, ...call.ended.map(({ leg }) => leg)]
  const former = everybody.some((leg) => leg.id !== other?.id && leg.device !== own.device && leg.number === number)
  // Whoever looks at the PBX only now knows nobody from before; who is talked to, or held, is certain all the same.
  const certain = other?.place?.is === 'hold' || (own.bridgeId !== null && other?.bridgeId === own.bridgeId)
  const outdated = former || (certain && other !== undefined && !sameEnd(other.number, number))
  return outdated && other && other.number !== '' ? whoIs(other) : { number, name }
}

/** One number written with and without its prefix. */
const sameEnd = (a: string, b: string): boolean => {
  const [short = '', long = ''] = [a, b].map((each) => each.replace('+', '')).sort((x, y) => x.length - y.length)
  return long.endsWith(short)
}

const whoIs = (leg: Leg): { number: string; name: string } => ({ number: leg.device ?? leg.number, name: leg.name })

function startOf(call: CallLegs, own: Leg): number {
  const all = [own, ...call.live, ...call.ended.map(({ leg }) => leg)]
  return Math.min(...all.filter((leg) => leg.device === own.device).map((leg) => leg.createdAt))
}
