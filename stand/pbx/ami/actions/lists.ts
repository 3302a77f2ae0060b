import type { Channel } from '../../channel.ts'
import { contactUri } from '../../contacts.ts'
import { type DeviceState, extensionFields } from '../../exchange.ts'
import { bridgeFields, channelFields } from '../../fields.ts'
import type { AmiAction } from '../context.ts'

export const coreShowChannels: AmiAction = ({ exchange }, _request, reply) => {
  const items = [...exchange.channels.values()].map((channel) => [
    ...channelFields(channel),
    ...entry('Application', channel.application),
    ...entry('ApplicationData', channel.applicationData),
    ...entry('Duration', clockFace(exchange.clock.now() - channel.createdAt)),
    ...entry('BridgeId', channel.bridge?.uniqueid ?? ''),
  ])
  reply.list('Channels will follow', 'CoreShowChannel', items, 'CoreShowChannelsComplete')
}

/** Of all channels, with the variables asked for, set or not. */
export const status: AmiAction = ({ exchange }, request, reply) => {
  const asked = request.get('Variables').split(',').filter(Boolean)
  const items = [...exchange.channels.values()].map((channel) => [
    ...channelFields(channel),
    ...asked.flatMap((name) => entry('Variable', `${name}=${channel.variables.get(name) ?? '(null)'}`)),
  ])
  reply.list('Channel status will follow', 'Status', items, 'StatusComplete')
}

export const bridgeList: AmiAction = ({ exchange }, _request, reply) => {
  const items = [...exchange.bridges.values()].map(bridgeFields)
  reply.list('Bridge listing will follow', 'BridgeListItem', items, 'BridgeListComplete')
}

export const bridgeInfo: AmiAction = ({ exchange }, request, reply) => {
  const id = request.get('BridgeUniqueid')
  if (id === '') return reply.error('BridgeUniqueid must be provided')
  const bridge = exchange.bridges.get(id)
  if (!bridge) return reply.error('Specified BridgeUniqueid not found')
  const items = [...bridge.members].map((channel) => channelFields(channel))
  const end = bridgeFields(bridge)
  reply.list('Bridge channel listing will follow', 'BridgeInfoChannel', items, 'BridgeInfoComplete', end)
}

export const deviceStateList: AmiAction = ({ exchange }, _request, reply) => {
  const items = [...exchange.devices.keys()].map((name) => [
    ...entry('Device', `PJSIP/${name}`),
    ...entry('State', exchange.deviceState(name)),
  ])
  reply.list('Device State Changes will follow', 'DeviceStateChange', items, 'DeviceStateListComplete')
}

export const extensionStateList: AmiAction = ({ exchange }, _request, reply) => {
  const items = [...exchange.devices.keys()]
    .filter((name) => name !== 'trunk')
    .map((name) => extensionFields(name, exchange.deviceState(name)))
  reply.list('Extension Statuses will follow', 'ExtensionStatus', items, 'ExtensionStateListComplete')
}

/** As PJSIPShowEndpoints words a device state. */
const stateWords: Readonly<Record<DeviceState, string>> = {
  UNAVAILABLE: 'Unavailable',
  NOT_INUSE: 'Not in use',
  INUSE: 'In use',
  BUSY: 'Busy',
  RINGING: 'Ringing',
  RINGINUSE: 'Ring+Inuse',
  ONHOLD: 'On Hold',
}

export const endpoints: AmiAction = ({ exchange }, _request, reply) => {
  const of = (name: string): Channel[] => [...exchange.channels.values()].filter(({ device }) => device === name)
  const items = [...exchange.devices.values()].map(({ name, registered }) => [
    ...entry('ObjectType', 'endpoint'),
    ...entry('ObjectName', name),
    ...entry('Transport', ''),
    ...entry('Aor', name),
    ...entry('Auths', name === 'trunk' ? '' : name),
    ...entry('OutboundAuths', ''),
    ...entry('Contacts', registered ? `${name}/${contact(name)},` : ''),
    ...entry('DeviceState', stateWords[exchange.deviceState(name)]),
    ...entry('ActiveChannels', String(of(name).length)),
  ])
  const message = 'A listing of Endpoints follows, presented as EndpointList events'
  reply.list(message, 'EndpointList', items, 'EndpointListComplete')
}

export const contacts: AmiAction = ({ exchange }, _request, reply) => {
  const items = [...exchange.devices.values()]
    .filter(({ name, registered }) => registered && name !== 'trunk')
    .map(({ name }) => [
      ...entry('ObjectType', 'contact'),
      ...entry('ObjectName', `${name};@${name}`),
      ...entry('ViaAddr', '127.0.0.1'),
      ...entry('QualifyTimeout', '3.000000'),
      ...entry('CallId', name),
      ...entry('RegServer', ''),
      ...entry('PruneOnBoot', 'no'),
      ...entry('Path', ''),
      ...entry('Endpoint', name),
      ...entry('AuthenticateQualify', 'no'),
      ...entry('Uri', contactUri(name)),
      ...entry('QualifyFrequency', '0'),
      ...entry('UserAgent', 'stand'),
      ...entry('ExpirationTime', String(Math.floor(exchange.clock.now() / 1000) + 3600)),
      ...entry('OutboundProxy', ''),
      ...entry('Status', 'NonQualified'),
      ...entry('RoundtripUsec', 'N/A'),
    ])
  if (items.length === 0) return reply.error('No Contacts found')
  const message = 'A listing of Contacts follows, presented as ContactList events'
  reply.list(message, 'ContactList', items, 'ContactListComplete')
}

const contact = (name: string): string => (name === 'trunk' ? 'sip:127.0.0.9' : contactUri(name))

/** One field of an item; a function so that the pair keeps its type. */
const entry = (key: string, value: string): [[string, string]] => [[key, value]]

function clockFace(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19)
}
