import { randomUUID } from 'node:crypto'
import type { Channel } from './channel.ts'
import type { Exchange } from './exchange.ts'
import { bridgeFields, channelFields } from './fields.ts'

/** Channels that hear each other. */
export class Bridge {
  readonly uniqueid = randomUUID()
  /** In the order they came. */
  readonly members = new Set<Channel>()
  /** Told when the bridge is over, with the member that was left alone. */
  readonly onOver: (left: Channel) => void

  constructor(onOver: (left: Channel) => void) {
    this.onOver = onOver
  }
}

/** Two channels begin to talk. `onOver` is told who stays behind when one of them leaves. */
export function join(exchange: Exchange, first: Channel, second: Channel, onOver: (left: Channel) => void): Bridge {
  const bridge = new Bridge(onOver)
  exchange.bridges.set(bridge.uniqueid, bridge)
  exchange.event('BridgeCreate', 'call', bridgeFields(bridge))
  for (const channel of [first, second]) {
    bridge.members.add(channel)
    channel.bridge = bridge
    exchange.event('BridgeEnter', 'call', [...bridgeFields(bridge), ...channelFields(channel)])
  }
  return bridge
}

/** A channel leaves its bridge; with one member left, the bridge is over. */
export function leave(exchange: Exchange, channel: Channel): void {
  const bridge = channel.bridge
  if (!bridge) return
  remove(exchange, bridge, channel)
  if (bridge.members.size > 1) return
  const rest = [...bridge.members]
  for (const left of rest) remove(exchange, bridge, left)
  exchange.bridges.delete(bridge.uniqueid)
  exchange.event('BridgeDestroy', 'call', bridgeFields(bridge))
  for (const left of rest) if (!left.moving) bridge.onOver(left)
}

function remove(exchange: Exchange, bridge: Bridge, channel: Channel): void {
  bridge.members.delete(channel)
  channel.bridge = null
  exchange.event('BridgeLeave', 'call', [...bridgeFields(bridge), ...channelFields(channel)])
}
