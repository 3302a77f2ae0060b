import { cause } from './causes.ts'
import type { Channel } from './channel.ts'
import { Stopped } from './dial.ts'
import type { Exchange } from './exchange.ts'

export type Plan = (channel: Channel, signal: AbortSignal) => Promise<void>

/** Runs a dialplan under a channel; when the plan is over, so is the channel. */
export function runPlan(exchange: Exchange, channel: Channel, plan: Plan): void {
  channel.thread?.abort()
  const controller = new AbortController()
  channel.thread = { abort: () => controller.abort() }
  plan(channel, controller.signal).then(
    () => {
      if (!controller.signal.aborted) exchange.hangupByDialplan(channel, channel.cause || cause.normal)
    },
    (error: unknown) => {
      if (!(error instanceof Stopped)) throw error
    },
  )
}

/** An application that lasts until the channel hangs up or is taken elsewhere. */
export function untilTaken(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Stopped())
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** The application Wait. */
export function wait(exchange: Exchange, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Stopped())
    const forget = exchange.clock.later(ms, resolve)
    signal.addEventListener(
      'abort',
      () => {
        forget()
        reject(new Stopped())
      },
      { once: true },
    )
  })
}
