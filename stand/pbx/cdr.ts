import type { Channel } from './channel.ts'
import type { Fields } from './fields.ts'

/** One Dial of a caller, for its detail record. */
export type DialRecord = {
  context: string
  exten: string
  destination: string
  data: string
  startedAt: number
  answeredAt: number | null
  disposition: 'ANSWERED' | 'NO ANSWER' | 'BUSY' | 'FAILED'
}

const records = new WeakMap<Channel, DialRecord[]>()

export function recordDial(channel: Channel, record: DialRecord): void {
  const list = records.get(channel)
  if (list) list.push(record)
  else records.set(channel, [record])
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

/** Asterisk writes one record for each Dial of a caller, so one call may have several. */
export function cdrFields(channel: Channel, now: number): Fields[] {
  return (records.get(channel) ?? []).map((record) => [
    ['AccountCode', ''],
    ['Source', channel.caller.number],
    ['Destination', record.exten],
    ['DestinationContext', record.context],
    ['CallerID', `"${channel.caller.name}" <${channel.caller.number}>`],
    ['Channel', channel.name],
    ['DestinationChannel', record.destination],
    ['LastApplication', 'Dial'],
    ['LastData', record.data],
    ['StartTime', day(record.startedAt)],
    ['AnswerTime', record.answeredAt === null ? '' : day(record.answeredAt)],
    ['EndTime', day(now)],
    ['Duration', seconds(now - record.startedAt)],
    ['BillableSeconds', record.answeredAt === null ? '0' : seconds(now - record.answeredAt)],
    ['Disposition', record.disposition],
    ['AMAFlags', 'DOCUMENTATION'],
    ['UniqueID', channel.uniqueid],
    ['UserField', ''],
    ['linkedid', channel.linkedid],
    ['peeraccount', ''],
  ])
}

const seconds = (ms: number): string => String(Math.floor(ms / 1000))
