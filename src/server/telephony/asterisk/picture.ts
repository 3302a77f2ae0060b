import { talkVariable } from './answer-ways.ts'
import type { Noted } from './channels.ts'
import { deviceStateOf, PLACES } from './fields.ts'
import type { AmiMessage } from './message.ts'
import type { AsteriskOptions } from './options.ts'
import { readHolds } from './phone-holds.ts'
import type { AmiSession } from './protocol.ts'
import { RECORDING_VARIABLES, readRecordings } from './recordings.ts'

/** All that is read after a login. */
export type Picture = {
  /** Items of `CoreShowChannels`. */
  items: readonly AmiMessage[]
  noted: Noted
  /** `DeviceStateChange` of all devices. */
  devices: readonly AmiMessage[]
  /** By phone, what the PBX keeps for `AnswerWays`. */
  talk: ReadonlyMap<string, string>
  conferences: boolean
}

type Session = Pick<AmiSession, 'action' | 'list'>

/** Rejects when the PBX does not show its channels; what else it does not tell is left out. */
export async function readPicture(session: Session, options: AsteriskOptions): Promise<Picture> {
  const phones = readPhones(session, options).catch(() => ({ devices: [], talk: new Map<string, string>() }))
  const conferences = knowsConferences(session).catch(() => false)
  // What `CoreShowChannels` leaves out.
  const statuses = session.list({ Action: 'Status', Variables: RECORDING_VARIABLES.join(',') }).catch(() => [])
  const items = await session.list({ Action: 'CoreShowChannels' })
  const holds = await readHolds(items, (action) => session.action(action))
  const noted = { recordings: readRecordings(await statuses), holds }
  return { items, noted, ...(await phones), conferences: await conferences }
}

async function readPhones(session: Session, { technology, internalLength }: AsteriskOptions) {
  const devices = await session.list({ Action: 'DeviceStateList' })
  const names = devices.flatMap((event) => deviceStateOf(event, technology, internalLength)?.device ?? [])
  const told = names.map(async (device) => {
    const answer = await session.action({ Action: 'Getvar', Variable: talkVariable(device) })
    return [device, answer.get('Value')] as const
  })
  return { devices, talk: new Map(await Promise.all(told)) }
}

/** Its dialplan file has the place for them, and the module that mixes them is loaded. */
async function knowsConferences(session: Session): Promise<boolean> {
  const ask = (variable: string) => session.action({ Action: 'Getvar', Variable: variable })
  const [place, parties] = await Promise.all([
    ask(`DIALPLAN_EXISTS(${PLACES.conference},1,1)`),
    ask('CONFBRIDGE_INFO(parties,trubka)'),
  ])
  return place.get('Value') === '1' && parties.get('Value') === '0'
}
