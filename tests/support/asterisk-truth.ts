import type { Manager, ManagerMessage } from '../../stand/asterisk/manager.ts'
import type { PbxLeg } from './phone-lab.ts'

const STATES: Readonly<Record<string, PbxLeg['state']>> = { Ring: 'dialing', Ringing: 'ringing', Up: 'up' }
const TRIES = 50

/**
 * Every leg as Asterisk has it at one moment: who is where from the bridges' own lists of members, and not from what channels
 * say of themselves. Read until nothing has moved while it was read.
 */
export async function readTruth(manager: Manager, city: string): Promise<PbxLeg[]> {
  let before = ''
  for (let tries = 0; tries < TRIES; tries++) {
    const legs = await readOnce(manager, city).catch((error: unknown) => {
      // A bridge or a channel that was gone before it was asked about.
      if (error instanceof Error && /not found|no such|specified bridge/i.test(error.message)) return null
      throw error
    })
    const now = JSON.stringify(legs)
    if (legs && now === before) return legs
    before = now
  }
  throw new Error('the calls at the PBX do not come to rest')
}

async function readOnce(manager: Manager, city: string): Promise<PbxLeg[]> {
  const channels = await manager.list({ Action: 'CoreShowChannels' })
  const roomOf = rooms(await members(manager))
  const legs: PbxLeg[] = []
  for (const channel of channels) {
    const { Channel: name = '', Uniqueid: id = '', Linkedid: callId = '', Context = '', Exten = '' } = channel
    const endpoint = /^PJSIP\/(.+)-[0-9a-f]+$/.exec(name)?.[1]
    if (endpoint === undefined) continue
    const device = endpoint === city ? null : endpoint
    const room = roomOf.get(name) ?? null
    const held = room === null && Context === 'trubka-hold'
    legs.push({
      id,
      callId,
      device,
      number: device ?? channel.CallerIDNum ?? '',
      state: STATES[channel.ChannelStateDesc ?? ''] ?? 'down',
      room,
      place: room === null ? `${Context},${Exten}` : '',
      holder: held ? await variable(manager, name, 'TRUBKA_HOLDER') : '',
    })
  }
  return legs.sort((a, b) => a.id.localeCompare(b.id))
}

async function variable(manager: Manager, channel: string, name: string): Promise<string> {
  return (await manager.ask({ Action: 'Getvar', Channel: channel, Variable: name })).Value ?? ''
}

async function members(manager: Manager): Promise<Map<string, string[]>> {
  const bridges = await manager.list({ Action: 'BridgeList' })
  const all = bridges.map(async ({ BridgeUniqueid = '' }) => {
    const items: ManagerMessage[] = await manager.list({ Action: 'BridgeInfo', BridgeUniqueid })
    return [BridgeUniqueid, items.flatMap(({ Channel }) => Channel ?? [])] as const
  })
  return new Map(await Promise.all(all))
}

/** Bridges that are joined by the two halves of a Local channel are one room. By channel. */
function rooms(bridges: ReadonlyMap<string, readonly string[]>): Map<string, string> {
  const room = new Map([...bridges].map(([bridge]) => [bridge, bridge]))
  const bridgeOf = new Map([...bridges].flatMap(([bridge, names]) => names.map((name) => [name, bridge] as const)))
  for (const [name, bridge] of bridgeOf) {
    const other = name.startsWith('Local/') && name.endsWith(';1') ? bridgeOf.get(name.replace(/;1$/, ';2')) : undefined
    const [from, to] = [room.get(bridge), other && room.get(other)]
    if (from === undefined || to === undefined) continue
    for (const [each, its] of room) if (its === from) room.set(each, to)
  }
  return new Map([...bridgeOf].map(([name, bridge]) => [name, room.get(bridge) ?? bridge]))
}
