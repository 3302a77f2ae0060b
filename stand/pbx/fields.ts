import type { Bridge } from './bridges.ts'
import { type Channel, stateNumber } from './channel.ts'

export type Fields = [key: string, value: string][]

/** What Asterisk writes for a name or a number it does not have. */
const known = (text: string): string => text || '<unknown>'

/** A channel snapshot as AMI shows it; `prefix` is `Dest` for the far leg of a Dial event. */
export function channelFields(channel: Channel, prefix = ''): Fields {
  const plain: Fields = [
    ['Channel', channel.name],
    ['ChannelState', String(stateNumber[channel.state])],
    ['ChannelStateDesc', channel.state],
    ['CallerIDNum', known(channel.caller.number)],
    ['CallerIDName', known(channel.caller.name)],
    ['ConnectedLineNum', known(channel.connected.number)],
    ['ConnectedLineName', known(channel.connected.name)],
    ['Language', 'en'],
    ['AccountCode', ''],
    ['Context', channel.context],
    ['Exten', channel.exten],
    ['Priority', String(channel.priority)],
    ['Uniqueid', channel.uniqueid],
    ['Linkedid', channel.linkedid],
  ]
  return plain.map(([key, value]) => [prefix + key, value])
}

export function bridgeFields(bridge: Bridge): Fields {
  return [
    ['BridgeUniqueid', bridge.uniqueid],
    ['BridgeType', bridge.conference === null ? 'basic' : 'base'],
    ['BridgeTechnology', bridge.conference === null ? 'simple_bridge' : 'softmix'],
    ['BridgeCreator', bridge.conference === null ? '<unknown>' : 'ConfBridge'],
    ['BridgeName', known(bridge.conference ?? '')],
    ['BridgeNumChannels', String(bridge.members.size)],
    ['BridgeVideoSourceMode', 'none'],
  ]
}
