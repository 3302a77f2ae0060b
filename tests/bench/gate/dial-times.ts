import { Manager } from '../../../stand/asterisk/manager.ts'
import type { PbxAddress } from '../../../stand/pbx-address.ts'

type Begun = { at: number; dialled: string | null; device: string }

/** From a call's arrival to the first ringing of a phone, by Asterisk's own clock: Newchannel → DialBegin. */
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
        times.#calls.set(Uniqueid, { at: Number(Timestamp), dialled: null, device: '' })
      if (Event !== 'DialBegin') return
      const call = times.#calls.get(Linkedid ?? '')
      if (!call || call.dialled !== null) return
      call.dialled = Timestamp ?? ''
      call.device = /^PJSIP\/(\d+)-/.exec(DestChannel ?? '')?.[1] ?? ''
    })
    return times
  }

  /** Of the calls since the last time: microseconds, and how many went to each phone. */
  take(): { micros: number[]; to: Record<string, number> } {
    const micros: number[] = []
    const to: Record<string, number> = {}
    for (const { at, dialled, device } of this.#calls.values()) {
      if (dialled === null) continue
      micros.push(Math.round((Number(dialled) - at) * 1e6))
      to[device] = (to[device] ?? 0) + 1
    }
    this.#calls.clear()
    return { micros, to }
  }

  close(): void {
    this.#manager.close()
  }
}
