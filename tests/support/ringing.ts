import { Manager } from '../../stand/asterisk/manager.ts'
import type { PbxAddress } from '../../stand/pbx-address.ts'

/** A phone that was rung: from when to when, in milliseconds by the PBX's own clock; null = it rings still. */
export type Rung = { device: string; from: number; to: number | null }

/** Hears from the PBX itself which phones ring and for how long: no haste of this machine's changes that. */
export async function hearRinging({ host, port, user, secret }: PbxAddress): Promise<{
  readonly rung: readonly Rung[]
  close(): void
}> {
  const manager = await Manager.open({ host, port, user, secret })
  const rung: (Rung & { channel: string })[] = []
  await manager.watch('call', ({ Event, Timestamp, DestChannel = '' }) => {
    const at = Number(Timestamp) * 1000
    const device = /^PJSIP\/(\d+)-/.exec(DestChannel)?.[1]
    if (Event === 'DialBegin' && device !== undefined) rung.push({ channel: DestChannel, device, from: at, to: null })
    const ended = Event === 'DialEnd' && rung.find(({ channel, to }) => channel === DestChannel && to === null)
    if (ended) ended.to = at
  })
  return { rung, close: () => manager.close() }
}
