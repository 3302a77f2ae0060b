import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'

const Content = v.strictObject({ path: v.string(), until: v.number() })
/** Long enough to listen to a long call with pauses; whoever wants it again asks again, and is asked again. */
const GOOD_FOR_MS = 60 * 60_000

/** Short-lived, signed links to a recording: nobody can make one, and a copied one is soon worth nothing. */
export class RecordingLinks {
  /** Of this run: after a restart links are asked for anew. */
  readonly #secret = randomBytes(32)
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** A token for a file, to be put into an address. `until` in milliseconds since 1970. */
  make(path: string): { token: string; until: number } {
    const until = this.#now() + GOOD_FOR_MS
    const content = Buffer.from(JSON.stringify({ path, until })).toString('base64url')
    return { token: `${content}.${this.#sign(content).toString('base64url')}`, until }
  }

  /** The file's path; null for what is no token of ours, or one that is over. */
  open(token: string): string | null {
    const [content = '', signature = '', ...more] = token.split('.')
    const given = Buffer.from(signature, 'base64url')
    const right = this.#sign(content)
    if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return null
    const { path, until } = v.parse(Content, JSON.parse(Buffer.from(content, 'base64url').toString()))
    return until > this.#now() ? path : null
  }

  #sign(content: string): Buffer {
    return createHmac('sha256', this.#secret).update(content).digest()
  }
}
