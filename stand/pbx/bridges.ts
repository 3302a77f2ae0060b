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

  /** Its name, where it is a conference: that lasts until the last one has left. */
  readonly conference: string | null

  constructor(onOver: (left: Channel) => void, conference: string | null = null) {
    this.onOver = onOver
    this.conference = conference
  }
}

/** Two channels begin to talk. `onOver` is told who stays behind when one of them leaves. */
export function join(exchange: Exchange, first: Channel, second: Channel, onOver: (left: Channel) => void): Bridge {
  const bridge = create(exchange, new Bridge(onOver))
  for (const channel of [first, second]) enter(exchange, bridge, channel)
  return bridge
}

/** A channel comes to the conference of this name. `onOver` is told who is left alone when all others have hung up. */
export function confer(exchange: Exchange, name: string, channel: Channel, onOver: (left: Channel) => void): void {
  const there = [...exchange.bridges.values()].find(({ conference }) => conference === name)
  enter(exchange, there ?? create(exchange, new Bridge(onOver, name)), channel)
}

function create(exchange: Exchange, bridge: Bridge): Bridge {
  exchange.bridges.set(bridge.uniqueid, bridge)
  exchange.event('BridgeCreate', 'call', bridgeFields(bridge))
  return bridge
}

function enter(exchange: Exchange, bridge: Bridge, channel: Channel): void {
  bridge.members.add(channel)
  channel.bridge = bridge
  exchange.event('BridgeEnter', 'call', [...bridgeFields(bridge), ...channelFields(channel)])
}

/** A channel leaves its bridge; with one member left, the bridge is over, unless it is a conference. */
export function leave(exchange: Exchange, channel: Channel): void {
  const bridge = channel.bridge
  if (!bridge) return
  remove(exchange, bridge, channel)
  if (bridge.members.size > 1) return
  const rest = [...bridge.members]
  // Who hangs up looks after the one who is left (the dialplan's `h`); who is sent elsewhere does not.
  if (bridge.conference !== null && rest.length > 0) {
    if (channel.ended) for (const left of rest) if (!left.moving) bridge.onOver(left)
    return
  }
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
