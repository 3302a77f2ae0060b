import { cause } from '../../causes.ts'
import { bridge, movable, redirect } from '../../move.ts'
import { originate } from '../../originate.ts'
import type { AmiAction } from '../context.ts'
import { readCallerId, readVariables } from '../parse.ts'

const defaultOriginateMs = 30_000

export const originateCall: AmiAction = ({ exchange, plan }, request, reply) => {
  const asked = request.get('Channel')
  if (asked === '') return reply.error('Channel not specified')
  const slash = asked.indexOf('/')
  if (slash < 0) return reply.error('Invalid channel')
  const priority = request.get('Priority')
  if (priority !== '' && !/^\d+$/.test(priority)) return reply.error('Invalid priority')
  const timeout = request.get('Timeout')
  if (timeout !== '' && !/^\d+$/.test(timeout)) return reply.error('Invalid timeout')
  const exten = request.get('Exten') || 's'
  const context = request.get('Context') || 'default'
  const async = /^(true|yes|y|t|1|on)$/i.test(request.get('Async'))
  const queued = 'Originate successfully queued'
  const begin = (onEnd: (answered: boolean) => void): void =>
    originate(
      exchange,
      plan,
      {
        device: asked.startsWith('PJSIP/') ? asked.slice(slash + 1) : '',
        asked,
        place: { context, exten },
        caller: readCallerId(request.get('CallerID')),
        timeoutMs: timeout === '' ? defaultOriginateMs : Number(timeout),
        channelId: request.get('ChannelId') || null,
        variables: readVariables(request.all('Variable')),
        actionId: request.has('ActionID') ? request.get('ActionID') : null,
      },
      onEnd,
    )
  if (async) {
    reply.success(queued)
    begin(() => {})
  } else begin((answered) => (answered ? reply.success(queued) : reply.error('Originate failed')))
}

export const hangup: AmiAction = ({ exchange }, request, reply) => {
  const name = request.get('Channel')
  if (name === '') return reply.error('No channel specified')
  const channel = exchange.find(name)
  if (!channel) return reply.error('No such channel')
  const code = /^\d{1,3}$/.test(request.get('Cause')) ? Number(request.get('Cause')) : cause.normal
  reply.success('Channel Hungup')
  exchange.hangup(channel, code)
}

export const redirectCall: AmiAction = ({ exchange, plan }, request, reply) => {
  const name = request.get('Channel')
  if (name === '') return reply.error('Channel not specified')
  if (!/^\d*$/.test(request.get('Priority'))) return reply.error('Invalid priority')
  const channel = exchange.find(name)
  if (!channel) return reply.error(`Channel does not exist: ${name}`)
  const place = { context: request.get('Context') || channel.context, exten: request.get('Exten') }
  const extraName = request.get('ExtraChannel')
  const extra = extraName === '' ? null : exchange.find(extraName)
  if (extra === undefined) return reply.error(`ExtraChannel does not exist: ${extraName}`)
  if (!movable(channel) || (extra && !movable(extra))) return reply.error('Redirect failed')
  const moves = [{ channel, place }]
  if (extra) {
    const extraPlace = {
      context: request.get('ExtraContext') || place.context,
      exten: request.get('ExtraExten') || place.exten,
    }
    moves.push({ channel: extra, place: extraPlace })
  }
  reply.success(extra ? 'Dual Redirect successful' : 'Redirect successful')
  redirect(exchange, plan, moves)
}

export const bridgeCalls: AmiAction = ({ exchange, plan }, request, reply) => {
  const names = [request.get('Channel1'), request.get('Channel2')] as const
  if (names.includes('')) return reply.error('Missing channel parameter in request')
  const [first, second] = [exchange.find(names[0]), exchange.find(names[1])]
  if (!first) return reply.error(`Channel1 does not exist: ${names[0]}`)
  if (!second) return reply.error(`Channel2 does not exist: ${names[1]}`)
  if (first === second || !movable(first) || !movable(second)) return reply.error('Unable to bridge channels')
  reply.success('Channels have been bridged')
  bridge(exchange, plan, first, second)
}

/** Sends a key to the device behind the channel. */
export const playDtmf: AmiAction = ({ exchange }, request, reply) => {
  const name = request.get('Channel')
  const channel = name === '' ? undefined : exchange.find(name)
  if (!channel) return reply.error(name === '' ? 'Channel not specified' : 'Channel not found')
  const digit = request.get('Digit')
  if (digit === '') return reply.error('No digit specified')
  reply.success('DTMF successfully queued')
  const key = digit.slice(0, 1).toUpperCase()
  // `Receive` means: as if the device had pressed it.
  if (!/^(true|yes|y|t|1|on)$/i.test(request.get('Receive'))) channel.call?.digit(key)
}

export const mixMonitorMute: AmiAction = ({ exchange }, request, reply) => {
  const name = request.get('Channel')
  if (name === '') return reply.error('No channel specified')
  const channel = exchange.find(name)
  if (!channel) return reply.error('No such channel')
  if (!/^(read|write|both)$/i.test(request.get('Direction')))
    return reply.error('Invalid direction specified. Must be read, write or both')
  if (!/^[01]$/.test(request.get('State'))) return reply.error('Invalid state specified')
  if (channel.recording === 'none') return reply.error('Cannot set mute flag')
  reply.success('')
  if (/^both$/i.test(request.get('Direction'))) exchange.muteRecording(channel, request.get('State') === '1')
}

/** Only `Variable: Event=…` gives the NOTIFY an Event header; out of a dialog no phone obeys. */
export const notify: AmiAction = ({ exchange }, request, reply) => {
  const name = request.get('Channel')
  const endpoint = request.get('Endpoint')
  if (name !== '') {
    const channel = exchange.find(name)
    if (!channel) return reply.error('Channel not found')
    reply.success('NOTIFY sent')
    channel.call?.notified(readVariables(request.all('Variable')).get('Event') ?? '')
  } else if (endpoint === '') {
    reply.error('PJSIPNotify requires either an endpoint name, a SIP URI, or a channel.')
  } else if (exchange.devices.has(endpoint)) reply.success('NOTIFY sent')
  else reply.error(`Unable to retrieve endpoint ${endpoint}`)
}
