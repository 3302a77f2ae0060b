import * as v from 'valibot'
import { type ChatWish, OwedMessage } from '../protocol/chat.ts'
import { type ErrorCode, ErrorCode as ErrorCodeSchema, TrubkaError } from '../protocol/errors.ts'
import type { OwnLines } from '../protocol/mirror.ts'
import type { RpcSocket } from './rpc.ts'

export const KeptLines = v.object({
  owed: v.array(OwedMessage),
  refused: v.array(v.object({ ...OwedMessage.entries, code: ErrorCodeSchema })),
})
type Kept = { get: () => Promise<OwnLines | null>; set: (value: OwnLines) => Promise<void> }

/** The server will say the same tomorrow. */
const DEFINITE: ReadonlySet<ErrorCode> = new Set([
  'invalidRequest',
  'invalidParams',
  'unknownMethod',
  'tooLarge',
  'noSuchChat',
])
/** Of the longest lines that is 4 of the 10 MB that the browser gives us. */
const MAX_OWED = 500
const MAX_REFUSED = 50
const ANSWER_MS = 30_000
const RETRY_MS = 1_000
const RETRY_MAX_MS = 60_000

/**
 * Lines of chats on their way to the server (SPEC A7): on disk before the panel is told, sent in order, each until it is
 * acknowledged, always under the same id, so that what was sent twice is there once. One that the server fails at holds up
 * the later ones, of which it may be the beginning; one that it will never take is set aside, and shown.
 */
export class ChatOutbox {
  readonly #kept: Kept
  readonly #onChange: () => void
  readonly #retryMs: number
  #lines: OwnLines = { owed: [], refused: [] }
  #saving: Promise<void> = Promise.resolve()
  #sending: RpcSocket | null = null
  #wake: () => void = () => {}

  constructor(kept: Kept, onChange: () => void, retryMs = RETRY_MS) {
    this.#kept = kept
    this.#onChange = onChange
    this.#retryMs = retryMs
  }

  get lines(): OwnLines {
    return this.#lines
  }

  async restore(): Promise<void> {
    this.#lines = (await this.#kept.get()) ?? this.#lines
  }

  /** Resolves when the line is on disk. Throws `tooMany` or `notKept`. */
  async keep(wish: ChatWish, at = Date.now()): Promise<void> {
    const before = this.#lines
    if (this.#knows(wish.message)) return this.#saving
    if (before.owed.length >= MAX_OWED) throw new TrubkaError('tooMany', 'the outbox is full')
    this.#lines = { ...before, owed: [...before.owed, { ...wish, at }] }
    try {
      await this.#save()
    } catch (error) {
      this.#without(wish.message)
      throw new TrubkaError('notKept', String(error).slice(0, 200))
    }
    this.#onChange()
  }

  /** One that was refused is tried once more. */
  async again(message: string, at = Date.now()): Promise<void> {
    const line = this.#lines.refused.find((each) => each.message === message)
    if (!line) return
    const { chat, text, link } = line
    this.#without(message)
    this.#lines = { ...this.#lines, owed: [...this.#lines.owed, { message, chat, text, link, at }] }
    this.#onChange()
    await this.#save()
  }

  /** One that was refused is of no use any more. */
  async drop(message: string): Promise<void> {
    const { owed, refused } = this.#lines
    this.#lines = { owed, refused: refused.filter((each) => each.message !== message) }
    this.#onChange()
    await this.#save()
  }

  /** Another operator is not to send what this one has written. */
  async clear(): Promise<void> {
    this.#lines = { owed: [], refused: [] }
    this.#onChange()
    await this.#save()
  }

  /** Sends all that is owed over this connection; ends when nothing is, or when the connection does. */
  async send(rpc: RpcSocket): Promise<void> {
    if (this.#sending === rpc) {
      this.#wake()
      return
    }
    this.#sending = rpc
    let failures = 0
    try {
      for (let line = this.#lines.owed[0]; line && rpc.isOpen && this.#sending === rpc; line = this.#lines.owed[0]) {
        const sent = await this.#deliver(line, rpc)
        failures = sent ? 0 : failures + 1
        if (!sent && rpc.isOpen) await this.#pause(Math.min(RETRY_MAX_MS, this.#retryMs * 2 ** (failures - 1)), rpc)
      }
    } finally {
      if (this.#sending === rpc) this.#sending = null
    }
  }

  /** False = it is still owed. */
  async #deliver({ message, chat, text, link }: OwedMessage, rpc: RpcSocket): Promise<boolean> {
    const wish: ChatWish = { message, chat, text, link }
    try {
      await rpc.request('chat.send', wish, ANSWER_MS)
      await this.#done(wish.message, null)
    } catch (error) {
      const code = error instanceof TrubkaError ? error.code : 'internal'
      if (!DEFINITE.has(code)) return false
      await this.#done(wish.message, code)
    }
    return true
  }

  async #done(message: string, code: ErrorCode | null): Promise<void> {
    const line = this.#lines.owed.find((each) => each.message === message)
    this.#without(message)
    if (code !== null && line)
      this.#lines = { ...this.#lines, refused: [...this.#lines.refused, { ...line, code }].slice(-MAX_REFUSED) }
    this.#onChange()
    // If this fails, it is sent once more after the next start: the server knows its id.
    await this.#save().catch((error: unknown) => console.warn('the lines of chats were not kept:', String(error)))
  }

  #knows = (message: string): boolean => {
    const { owed, refused } = this.#lines
    return [...owed, ...refused].some((each) => each.message === message)
  }

  #without(message: string): void {
    const { owed, refused } = this.#lines
    const others = (each: { message: string }) => each.message !== message
    this.#lines = { owed: owed.filter(others), refused: refused.filter(others) }
  }

  async #pause(ms: number, rpc: RpcSocket): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const rested = new Promise<void>((resolve) => {
      this.#wake = resolve
      timer = setTimeout(resolve, ms)
    })
    await Promise.race([rpc.closed, rested])
    clearTimeout(timer)
  }

  #save(): Promise<void> {
    const save = () => this.#kept.set(this.#lines)
    const saved = this.#saving.then(save, save)
    this.#saving = saved
    return saved
  }
}
