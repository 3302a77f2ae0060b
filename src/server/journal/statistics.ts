import type Database from 'better-sqlite3'
import type { Figures } from '../../protocol/journal.ts'
import { DIRECTION, ROLE } from './call-rows.ts'
import { numbersLike } from './clients.ts'
import type { Columns } from './columns.ts'

/** Whoever waits longer is not served well (the usual 80 % within 20 s). */
export const SERVICE_SECONDS = 20
const SERVICE_MS = SERVICE_SECONDS * 1000

export type StatisticsOf = {
  devices: readonly string[]
  client?: string | undefined
  from: number
  to: number
  /** Where each step begins, in order. */
  starts: readonly number[]
}
export type FoundFigures = { total: Figures; steps: Figures[]; devices: { device: string; figures: Figures }[] }

/**
 * Of phones taken together each call counts once, whoever of them it rang at; of one phone it counts where that phone talked
 * or missed it. What a colleague of another department has answered is no call of these.
 */
export function figuresOf(db: Database.Database, columns: Columns, wish: StatisticsOf): FoundFigures {
  const wanted = wish.client === undefined || wish.client === '' ? null : marked(numbersLike(db, wish.client))
  const { from, to, starts } = wish
  const total = new Sum()
  const steps = starts.map(() => new Sum())
  /** By the id of a device here; undefined = not one of these. */
  const own: (Sum | undefined)[] = []
  const devices = wish.devices.map((device) => {
    const sum = new Sum()
    const id = columns.devices.get(device)
    if (id !== undefined) own[id] = sum
    return { device, sum }
  })
  const started = columns.started.values
  const direction = columns.direction.values
  const answered = columns.answered.values
  const wait = columns.wait.values
  const number = columns.number.values
  const first = columns.sides.values
  const device = columns.device.values
  const role = columns.role.values
  const ownTalk = columns.ownTalk.values
  const each = wish.devices.length > 1

  for (let call = 0, count = columns.calls; call < count; call++) {
    const at = started[call] ?? 0
    if (at < from || at >= to) continue
    if (wanted !== null && wanted[number[call] ?? 0] !== 1) continue
    let roles = 0
    let talk = 0
    let longest = 0
    const end = call + 1 < count ? (first[call + 1] ?? 0) : columns.device.length
    for (let side = first[call] ?? 0; side < end; side++) {
      const sum = own[device[side] ?? 0]
      if (sum === undefined) continue
      const what = role[side] ?? 0
      const ms = ownTalk[side] ?? 0
      roles |= 1 << what
      talk += ms
      longest = Math.max(longest, ms)
      if (each) sum.add(direction[call] ?? 0, answered[call] === 1, 1 << what, wait[call] ?? 0, ms)
    }
    if (roles === 0) continue
    // Of a conversation between two of these the time is there once.
    const spoken = direction[call] === DIRECTION.internal ? longest : talk
    total.add(direction[call] ?? 0, answered[call] === 1, roles, wait[call] ?? 0, spoken)
    steps[stepOf(starts, at)]?.add(direction[call] ?? 0, answered[call] === 1, roles, wait[call] ?? 0, spoken)
  }
  return {
    total: total.figures,
    steps: steps.map(({ figures }) => figures),
    devices: each ? devices.map(({ device, sum }) => ({ device, figures: sum.figures })) : [],
  }
}

/** 1 at each of these: a million calls ask, and a `Set` takes ten times as long. */
function marked(numbers: readonly number[]): Uint8Array {
  const marks = new Uint8Array(numbers.reduce((most, each) => Math.max(most, each), 0) + 1)
  for (const each of numbers) marks[each] = 1
  return marks
}

/** The last that begins not later. */
function stepOf(starts: readonly number[], at: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

const CALLED = 1 << ROLE.called
const TALKED = 1 << ROLE.talked

class Sum {
  #incoming = 0
  #missed = 0
  #outgoing = 0
  #reached = 0
  #internal = 0
  #talk = 0
  #waits = 0
  #wait = 0
  #inTime = 0

  add(direction: number, isAnswered: boolean, roles: number, wait: number, talk: number): void {
    this.#talk += talk
    if (direction === DIRECTION.internal) this.#internal++
    else if (direction === DIRECTION.outgoing) {
      // Who was given the call talks, and has not made it.
      if ((roles & CALLED) === 0) return
      this.#outgoing++
      if (isAnswered) this.#reached++
    } else if (!isAnswered) {
      this.#incoming++
      this.#missed++
    } else if ((roles & TALKED) !== 0) {
      this.#incoming++
      this.#waits++
      this.#wait += wait
      if (wait <= SERVICE_MS) this.#inTime++
    }
  }

  get figures(): Figures {
    return {
      incoming: this.#incoming,
      missed: this.#missed,
      outgoing: this.#outgoing,
      reached: this.#reached,
      internal: this.#internal,
      talkMs: this.#talk,
      waitMs: this.#waits === 0 ? null : Math.round(this.#wait / this.#waits),
      service: this.#incoming === 0 ? null : this.#inTime / this.#incoming,
    }
  }
}
