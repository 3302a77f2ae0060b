import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type JetStreamClient, jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { TrubkaError } from '../../../protocol/errors.ts'
import { type Ledger, type LedgerEntry, LedgerRecord } from '../ledger.ts'
import { contentOf, entryOf, RecordUnreadable } from './entry.ts'
import { messagesAfter } from './messages.ts'
import { openStream, subjectOf } from './stream.ts'

/** What JetStream does not acknowledge in this time is sent again: it knows what it has already. */
const ANSWER_MS = 3_000
/** For so long: who waits is told then that it is not kept, and asks anew. Well within what JetStream remembers. */
const KEEP_TRYING_MS = 20_000
const RETRY_MS = 250
/** Of a message beside its record: subject, headers. */
const MESSAGE_HEAD = 1_000

export type NatsLedgerOptions = {
  connection: NatsConnection
  stream: string
  /** Of a stream that has yet to be made. */
  replicas: number
  logger: Logger
  keepTryingMs?: number
}

/**
 * Opens the ledger of several servers: a stream of JetStream's, which is made when there is none (DESIGN 6). Numbers are
 * the stream's. The connection stays its owner's, and is to be closed after it.
 * @throws what NATS says against it
 */
export async function openNatsLedger(options: NatsLedgerOptions): Promise<Ledger> {
  const { connection, stream, replicas } = options
  const manager = await jetstreamManager(connection)
  const { state } = await openStream(manager, stream, replicas)
  return new NatsLedger(options, state)
}

class NatsLedger implements Ledger {
  readonly #js: JetStreamClient
  readonly #stream: string
  readonly #logger: Logger
  readonly #keepTryingMs: number
  readonly #maxBytes: number
  readonly #listeners = new Set<(entry: LedgerEntry) => void>()
  /** Acknowledged by JetStream, and not yet told to those who listen here. */
  readonly #onTheirWay = new Map<number, Set<() => void>>()
  readonly #atReconnect = new Set<() => void>()
  readonly #appending = new Set<Promise<number>>()
  #closed = false
  readonly #stop = new AbortController()
  readonly #following: Promise<void>
  #last: number
  #bytes: number
  /** Why nothing more can be followed. */
  #broken: Error | null = null

  constructor(
    { connection, stream, logger, keepTryingMs }: NatsLedgerOptions,
    state: { last_seq: number; bytes: number },
  ) {
    this.#js = jetstream(connection)
    this.#stream = stream
    this.#logger = logger
    this.#keepTryingMs = keepTryingMs ?? KEEP_TRYING_MS
    this.#maxBytes = (connection.info?.max_payload ?? 0) - MESSAGE_HEAD
    this.#last = state.last_seq
    this.#bytes = state.bytes
    this.#following = this.#follow()
    void this.#watch(connection)
  }

  get last(): number {
    return this.#last
  }

  append(record: LedgerRecord, at = Date.now()): Promise<number> {
    const appended = this.#append(record, at)
    this.#appending.add(appended)
    const settled = () => this.#appending.delete(appended)
    appended.then(settled, settled)
    return appended
  }

  async *read(
    after: number,
    types?: readonly LedgerRecord['type'][],
    to = Number.POSITIVE_INFINITY,
  ): AsyncIterable<LedgerEntry> {
    const end = Math.min(to, this.#last)
    if (after >= end) return
    const messages = messagesAfter({
      ...this.#reading,
      after,
      atOnce: end - after,
      ...(types && { subjects: types.map((type) => subjectOf(this.#stream, type)) }),
      begun: ({ num_pending }) => num_pending === 0,
    })
    for await (const message of messages) {
      if (message.seq <= end) yield entryOf(message)
      if (message.seq >= end || message.info.pending === 0) return
    }
  }

  /** By how long records are on the average. */
  tail(bytes: number): number {
    return Math.max(0, this.#last - Math.ceil((bytes * this.#last) / Math.max(1, this.#bytes)))
  }

  onAppended(listener: (entry: LedgerEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.allSettled(this.#appending)
    this.#stop.abort()
    await this.#following
  }

  async #append(record: LedgerRecord, at: number): Promise<number> {
    if (this.#closed) throw new TrubkaError('notKept', 'the ledger is closed')
    // A record that cannot be read back would stop every server.
    if (!v.is(LedgerRecord, record)) throw new TrubkaError('internal', 'not a ledger record')
    const content = contentOf(at, record)
    if (Buffer.byteLength(content) > this.#maxBytes) throw new TrubkaError('tooLarge')
    const seq = await this.#publish(subjectOf(this.#stream, record.type), content)
    await this.#told(seq)
    return seq
  }

  async #publish(subject: string, content: string): Promise<number> {
    const msgID = randomUUID()
    const until = Date.now() + this.#keepTryingMs
    for (;;) {
      if (this.#broken) throw new TrubkaError('notKept', this.#broken.message)
      try {
        return (await this.#js.publish(subject, content, { msgID, timeout: ANSWER_MS, retries: 1 })).seq
      } catch (error) {
        if (this.#closed || Date.now() > until) {
          this.#logger.error({ err: error, subject }, 'NATS does not keep records')
          throw new TrubkaError('notKept', 'NATS does not keep records')
        }
        await pause(RETRY_MS)
      }
    }
  }

  /** Whoever has appended finds it in all that is built from the ledger here. */
  #told(seq: number): Promise<void> | undefined {
    if (seq <= this.#last || this.#broken) return undefined
    return new Promise((resolve) => {
      const waiting = this.#onTheirWay.get(seq) ?? new Set()
      waiting.add(resolve)
      this.#onTheirWay.set(seq, waiting)
    })
  }

  /** Tells of what anybody appends, for as long as it is open. */
  async #follow(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        for await (const message of messagesAfter({ ...this.#reading, after: this.#last, signal })) {
          const entry = entryOf(message)
          this.#last = entry.seq
          this.#bytes += message.data.length
          this.#tell(entry)
        }
      } catch (error) {
        if (error instanceof RecordUnreadable) {
          this.#broken = error
          this.#logger.fatal({ err: error }, 'the ledger is followed no further')
          this.#letGo()
          return
        }
        this.#logger.warn({ err: error }, 'the ledger cannot be followed: it is tried again')
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  get #reading() {
    const onReconnect = (listener: () => void) => {
      this.#atReconnect.add(listener)
      return () => this.#atReconnect.delete(listener)
    }
    return { js: this.#js, onReconnect, stream: this.#stream }
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status())
      if (type === 'reconnect') for (const listener of this.#atReconnect) listener()
  }

  /** A fault in a read model is not the ledger's. */
  #tell(entry: LedgerEntry): void {
    for (const listener of this.#listeners) {
      try {
        listener(entry)
      } catch (error) {
        this.#logger.error({ err: error, seq: entry.seq }, 'a read model failed at a record')
      }
    }
    const waiting = this.#onTheirWay.get(entry.seq)
    this.#onTheirWay.delete(entry.seq)
    for (const done of waiting ?? []) done()
  }

  /** What JetStream has acknowledged is kept, whether it is still told here or not. */
  #letGo(): void {
    for (const waiting of this.#onTheirWay.values()) for (const done of waiting) done()
    this.#onTheirWay.clear()
  }
}
