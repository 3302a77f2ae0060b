import { join, leave } from './bridges.ts'
import { cause } from './causes.ts'
import type { Channel, Place } from './channel.ts'
import type { Dialplan } from './dialplan.ts'
import type { Exchange } from './exchange.ts'
import { runPlan } from './thread.ts'

/** Whether a channel can be sent elsewhere: one that a Dial rings belongs to that Dial. */
export const movable = (channel: Channel): boolean => channel.ringer === null && !channel.ended

/** AMI Redirect: sends channels to other places of the dialplan, both at once when there are two. */
export function redirect(exchange: Exchange, plan: Dialplan, moves: { channel: Channel; place: Place }[]): void {
  for (const { channel } of moves) {
    channel.moving = true
    channel.thread?.abort()
  }
  for (const { channel } of moves) leave(exchange, channel)
  for (const { channel, place } of moves) {
    channel.moving = false
    exchange.setMusic(channel, false)
    if (!channel.ended) runPlan(exchange, channel, (moved, signal) => plan(place, moved, signal))
  }
}

/**
 * AMI Bridge: takes two channels out of whatever they are in, and lets them talk. Who stays behind goes on in its
 * dialplan where it was taken away.
 */
export function bridge(exchange: Exchange, plan: Dialplan, first: Channel, second: Channel): void {
  for (const channel of [first, second]) {
    channel.moving = true
    channel.thread?.abort()
    channel.thread = null
  }
  for (const channel of [first, second]) leave(exchange, channel)
  for (const channel of [first, second]) {
    channel.moving = false
    exchange.setMusic(channel, false)
    exchange.setState(channel, 'Up')
  }
  join(exchange, first, second, (left) => {
    const { next } = left
    if (next) runPlan(exchange, left, (moved, signal) => plan(next, moved, signal))
    else exchange.hangupByDialplan(left, cause.normal)
  })
  for (const [channel, other] of [
    [first, second],
    [second, first],
  ] as const)
    if (channel.connected.number !== other.caller.number) exchange.setConnected(channel, other.caller)
}
