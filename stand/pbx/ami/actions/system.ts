import type { Channel } from '../../channel.ts'
import { canDial } from '../../dialplan.ts'
import type { AmiAction } from '../context.ts'

export const ping: AmiAction = ({ exchange }, _request, reply) => {
  reply.plain([
    ['Ping', 'Pong'],
    ['Timestamp', exchange.clock.timestamp()],
  ])
}

export const coreStatus: AmiAction = ({ exchange }, _request, reply) => {
  const [day = '', time = ''] = new Date(exchange.startedAt).toISOString().slice(0, 19).split('T')
  reply.plain([
    ['CoreStartupDate', day],
    ['CoreStartupTime', time],
    ['CoreReloadDate', day],
    ['CoreReloadTime', time],
    ['CoreCurrentCalls', String(exchange.channels.size)],
    ['CoreProcessedCalls', String(exchange.processedCalls)],
  ])
}

export const coreSettings: AmiAction = (_context, _request, reply) => {
  reply.plain([
    ['AMIversion', '11.0.0'],
    ['AsteriskVersion', '22.10.1'],
    ['SystemName', ''],
    ['CoreMaxCalls', '0'],
  ])
}

export const setvar: AmiAction = ({ exchange }, request, reply) => {
  const name = request.get('Variable')
  if (name === '') return reply.error('No variable specified')
  const channelName = request.get('Channel')
  if (channelName === '') {
    exchange.globals.set(globalName(name), request.get('Value'))
    return reply.success('Variable Set')
  }
  const channel = exchange.find(channelName)
  if (!channel) return reply.error('No such channel')
  // Underscores say that legs dialled from here inherit it; it is read without them.
  channel.variables.set(name.replace(/^__?/, ''), request.get('Value'))
  reply.success('Variable Set')
}

export const getvar: AmiAction = ({ exchange }, request, reply) => {
  const name = request.get('Variable')
  if (name === '') return reply.error('No variable specified')
  const channelName = request.get('Channel')
  const channel = channelName === '' ? undefined : exchange.find(channelName)
  if (channelName !== '' && !channel) return reply.error('No such channel')
  const variables = channel ? channel.variables : exchange.globals
  reply.plain([
    ['Variable', name],
    ['Value', functionValue(name, channel) ?? variables.get(channel ? name : globalName(name)) ?? ''],
  ])
}

/** Of the dialplan's functions, those that are asked for; undefined when it is none of them. */
function functionValue(name: string, channel: Channel | undefined): string | undefined {
  if (name === 'CHANNEL(rtp,hold)') return channel?.holds ? '1' : '0'
  const [, context, exten = ''] = /^DIALPLAN_EXISTS\(([^,]*),([^,]*),1\)$/.exec(name) ?? []
  if (context === 'from-internal') return canDial(exten) ? '1' : '0'
  if (context !== undefined) return context.startsWith('trubka-') ? '1' : '0'
  return /^CONFBRIDGE_INFO\(parties,/.test(name) ? '0' : undefined
}

/** `GLOBAL(NAME)` and `NAME` without a channel are the same. */
const globalName = (name: string): string => /^GLOBAL\((.*)\)$/.exec(name)?.[1] ?? name

export const userEvent: AmiAction = ({ exchange }, request, reply) => {
  const extra = request.entries().filter(([key]) => !/^(action|actionid|userevent)$/i.test(key))
  exchange.event('UserEvent', 'user', [['UserEvent', request.get('UserEvent')], ...extra])
  reply.success('Event Sent')
}

export const listCommands: AmiAction = (_context, _request, reply) => {
  reply.plain([['Ping', 'Keepalive command.  (Priv: <none>)']])
}
