import type { Channel } from './channels.ts'
import type { AmiMessage } from './message.ts'
import type { AmiAction } from './protocol.ts'

/** Rung by this channel's dialplan, and not answered: ends with that Dial. */
const isRungBy = ({ dialedBy, leg }: Channel, dialer: (dialedBy: { id: string; name: string }) => boolean): boolean =>
  leg.state !== 'up' && dialedBy !== null && dialer(dialedBy)

/** Legs that end by what we ask for: who is hung up, and whoever is rung by one that goes elsewhere. */
export function endedBy(action: AmiAction, channels: readonly Channel[]): Channel[] {
  if (action.Action !== 'Hangup' && action.Action !== 'Redirect') return []
  const moved = [action.Channel, action.ExtraChannel].filter((name) => name !== undefined)
  return channels.filter(
    (channel) =>
      (action.Action === 'Hangup' && moved.includes(channel.name)) ||
      isRungBy(channel, ({ name }) => moved.includes(name)),
  )
}

/**
 * Legs that are about to end by this event, as far as it can be known before they say so themselves: whose other end has hung
 * up, whose caller has, and those who ring beside one that was answered.
 */
export function aboutToEnd(event: AmiMessage, channels: readonly Channel[]): Channel[] {
  const name = event.get('Event')
  const id = event.get('Uniqueid')
  if (name === 'HangupRequest' || name === 'SoftHangupRequest' || name === 'Hangup')
    return channels.filter((channel) => channel.leg.id === id || isRungBy(channel, (dialer) => dialer.id === id))
  if (name !== 'DialEnd') return []
  const rung = event.get('DestUniqueid')
  if (event.get('DialStatus') !== 'ANSWER') return channels.filter(({ leg }) => leg.id === rung && leg.state !== 'up')
  return channels.filter((channel) => channel.leg.id !== rung && isRungBy(channel, (dialer) => dialer.id === id))
}
