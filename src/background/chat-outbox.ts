import * as v from 'valibot'
import { type ChatId, type ChatWish, OwedMessage } from '../protocol/chat.ts'
import { type ErrorCode, ErrorCode as ErrorCodeSchema, TrubkaError } from '../protocol/errors.ts'
import type { OwnLines } from '../protocol/mirror.ts'
import { definite } from './definite.ts'
import { Rest } from './rest.ts'
import type { RpcSocket } from './rpc.ts'

export const KeptLines = v.object({
  owed: v.array(OwedMessage),
  refused: v.array(v.object({ ...OwedMessage.entries, code: ErrorCodeSchema })),
})
type Kept = { get: () => Promise<OwnLines | null>; set: (value: OwnLines) => Promise<void> }

const DEFINITE = definite('noSuchChat')
/** Of the longest lines that is 4 of the 10 MB that the browser gives us. */
const MAX_OWED = 500
const MAX_REFUSED = 50
const ANSWER_MS = 30_000
const RETRY_MS = 1_000
const RETRY_MAX_MS = 60_000

/**
 * Lines of chats on their way to the server (SPEC A7): on disk before the panel is told, sent in order, each until it is
 * acknowledged, always under the same id, so that what was sent twice is there once. One that the server fails at holds up
 * the later ones of its conversation; one that it will never take is set aside, and shown.
 */
export class ChatOutbox {
  readonly #kept: Kept
  readonly #onChange: () => void
  readonly #retryMs: number
  #lines: OwnLines = { owed: [], refused: [] }
  #saving: Promise<void> = Promise.resolve()
  #sending: RpcSocket | null = null
  /** Of conversations whose next line the server failed at; forgotten with the background, which then begins anew. */
  readonly #attempts = new Map<ChatId, { failures: number; due: number }>()
  readonly #rest = new Rest()

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
      this.#rest.end()
      return
    }
    this.#sending = rpc
    // A new connection may be to a mended server.
    this.#attempts.clear()
    try {
      while (this.#lines.owed.length > 0 && rpc.isOpen && this.#sending === rpc) {
        const { line, due } = this.#next()
        if (line) await this.#deliver(line, rpc)
        else await this.#rest.take(due - Date.now(), rpc)
      }
    } finally {
      if (this.#sending === rpc) this.#sending = null
    }
  }

  /** The first that may go now, or when there will be one. The order in each conversation is kept. */
  #next(): { line: OwedMessage | null; due: number } {
    const now = Date.now()
    const held = new Set<ChatId>()
    let soonest = Number.POSITIVE_INFINITY
    for (const line of this.#lines.owed) {
      if (held.has(line.chat)) continue
      const due = this.#attempts.get(line.chat)?.due ?? 0
      if (due <= now) return { line, due: now }
      held.add(line.chat)
      soonest = Math.min(soonest, due)
    }
    return { line: null, due: soonest }
  }

  async #deliver({ message, chat, text, link }: OwedMessage, rpc: RpcSocket): Promise<void> {
    const wish: ChatWish = { message, chat, text, link }
    try {
      await rpc.request('chat.send', wish, ANSWER_MS)
      this.#attempts.delete(chat)
      await this.#done(message, null)
    } catch (error) {
      const code = error instanceof TrubkaError ? error.code : 'internal'
      if (DEFINITE.has(code)) await this.#done(message, code)
      // That the connection broke is not the line's fault.
      else if (rpc.isOpen) this.#failed(chat)
    }
  }

  #failed(chat: ChatId): void {
    const failures = (this.#attempts.get(chat)?.failures ?? 0) + 1
    const wait = Math.min(RETRY_MAX_MS, this.#retryMs * 2 ** (failures - 1))
    this.#attempts.set(chat, { failures, due: Date.now() + wait })
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

  #save(): Promise<void> {
    const save = () => this.#kept.set(this.#lines)
    const saved = this.#saving.then(save, save)
    this.#saving = saved
    return saved
  }
}
