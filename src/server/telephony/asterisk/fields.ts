import type { Leg, Place } from '../pbx.ts'
import { plainText } from '../plain-text.ts'
import type { AmiMessage } from './message.ts'

export type InternalLength = { min: number; max: number }

/** Asterisk writes this where it knows nothing. */
const UNKNOWN = '<unknown>'

export const textOf = (value: string): string => (value === UNKNOWN ? '' : plainText(value))

/** Digits with maybe a leading `+`; empty for what is no telephone number (`anonymous`, a SIP name) or is withheld. */
export function numberOf(value: string): string {
  const bare = textOf(value).replace(/[\s().-]/g, '')
  return /^\+?[0-9]{1,40}$/.test(bare) ? bare : ''
}

export const isInternal = (number: string, length: InternalLength): boolean =>
  /^[0-9]+$/.test(number) && number.length >= length.min && number.length <= length.max

/** `PJSIP/101-0000001c` → `101`, when that is an internal number; else null. */
export function deviceOf(channel: string, technology: string, length: InternalLength): string | null {
  const prefix = `${technology}/`
  const dash = channel.lastIndexOf('-')
  if (!channel.startsWith(prefix) || dash < 0) return null
  const endpoint = channel.slice(prefix.length, dash)
  return isInternal(endpoint, length) ? endpoint : null
}

/** Inner parts of the PBX, no side of a call: both halves of a Local channel, recorders, stand-ins during a Redirect. */
const INNER =
  /^(Local|Message|Recorder|Surrogate|AsyncGoto|Bridge|CBAnn|CBRec|ConfBridgeRecorder|Announcer|UnicastRTP)\//
export const isLeg = (channel: string): boolean => channel !== '' && !INNER.test(channel)

/** `ChannelState` (include/asterisk/channelstate.h). */
const STATES: Readonly<Record<string, Leg['state']>> = {
  '0': 'down',
  '1': 'down',
  '2': 'dialing',
  '3': 'dialing',
  '4': 'dialing', // «Ring»: this leg called us and is not answered
  '5': 'ringing',
  '6': 'up',
  '7': 'down',
  '8': 'dialing',
  '9': 'ringing',
}

export const stateOf = (channelState: string): Leg['state'] => STATES[channelState] ?? 'down'

/** The contexts of the Trubka dialplan file in which a leg waits. */
export const PLACES = {
  hold: 'trubka-hold',
  wait: 'trubka-wait',
  consult: 'trubka-consult',
  transfer: 'trubka-transfer',
  back: 'trubka-back',
  conference: 'trubka-conference',
} as const

function placeOf(context: string, exten: string): Place | null {
  for (const is of ['hold', 'wait', 'consult', 'transfer', 'back', 'conference'] as const)
    if (PLACES[is] === context) return { is, exten: is === 'wait' ? '' : numberOf(exten) }
  return null
}

/** A channel as events show it, under plain names or under `Dest…` for the leg that is dialled. */
export type Snapshot = {
  id: string
  callId: string
  channel: string
  state: Leg['state']
  number: string
  name: string
  place: Place | null
  connected: { number: string; name: string }
  exten: string
}

export function snapshotOf(message: AmiMessage, prefix: '' | 'Dest' = ''): Snapshot | null {
  const id = message.get(`${prefix}Uniqueid`)
  if (id === '') return null
  return {
    id,
    callId: message.get(`${prefix}Linkedid`) || id,
    channel: message.get(`${prefix}Channel`),
    state: stateOf(message.get(`${prefix}ChannelState`)),
    number: numberOf(message.get(`${prefix}CallerIDNum`)),
    name: textOf(message.get(`${prefix}CallerIDName`)),
    place: placeOf(message.get(`${prefix}Context`), message.get(`${prefix}Exten`)),
    connected: {
      number: numberOf(message.get(`${prefix}ConnectedLineNum`)),
      name: textOf(message.get(`${prefix}ConnectedLineName`)),
    },
    exten: numberOf(message.get(`${prefix}Exten`)),
  }
}

/** `00:01:02` → milliseconds; 0 when it is not of this form. */
export function durationOf(value: string): number {
  const match = /^(\d+):(\d\d):(\d\d)$/.exec(value)
  if (!match) return 0
  return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1000
}

/** Device states of a phone that cannot ring (main/devicestate.c). */
const AWAY = new Set(['UNAVAILABLE', 'INVALID'])

/** Of a `DeviceStateChange`; null when it is about no phone of ours. */
export function deviceStateOf(event: AmiMessage, technology: string, length: InternalLength) {
  const [kind, device, ...rest] = event.get('Device').split('/')
  if (kind !== technology || device === undefined || rest.length > 0 || !isInternal(device, length)) return null
  return { device, here: !AWAY.has(event.get('State').toUpperCase()) }
}
