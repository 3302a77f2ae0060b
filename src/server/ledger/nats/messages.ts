import type { ConsumerInfo, JetStreamClient, JsMsg } from '@nats-io/jetstream'
import { startingAfter } from './stream.ts'

/** A reader that hears nothing of NATS for two of these asks anew: it, or the way to it, was away. */
const HEARTBEAT_MS = 1_000
/** So many messages are on their way at once. */
export const AT_ONCE = 500

export type Reading = {
  js: JetStreamClient
  /** Tells when the connection has come back; returns how to stop that. */
  onReconnect: (listener: () => void) => () => void
  stream: string
  after: number
  subjects?: readonly string[]
  atOnce?: number
  /** Of each consumer that is made for it; true = there is nothing more to be read. */
  begun?: (info: ConsumerInfo) => boolean
  signal?: AbortSignal
}

/**
 * Messages after a number, in order, for as long as somebody reads on. What was on its way when the connection broke is
 * noticed by the library with the next message only, and that may be long: after each break it is asked for anew.
 */
export async function* messagesAfter({ js, onReconnect, stream, subjects, ...o }: Reading): AsyncGenerator<JsMsg> {
  let { after } = o
  const isOver = () => o.signal?.aborted === true
  while (!isOver()) {
    const consumer = await js.consumers.get(stream, {
      ...startingAfter(after),
      ...(subjects && { filter_subjects: [...subjects] }),
    })
    if (o.begun?.(await consumer.info(true)) === true) return
    const messages = await consumer.consume({
      max_messages: Math.min(AT_ONCE, o.atOnce ?? AT_ONCE),
      idle_heartbeat: HEARTBEAT_MS,
      expires: 2 * HEARTBEAT_MS,
    })
    const stop = () => messages.stop()
    const unhook = onReconnect(stop)
    o.signal?.addEventListener('abort', stop)
    if (isOver()) stop()
    void whenUnheard(messages.status(), stop)
    try {
      for await (const message of messages) {
        after = message.seq
        yield message
      }
    } finally {
      unhook()
      o.signal?.removeEventListener('abort', stop)
      stop()
      consumer.delete().catch(() => undefined)
    }
  }
}

async function whenUnheard(statuses: AsyncIterable<{ type: string }>, stop: () => void): Promise<void> {
  for await (const { type } of statuses) if (type === 'heartbeats_missed') stop()
}
