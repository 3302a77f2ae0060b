import * as v from 'valibot'
import { type ErrorCode, ErrorCode as ErrorCodeSchema, TrubkaError } from '../protocol/errors.ts'
import { CommandId } from '../protocol/methods.ts'
import type { RefusedWrite } from '../protocol/mirror.ts'
import { RefusedLine } from '../protocol/routing.ts'
import { definite } from './definite.ts'
import { Rest } from './rest.ts'
import type { RpcSocket } from './rpc.ts'
import type { SignRules } from './rule-signer.ts'

const OwedWrite = v.object({
  commandId: CommandId,
  page: v.string(),
  lines: v.array(v.string()),
  /** Missing where it could not be signed yet. */
  signed: v.optional(v.object({ keyId: v.string(), signature: v.string() })),
})
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

const DEFINITE = definite('unknownBase', 'proofWrong')
/** Enough for weeks without a server; the browser gives us 10 MB. */
const MAX_OWED = 2_000
const MAX_REFUSALS = 20
const ANSWER_MS = 30_000
const RETRY_MS = 2_000
const RETRY_MAX_MS = 60_000
/** After so many failures on end a write is no longer waited for by those for other numbers. */
const TRIES = 5
/** Times `retryMs`: between attempts of what was set aside, and while routing is switched off. */
const ASIDE = 30
/** No key is shorter (RoutingSettings.lastDigits). */
const SHORTEST_KEY = 3

type Attempts = { failures: number; fault: ErrorCode; due: number }

/**
 * Rule writes on their way to the server (DESIGN 3): on disk before the page is told, sent in order, each until it is
 * acknowledged, always with the same id, so that what was written twice is written once. What the server fails at again
 * and again is set aside and tried ever and anon; it holds up only later writes for its own numbers.
 */
export class Outbox {
  readonly #kept: Kept
  readonly #sign: SignRules
  readonly #onChange: () => void
  readonly #retryMs: number
  readonly #keyLength: () => number
  #owed: OwedWrite[] = []
  #refusals: RefusedWrite[] = []
  #saving: Promise<void> = Promise.resolve()
  #sending: RpcSocket | null = null
  /** Of writes that failed, by `commandId`; forgotten with the background, which then begins anew. */
  readonly #attempts = new Map<string, Attempts>()
  /** Until then nothing is sent: routing is switched off at the server. */
  #pausedUntil = 0
  readonly #rest = new Rest()

  /** `keyLength`: how many last digits of a number are its key, as far as known. */
  constructor(kept: Kept, sign: SignRules, onChange: () => void, retryMs = RETRY_MS, keyLength = () => SHORTEST_KEY) {
    this.#kept = kept
    this.#sign = sign
    this.#onChange = onChange
    this.#retryMs = retryMs
    this.#keyLength = keyLength
  }

  get owed(): number {
    return this.#owed.length
  }
  get refusals(): RefusedWrite[] {
    return this.#refusals
  }

  /** Why the server does not take what is owed, each reason once; empty while all goes well. */
  get faults(): ErrorCode[] {
    const lasting = [...this.#attempts.values()].filter(({ failures }) => failures >= TRIES)
    return [...new Set(lasting.map(({ fault }) => fault))]
  }

  async restore(): Promise<void> {
    const kept = await this.#kept.get()
    if (kept) {
      this.#owed = kept.owed
      this.#refusals = kept.refusals
    }
  }

  /** Resolves when the write is on disk, signed. Throws `tooMany` or `notKept`. */
  async keep(rules: OwedWrite): Promise<void> {
    // What cannot be signed now is when it goes out.
    const signed = await this.#sign(rules).catch(() => undefined)
    const write: OwedWrite = { ...rules, ...(signed && { signed }) }
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
    this.#attempts.clear()
    this.#pausedUntil = 0
    await this.seen()
  }

  /** Sends all that is owed over this connection; ends when nothing is, or when the connection does. */
  async send(rpc: RpcSocket): Promise<void> {
    if (this.#sending === rpc) {
      this.#rest.end()
      return
    }
    this.#sending = rpc
    // A new connection may be to a mended server.
    this.#pausedUntil = 0
    for (const attempts of this.#attempts.values()) attempts.due = 0
    try {
      while (this.#owed.length > 0 && rpc.isOpen && this.#sending === rpc) {
        const { write, due } = this.#next()
        if (write) await this.#deliver(write, rpc)
        else await this.#rest.take(due - Date.now(), rpc)
      }
    } finally {
      if (this.#sending === rpc) this.#sending = null
    }
  }

  /** The first that may go now, or when there will be one. The order for each number is kept. */
  #next(): { write: OwedWrite | null; due: number } {
    const now = Date.now()
    if (now < this.#pausedUntil) return { write: null, due: this.#pausedUntil }
    const held = new Set<string>()
    let soonest = Number.POSITIVE_INFINITY
    for (const write of this.#owed) {
      const attempts = this.#attempts.get(write.commandId)
      const keys = this.#keysOf(write)
      if (!keys.some((key) => held.has(key))) {
        if (!attempts || attempts.due <= now) return { write, due: now }
        soonest = Math.min(soonest, attempts.due)
        if (attempts.failures < TRIES) break
      }
      for (const key of keys) held.add(key)
    }
    return { write: null, due: soonest }
  }

  #keysOf({ lines }: OwedWrite): string[] {
    const digits = Math.max(SHORTEST_KEY, this.#keyLength())
    return lines.map((line) => (line.split('=')[0] ?? '').trim().slice(-digits))
  }

  async #deliver(write: OwedWrite, rpc: RpcSocket): Promise<void> {
    try {
      const { commandId, page, lines, signed } = write
      const { signature } = await this.#sign(write, signed)
      const { refused } = await rpc.request('routing.write', { commandId, page, lines, signature }, ANSWER_MS)
      await this.#done(write, refused.length === 0 ? null : { code: null, refused })
    } catch (error) {
      const { code, field } = error instanceof TrubkaError ? error : new TrubkaError('internal')
      // A server from before signatures: it will be a newer one.
      const isOld = code === 'invalidParams' && field === 'params.signature'
      if (DEFINITE.has(code) && !isOld) await this.#done(write, { code, refused: [] })
      // That the connection broke is not the write's fault.
      else if (rpc.isOpen) this.#failed(write, code)
    }
  }

  #failed({ commandId }: OwedWrite, fault: ErrorCode): void {
    const before = this.#attempts.get(commandId)?.failures ?? 0
    const aside = this.#retryMs * ASIDE
    const now = Date.now()
    // Whoever switched routing off may switch it on again: it is not refused for good, and not only this write is.
    const failures = fault === 'routingOff' ? TRIES : before + 1
    const wait = failures < TRIES ? Math.min(RETRY_MAX_MS, this.#retryMs * 2 ** (failures - 1)) : aside
    if (fault === 'routingOff') this.#pausedUntil = now + aside
    this.#attempts.set(commandId, { failures, fault, due: now + wait })
    if (failures >= TRIES) this.#onChange()
  }

  async #done(write: OwedWrite, fault: Pick<RefusedWrite, 'code' | 'refused'> | null): Promise<void> {
    this.#owed = this.#owed.filter((each) => each.commandId !== write.commandId)
    this.#attempts.delete(write.commandId)
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
