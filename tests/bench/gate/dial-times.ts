import { Manager } from '../../../stand/asterisk/manager.ts'
import type { PbxAddress } from '../../../stand/pbx-address.ts'

/** `dialled` = when each phone was first rung. */
type Begun = { at: number; dialled: Map<string, number> }

/** From a call's arrival to the ringing of phones, by Asterisk's own clock: Newchannel → DialBegin. */
export class DialTimes {
  readonly #calls = new Map<string, Begun>()
  readonly #manager: Manager

  private constructor(manager: Manager) {
    this.#manager = manager
  }

  static async open({ host, port, user, secret }: PbxAddress): Promise<DialTimes> {
    const manager = await Manager.open({ host, port, user, secret })
    const times = new DialTimes(manager)
    await manager.watch('call', ({ Event, Timestamp, Uniqueid, Linkedid, DestChannel }) => {
      if (Event === 'Newchannel' && Uniqueid !== undefined && Uniqueid === Linkedid)
        times.#calls.set(Uniqueid, { at: Number(Timestamp), dialled: new Map() })
      if (Event !== 'DialBegin') return
      const dialled = times.#calls.get(Linkedid ?? '')?.dialled
      const device = /^PJSIP\/(\d+)-/.exec(DestChannel ?? '')?.[1] ?? ''
      if (dialled && !dialled.has(device)) dialled.set(device, Number(Timestamp))
    })
    return times
  }

  /** Of how many calls since the last time this phone has been rung. */
  count(device: string): number {
    return [...this.#calls.values()].filter(({ dialled }) => dialled.has(device)).length
  }

  /** Of the calls since the last time: microseconds until the first phone is rung, and how many calls began at each phone. */
  take(): { micros: number[]; to: Record<string, number> } {
    const micros: number[] = []
    const to: Record<string, number> = {}
    for (const { at, dialled } of this.#calls.values()) {
      const [first] = dialled
      if (!first) continue
      const [device, when] = first
      micros.push(microsBetween(at, when))
      to[device] = (to[device] ?? 0) + 1
    }
    this.#calls.clear()
    return { micros, to }
  }

  /** Of the calls since the last time: microseconds until this phone is rung, whichever is rung before. */
  takeUntil(device: string): number[] {
    const times = [...this.#calls.values()].flatMap(({ at, dialled }) => {
      const when = dialled.get(device)
      return when === undefined ? [] : [microsBetween(at, when)]
    })
    this.#calls.clear()
    return times
  }

  close(): void {
    this.#manager.close()
  }
}

const microsBetween = (from: number, to: number): number => Math.round((to - from) * 1e6)
