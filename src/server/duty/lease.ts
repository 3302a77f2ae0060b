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
/** Whoever could not renew for so long gives up before anybody else can take it. */
const SURE_MS = TTL_MS - 600

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

/** Of several servers on one ledger one is on duty: it holds the link to the PBX, writes to 1C and keeps the files (DESIGN 6). */
export class Lease {
  readonly #kv: KV
  readonly #o: LeaseOptions
  #revision: number
  /** When the last renewal that succeeded was sent, by a clock that nobody sets. */
  #renewedAt: number
  #timer: NodeJS.Timeout | null = null
  #over = false

  private constructor(kv: KV, o: LeaseOptions, revision: number, renewedAt: number) {
    this.#kv = kv
    this.#o = o
    this.#revision = revision
    this.#renewedAt = renewedAt
    this.#wait()
  }

  /** Resolves once it is ours, however long another server has it. */
  static async take(options: LeaseOptions, signal: AbortSignal): Promise<Lease> {
    const { connection, stream, replicas, holder, logger } = options
    const kv = await new Kvm(connection).create(`${stream}-duty`, {
      history: 1,
      replicas,
      ttl: TTL_MS,
      // Nothing of it is worth a disk's time.
      storage: StorageType.Memory,
    })
    let seen = ''
    for (;;) {
      signal.throwIfAborted()
      const askedAt = performance.now()
      try {
        return new Lease(kv, options, await kv.create(KEY, holder), askedAt)
      } catch (error) {
        if (!isTaken(error)) logger.warn({ err: error }, 'NATS does not say who is on duty')
      }
      const found = await kv.get(KEY).catch(() => null)
      // Only the answer was lost.
      if (found?.string() === holder) return new Lease(kv, options, found.revision, askedAt)
      const other = found?.string() ?? ''
      if (other !== '' && other !== seen) logger.info({ onDuty: other }, 'standing by: another server is on duty')
      seen = other
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
    const sentAt = performance.now()
    try {
      this.#revision = await this.#kv.update(KEY, this.#o.holder, this.#revision, RENEW_MS)
      this.#renewedAt = sentAt
    } catch (error) {
      if (!this.#over) this.#o.logger.warn({ err: error }, 'the duty could not be renewed')
      if (!this.#over && isTaken(error) && !(await this.#isStillOurs())) return this.#lose()
    }
    if (this.#over) return
    if (performance.now() - this.#renewedAt > SURE_MS) this.#lose()
    else this.#wait()
  }

  /** A renewal whose answer was lost makes the next one come too late. */
  async #isStillOurs(): Promise<boolean> {
    const found = await this.#kv.get(KEY).catch(() => null)
    if (found?.string() !== this.#o.holder) return false
    this.#revision = found.revision
    return true
  }

  #lose(): void {
    this.#end()
    this.#o.lost()
  }

  #end(): void {
    this.#over = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }
}
