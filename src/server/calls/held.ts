import type { ConnectionState, ReleaseCause } from '../../protocol/call.ts'
import type { Leg } from '../telephony/pbx.ts'
import type { Asking, EndedLeg } from './call-legs.ts'
import type { Phase } from './commands.ts'

/** A call of this phone with more than one other side: who the caller is, who is asked, and how far that is. */
export type Second = {
  phase: Phase
  local: ConnectionState
  caller: Leg
  consulted: Leg | null
  consultation: {
    number: string
    leg: Leg | null
    remote: ConnectionState
    active: boolean
    joined: boolean
    cause: ReleaseCause | null
  } | null
}

const RANK: Readonly<Record<Leg['state'], number>> = { up: 3, ringing: 2, dialing: 1, down: 0 }

/** null when this phone holds nobody. `others` = the call's legs at other phones and lines. */
export function heldOf(
  own: Leg,
  others: readonly Leg[],
  ended: readonly EndedLeg[],
  asking: Asking | null,
): Second | null {
  const held = others.filter(({ place }) => place?.is === 'hold' && place.exten === own.device)
  const [first, second] = held.toSorted(byAge)
  if (!first || own.state !== 'up') return null
  // Whoever was asked may hold this phone and ask somebody in turn: here only they are the other side.
  const holder = own.place?.is === 'hold' ? own.place.exten : null
  const rest = others.filter(
    (leg) => !held.includes(leg) && (holder === null ? !isElsewhere(leg, own, others) : leg.device === holder),
  )
  const other =
    rest.find(({ bridgeId }) => own.bridgeId !== null && bridgeId === own.bridgeId) ??
    rest.toSorted((a, b) => RANK[b.state] - RANK[a.state] || byAge(b, a))[0]
  if (other && holder !== null) return { ...two(first, other, 'hold', true), phase: 'heldByAsked', local: 'hold' }
  if (other) return withTwo(first, other)
  if (second) return { ...two(first, second, 'hold', false), phase: 'bothHeld', local: 'hold' }
  const alone = { local: 'hold', caller: first, consulted: null } as const
  const mine = asking?.device === own.device ? asking : null
  if (own.place?.is === 'consult' || (own.place === null && mine)) {
    const number = own.place?.exten || (mine?.to ?? '')
    return {
      ...alone,
      phase: 'askingBegun',
      consultation: { number, leg: null, remote: 'initiated', active: true, joined: false, cause: null },
    }
  }
  const inVain = mine && ended.findLast(({ leg, cause }) => leg.createdAt >= mine.since && isFailure(leg, cause))
  if (!mine || !inVain) return { ...alone, phase: 'held', consultation: null }
  const { leg, cause } = inVain
  const consultation = { number: mine.to, leg, remote: 'fail', active: true, joined: false, cause } as const
  return { ...alone, phase: 'askedInVain', consultation }
}

/** Held for another phone, or in a conversation without this one: somebody else's other side. */
const isElsewhere = (leg: Leg, own: Leg, others: readonly Leg[]): boolean =>
  leg.place?.is === 'hold' ||
  (leg.bridgeId !== null &&
    leg.bridgeId !== own.bridgeId &&
    others.some((each) => each !== leg && each.bridgeId === leg.bridgeId))

/** null unless this phone hears two others at once. Who came last is the one who was asked. */
export function joinedOf(own: Leg, others: readonly Leg[]): Second | null {
  const here = others.filter(({ bridgeId }) => own.bridgeId !== null && bridgeId === own.bridgeId).toSorted(byAge)
  const [caller, consulted] = [here[0], here.at(-1)]
  if (!caller || !consulted || caller === consulted) return null
  const last = byAge(own, consulted) > 0
  const phase = own.held ? 'heldAtPhone' : last ? 'joinedLast' : 'joined'
  return { ...two(caller, consulted, 'connected', true, true), phase, local: own.held ? 'hold' : 'connected' }
}

function withTwo(held: Leg, other: Leg): Second {
  if (byAge(held, other) > 0) return { ...two(other, held, 'hold', false), phase: 'alternated', local: 'connected' }
  const remote = other.held ? 'hold' : REMOTE[other.state]
  return { ...two(held, other, remote, true), phase: other.state === 'up' ? 'consulting' : 'asking', local: 'hold' }
}

function two(caller: Leg, consulted: Leg, remote: ConnectionState, active: boolean, joined = false) {
  return { caller, consulted, consultation: { number: '', leg: consulted, remote, active, joined, cause: null } }
}

const REMOTE = { up: 'connected', ringing: 'alerting', dialing: 'alerting', down: 'initiated' } as const

const isFailure = (leg: Leg, cause: ReleaseCause): boolean => leg.state !== 'up' && cause !== 'normal'

/** The caller was there first. Asterisk counts its channels: `1795398653.70`; times of a dump are whole seconds. */
export function byAge(a: Leg, b: Leg): number {
  const [one, other] = [a.id, b.id].map((id) => /\.(\d+)$/.exec(id)?.[1])
  return one !== undefined && other !== undefined ? Number(one) - Number(other) : a.createdAt - b.createdAt
}
