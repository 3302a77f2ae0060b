import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { Kept } from '../kept/kept.ts'

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16
const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))
const File = v.object({
  version: v.literal(1),
  keys: v.record(Day, v.pipe(v.string(), v.regex(/^[\w+/]{43}=$/))),
})

/** The day of a moment, by UTC: whatever the machine's clock is set to, a day's key is that day's. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/**
 * A key for each day, in `chat-keys.json`. The ledger, which is never changed, holds what was written in chats only under
 * these keys: a day whose key is gone can be read by nobody any more, there and in every copy of it.
 */
export class ChatKeys {
  readonly #kept: Kept
  #keys = new Map<string, string>()
  #writing: Promise<unknown> = Promise.resolve()
  /** There was no file. */
  isNew = false

  private constructor(kept: Kept) {
    this.#kept = kept
  }

  /** @throws where the file is there and cannot be read: made anew, it would take all that was written with it */
  static async open(kept: Kept): Promise<ChatKeys> {
    const keys = new ChatKeys(kept)
    const text = await kept.read()
    keys.isNew = text === null
    if (text === null) return keys
    try {
      keys.#keys = new Map(Object.entries(v.parse(File, JSON.parse(text)).keys))
    } catch {
      throw new Error(
        `${kept.place} cannot be read: put it back from a copy. Without it, nobody can read the chats any more`,
      )
    }
    return keys
  }

  /** The key is on disk before anything is sealed with it. `about` is sealed with it, but stays readable elsewhere. */
  async seal(day: string, about: string, text: string): Promise<string> {
    const key = Buffer.from(this.#keys.get(day) ?? (await this.#make(day)), 'base64')
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about))
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
  }

  /** Null = that day's key is gone, or this is not what was sealed. */
  open(day: string, about: string, sealed: string): string | null {
    const key = this.#keys.get(day)
    if (key === undefined) return null
    try {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv(CIPHER, Buffer.from(key, 'base64'), bytes.subarray(0, NONCE))
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(-TAG))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }

  /** The keys of all days before this one go. */
  forget(before: string): Promise<void> {
    return this.#change(async () => {
      const kept = new Map([...this.#keys].filter(([day]) => day >= before))
      if (kept.size === this.#keys.size) return
      await this.#write(kept)
    })
  }

  #make(day: string): Promise<string> {
    return this.#change(async () => {
      const before = this.#keys.get(day)
      if (before !== undefined) return before
      const key = randomBytes(32).toString('base64')
      await this.#write(new Map([...this.#keys, [day, key]]))
      return key
    })
  }

  async #write(keys: Map<string, string>): Promise<void> {
    await this.#kept.write(JSON.stringify({ version: 1, keys: Object.fromEntries(keys) }, null, 1))
    this.#keys = keys
  }

  /** One after the other. */
  #change<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#writing.then(change, change)
    this.#writing = done.catch(() => undefined)
    return done
  }
}
