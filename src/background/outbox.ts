import * as v from 'valibot'
import { type ErrorCode, ErrorCode as ErrorCodeSchema, TrubkaError } from '../protocol/errors.ts'
import { CommandId } from '../protocol/methods.ts'
import type { RefusedWrite } from '../protocol/mirror.ts'
import { RefusedLine } from '../protocol/routing.ts'
import type { RpcSocket } from './rpc.ts'

const OwedWrite = v.object({ commandId: CommandId, page: v.string(), lines: v.array(v.string()) })
export type OwedWrite = v.InferOutput<typeof OwedWrite>

export const KeptOutbox = v.object({
  owed: v.array(OwedWrite),
  refusals: v.array(
    v.object({
      commandId: v.string(),
      page: v.string(),
      code: v.nullable(ErrorCodeSchema),
      refused: v.array(RefusedLine),
    }),
  ),
})
export type KeptOutbox = v.InferOutput<typeof KeptOutbox>

type Kept = { get: () => Promise<KeptOutbox | null>; set: (value: KeptOutbox) => Promise<void> }

/** The server will say the same tomorrow: asking again would only stand in the way of the rest. */
const DEFINITE: ReadonlySet<ErrorCode> = new Set([
  'invalidRequest',
  'invalidParams',
  'unknownMethod',
  'tooLarge',
  'unknownBase',
  'routingOff',
])
/** Enough for weeks without a server; the browser gives us 10 MB. */
const MAX_OWED = 2_000
const MAX_REFUSALS = 20
const ANSWER_MS = 30_000
const RETRY_MS = 2_000
const RETRY_MAX_MS = 60_000

/**
 * Rule writes on their way to the server (DESIGN 3): on disk before the page is told, sent in order, each until it is
 * acknowledged, always with the same id, so that what was written twice is written once.
 */
export class Outbox {
  readonly #kept: Kept
  readonly #onChange: () => void
  readonly #retryMs: number
  #owed: OwedWrite[] = []
  #refusals: RefusedWrite[] = []
  #saving: Promise<void> = Promise.resolve()
  #sending: RpcSocket | null = null

  constructor(kept: Kept, onChange: () => void, retryMs = RETRY_MS) {
    this.#kept = kept
    this.#onChange = onChange
    this.#retryMs = retryMs
  }

  get owed(): number {
    return this.#owed.length
  }
  get refusals(): RefusedWrite[] {
    return this.#refusals
  }

  async restore(): Promise<void> {
    const kept = await this.#kept.get()
    if (kept) {
      this.#owed = kept.owed
      this.#refusals = kept.refusals
    }
  }

  /** Resolves when the write is on disk. Throws `tooMany` or `notKept`. */
  async keep(write: OwedWrite): Promise<void> {
    if (!this.#owed.some(({ commandId }) => commandId === write.commandId)) {
      if (this.#owed.length >= MAX_OWED) throw new TrubkaError('tooMany', 'the outbox is full')
      this.#owed = [...this.#owed, write]
    }
    try {
      await this.#save()
    } catch (error) {
      this.#owed = this.#owed.filter((each) => each !== write)
      throw new TrubkaError('notKept', String(error).slice(0, 200))
    }
    this.#onChange()
  }

  /** The operator has seen what was refused. */
  async seen(): Promise<void> {
    this.#refusals = []
    this.#onChange()
    await this.#save()
  }

  /** Another operator is not to send what this one owed. */
  async clear(): Promise<void> {
    this.#owed = []
    await this.seen()
  }

  /** Sends all that is owed over this connection; ends when nothing is, or when the connection does. */
  async send(rpc: RpcSocket): Promise<void> {
    if (this.#sending === rpc) return
    this.#sending = rpc
    let failures = 0
    try {
      for (let next = this.#owed[0]; next && rpc.isOpen && this.#sending === rpc; next = this.#owed[0]) {
        if (await this.#deliver(next, rpc)) {
          failures = 0
          continue
        }
        failures += 1
        const wait = Math.min(RETRY_MAX_MS, this.#retryMs * 2 ** (failures - 1))
        if (rpc.isOpen) await Promise.race([rpc.closed, new Promise((resolve) => setTimeout(resolve, wait))])
      }
    } finally {
      if (this.#sending === rpc) this.#sending = null
    }
  }

  /** False when it has to be sent again. */
  async #deliver(write: OwedWrite, rpc: RpcSocket): Promise<boolean> {
    try {
      const { refused } = await rpc.request('routing.write', write, ANSWER_MS)
      await this.#done(write, refused.length === 0 ? null : { code: null, refused })
      return true
    } catch (error) {
      const code = error instanceof TrubkaError ? error.code : 'internal'
      if (!DEFINITE.has(code)) return false
      await this.#done(write, { code, refused: [] })
      return true
    }
  }

  async #done(write: OwedWrite, fault: Pick<RefusedWrite, 'code' | 'refused'> | null): Promise<void> {
    this.#owed = this.#owed.filter((each) => each.commandId !== write.commandId)
    if (fault) {
      const { commandId, page } = write
      this.#refusals = [...this.#refusals, { commandId, page, ...fault }].slice(-MAX_REFUSALS)
    }
    this.#onChange()
    // If this fails, the write is sent once more after the next start: the server knows its id.
    await this.#save().catch((error: unknown) => console.warn('the outbox was not kept:', String(error)))
  }

  #save(): Promise<void> {
    const save = () => this.#kept.set({ owed: this.#owed, refusals: this.#refusals })
    const saved = this.#saving.then(save, save)
    this.#saving = saved
    return saved
  }
}
