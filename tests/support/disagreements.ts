import type { Call } from '../../src/protocol/call.ts'
import type { PbxLeg } from './phone-lab.ts'

/** What an operator's panel shows, and what the PBX has, at one moment. */
export type Moment = {
  legs: readonly PbxLeg[]
  /** By phone; what came to nothing and is only still said is none. */
  shown: ReadonlyMap<string, readonly Call[]>
  /** Phones whose own hold key is pressed; `city` for any client's. */
  held: ReadonlySet<string>
}

/**
 * Where panels and PBX disagree, in words; and what must never be so at the PBX itself. Judged by the PBX's rooms and places
 * alone, with none of the server's own reckoning.
 */
export function disagreements(moment: Moment): string[] {
  const { legs, shown } = moment
  return [
    ...[...shown].flatMap(([device, calls]) => calls.flatMap((call) => wrongIn(call, device, moment))),
    ...legs.flatMap((leg) => [...unshown(leg, moment), ...leftAlone(leg, moment), ...heldForNobody(leg, legs)]),
  ]
}

const RANK = { up: 3, ringing: 2, dialing: 1, down: 0 } as const

const isHeldFor = (leg: PbxLeg, device: string): boolean => leg.place === `trubka-hold,${device}`

function wrongIn(call: Call, device: string, { legs, held }: Moment): string[] {
  const { local, remote, party, consultation: asked } = call
  const what = `${device} is shown ${local}/${remote} with ${party.number}${asked ? `, asking ${asked.party.number} (${asked.remote}${asked.active ? ', active' : ''}${asked.joined ? ', joined' : ''})` : ''}`
  const mine = legs.filter((leg) => leg.callId === call.id)
  const own = mine.filter((leg) => leg.device === device).sort((a, b) => RANK[b.state] - RANK[a.state])[0]
  if (!own)
    return mine.some(({ place }) => place === `trubka-back,${device}`) ? [] : [`${what}, but is not in the call`]
  const others = mine.filter((leg) => leg.device !== device)
  const here = own.room === null ? [] : others.filter(({ room }) => room === own.room)
  const numbers = here.map(({ number }) => number)
  const heldByUs = others.filter((leg) => isHeldFor(leg, device)).map(({ number }) => number)
  const byKey = held.has(device)
  const no = (why: string) => [`${what}, but ${why}`]

  if (own.state === 'ringing') return local === 'alerting' ? [] : no('its phone rings')
  if (own.state !== 'up') return local === 'connected' || local === 'initiated' ? [] : no(`its leg is ${own.state}`)
  if (local !== 'connected' && local !== 'hold') return no('its phone is up')
  if (asked?.joined)
    return sameSet(numbers, [party.number, asked.party.number]) || (numbers.length > 2 && !byKey)
      ? []
      : no(`is with ${numbers.join(' and ') || 'nobody'}`)
  if (asked && asked.remote !== 'fail') return wrongAsking(call, { own, others, numbers, heldByUs, no })
  if (local === 'hold' && !byKey && !heldByUs.includes(party.number))
    return no(`holds ${heldByUs.join(' and ') || 'nobody'}`)
  if (remote === 'hold' && own.place !== `trubka-hold,${party.number}` && !held.has(party.number) && !held.has('city'))
    return no('nobody holds it')
  const talks = local === 'connected' && remote === 'connected' && call.commands.includes('hold')
  return talks && !sameSet(numbers, [party.number]) ? no(`talks with ${numbers.join(' and ') || 'nobody'}`) : []
}

type Sides = {
  own: PbxLeg
  others: readonly PbxLeg[]
  numbers: readonly string[]
  heldByUs: readonly string[]
  no: (why: string) => string[]
}

function wrongAsking(call: Call, { own, others, numbers, heldByUs, no }: Sides): string[] {
  const { local, party, consultation: asked } = call
  if (!asked) return []
  const colleague = asked.party.number
  if (!asked.active) {
    const both = local === 'hold' ? [party.number, colleague] : [colleague]
    if (!both.every((each) => heldByUs.includes(each))) return no(`holds ${heldByUs.join(' and ') || 'nobody'}`)
    return local === 'hold' || sameSet(numbers, [party.number]) ? [] : no(`talks with ${numbers.join(' and ')}`)
  }
  if (!heldByUs.includes(party.number)) return no(`holds ${heldByUs.join(' and ') || 'nobody'}`)
  if (asked.remote === 'connected' && call.commands.includes('alternate'))
    return sameSet(numbers, [colleague]) ? [] : no(`talks with ${numbers.join(' and ') || 'nobody'}`)
  if (asked.remote === 'alerting')
    return others.some(({ number, state }) => number === colleague && state !== 'up') ? [] : no('nothing rings there')
  if (asked.remote === 'initiated') return own.place === `trubka-consult,${colleague}` ? [] : no(`is at ${own.place}`)
  return []
}

/** Every leg at a phone is shown to whoever sits there; every other one to somebody, or it is on the dialplan's way. */
function unshown(leg: PbxLeg, { legs, shown }: Moment): string[] {
  // About to ring: maybe the phone is not there.
  if (leg.state === 'down') return []
  const where = leg.device === null ? [...shown.values()].flat() : (shown.get(leg.device) ?? [])
  if (where.some(({ id }) => id === leg.callId)) return []
  // Two outside may talk, where one was given to the other.
  const talks = leg.room !== null && legs.some((each) => each !== leg && each.room === leg.room)
  const given = legs.some(({ callId, place }) => callId === leg.callId && place.startsWith('trubka-transfer,'))
  if (leg.device === null && (talks || given)) return []
  return [`${leg.number} (${leg.state}, ${leg.place || leg.room}) is shown to nobody`]
}

/** Two who are in one room are shown so to each other. */
function leftAlone(leg: PbxLeg, { legs, shown }: Moment): string[] {
  const { device, room } = leg
  if (device === null || room === null || leg.state !== 'up') return []
  const others = legs.filter((each) => each.room === room && each !== leg)
  const [other] = others
  if (others.length !== 1 || !other || other.state !== 'up') return []
  const call = shown.get(device)?.find(({ id }) => id === leg.callId)
  if (!call) return []
  const partner = call.consultation?.active ? call.consultation.party.number : call.party.number
  return partner === other.number ? [] : [`${device} talks with ${other.number}, and is shown ${partner}`]
}

/** Whoever is held is held for a leg that lives, at the phone that holds. */
function heldForNobody(leg: PbxLeg, legs: readonly PbxLeg[]): string[] {
  if (leg.room !== null || !leg.place.startsWith('trubka-hold,')) return []
  const holder = legs.find(({ id }) => id === leg.holder)
  return holder && isHeldFor(leg, holder.device ?? '') ? [] : [`${leg.number} is held at ${leg.place} for nobody`]
}

const sameSet = (some: readonly string[], others: readonly string[]): boolean =>
  JSON.stringify([...new Set(some)].sort()) === JSON.stringify([...new Set(others)].sort())
