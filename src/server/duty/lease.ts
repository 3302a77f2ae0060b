import { setTimeout as pause } from 'node:timers/promises'
import { StorageType } from '@nats-io/jetstream'
import { type KV, Kvm } from '@nats-io/kv'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Logger } from 'pino'
import { isTaken } from '../kept/nats.ts'

const KEY = 'duty'
/** NATS forgets a lease that is not renewed for so long. */
const TTL_MS = 3_000
const RENEW_MS = 600
const ASK_MS = 300

export type LeaseOptions = {
  connection: NatsConnection
  stream: string
  replicas: number
  /** A name that no other has, for who reads the logs of the others. */
  holder: string
  /** It is not ours any more: from now on another server may do what we did. */
  lost: () => void
  logger: Logger
}

/**
 * Of several servers on one ledger one is on duty: it holds the link to the PBX, writes to 1C and keeps the files (DESIGN 6).
 * While NATS cannot be reached it goes on: calls are worth more than the certainty that nobody else does the same.
 */
export class Lease {
  #kv: KV
  readonly #o: LeaseOptions
  #revision: number
  #timer: NodeJS.Timeout | null = null
  #over = false
  #renewed = true

  private constructor(kv: KV, o: LeaseOptions, revision: number) {
    this.#kv = kv
    this.#o = o
    this.#revision = revision
    this.#wait()
  }

  /** Resolves once it is ours, however long another server has it. */
  static async take(options: LeaseOptions, signal: AbortSignal): Promise<Lease> {
    const { holder, logger } = options
    let seen = ''
    for (;;) {
      signal.throwIfAborted()
      try {
        // Anew each time: a restarted NATS has forgotten it.
        const kv = await bucket(options)
        const found = await claim(kv, holder)
        if (typeof found === 'number') return new Lease(kv, options, found)
        if (found !== seen) logger.info({ onDuty: found }, 'standing by: another server is on duty')
        seen = found
      } catch (error) {
        logger.warn({ err: error }, 'NATS does not say who is on duty')
      }
      await pause(ASK_MS, undefined, { signal })
    }
  }

  /** Another server need not wait until it is forgotten. */
  async giveUp(): Promise<void> {
    this.#end()
    await this.#kv.delete(KEY, { previousSeq: this.#revision }).catch(() => undefined)
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#renew(), RENEW_MS)
  }

  async #renew(): Promise<void> {
    try {
      this.#revision = await this.#kv.update(KEY, this.#o.holder, this.#revision, RENEW_MS)
      this.#renewed = true
    } catch (error) {
      if (this.#over) return
      if (this.#renewed) this.#o.logger.warn({ err: error }, 'the duty could not be renewed: it is tried again')
      this.#renewed = false
      if (await this.#isOthers().catch(() => false)) {
        this.#end()
        return this.#o.lost()
      }
    }
    if (!this.#over) this.#wait()
  }

  /** Forgotten by NATS meanwhile, as after its restart, it is taken again. */
  async #isOthers(): Promise<boolean> {
    this.#kv = await bucket(this.#o)
    const found = await claim(this.#kv, this.#o.holder)
    if (typeof found !== 'number') return found !== ''
    this.#revision = found
    return false
  }

  #end(): void {
    this.#over = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }
}

const bucket = ({ connection, stream, replicas }: LeaseOptions): Promise<KV> =>
  // Nothing of it is worth a disk's time.
  new Kvm(connection).create(`${stream}-duty`, { history: 1, replicas, ttl: TTL_MS, storage: StorageType.Memory })

/** The lease's revision if it is ours now, else who has it; empty = it has run out this instant. */
async function claim(kv: KV, holder: string): Promise<number | string> {
  try {
    return await kv.create(KEY, holder)
  } catch (error) {
    if (!isTaken(error)) throw error
  }
  const found = await kv.get(KEY)
  // Only the answer was lost.
  return found?.string() === holder ? found.revision : (found?.string() ?? '')
}
