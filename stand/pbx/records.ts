import { appendFileSync } from 'node:fs'
import type { AmiEvent, Exchange } from './exchange.ts'

/** AMI's event → the channel event that Asterisk writes down with it. */
const TYPES: Readonly<Record<string, string>> = {
  Newchannel: 'CHAN_START',
  BridgeEnter: 'BRIDGE_ENTER',
  BridgeLeave: 'BRIDGE_EXIT',
  Hangup: 'HANGUP',
  MixMonitorStart: 'APP_START',
}

/** The file of call records, as asterisk/cel_custom_trubka.conf has Asterisk write it. */
export function writeRecords(exchange: Exchange, path: string): void {
  /** Linkedids that have channels. */
  const open = new Set<string>()

  const write = (type: string, event: AmiEvent, extra: object | null): void => {
    const fields = new Map(event.fields)
    const of = (name: string) => (fields.get(name) ?? '').replace(/^<unknown>$/, '')
    const channel = exchange.find(of('Uniqueid'))
    const recorded =
      type === 'APP_START' ? ['MixMonitor', `${channel?.variables.get('MIXMONITOR_FILENAME') ?? ''},b`] : []
    const line = [
      ...[type, event.timestamp, of('Uniqueid'), of('Linkedid'), of('Channel')],
      ...[of('CallerIDNum'), of('CallerIDName'), of('Exten')],
      ...[recorded[0] ?? '', recorded[1] ?? '', extra === null ? '' : JSON.stringify(extra)],
    ]
    // Opened for each record, as Asterisk does: whoever moves the file aside moves what was written until then.
    appendFileSync(path, `${line.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\n`)
  }

  exchange.onEvent((event) => {
    const fields = new Map(event.fields)
    const type =
      TYPES[event.name] ?? (event.name === 'Newstate' && fields.get('ChannelStateDesc') === 'Up' ? 'ANSWER' : null)
    if (type === null) return
    if (type === 'CHAN_START') open.add(fields.get('Linkedid') ?? '')
    write(type, event, extraOf(type, fields))
    if (type !== 'HANGUP') return
    const lasting = new Set([...exchange.channels.values()].map(({ linkedid }) => linkedid))
    for (const linkedid of open) {
      if (lasting.has(linkedid)) continue
      open.delete(linkedid)
      const last: AmiEvent = { ...event, fields: event.fields.map(([k, v]) => [k, k === 'Linkedid' ? linkedid : v]) }
      write('LINKEDID_END', last, null)
    }
  })
}

function extraOf(type: string, fields: ReadonlyMap<string, string>): object | null {
  if (type === 'HANGUP') return { hangupcause: Number(fields.get('Cause') ?? '0'), hangupsource: '', dialstatus: '' }
  if (type !== 'BRIDGE_ENTER' && type !== 'BRIDGE_EXIT') return null
  return { bridge_id: fields.get('BridgeUniqueid') ?? '', bridge_technology: fields.get('BridgeTechnology') ?? '' }
}
