import { randomBytes } from 'node:crypto'
import { sameSecret, sha256 } from '../http.ts'
import type { Entrant } from './sign-in.ts'

/** Without a click or a key. */
const IDLE_MS = 30 * 60_000
/** However busy. */
const LONGEST_MS = 12 * 60 * 60_000
const MAX_SESSIONS = 200

export type ManagerSession = Entrant & {
  csrf: string
  /** What signing in rested on. */
  mark: string | null
  begunAt: number
  usedAt: number
}

/** Who is signed in to the manager page: in memory, so a restart of the server ends them all. */
export class Sessions {
  readonly #now: () => number
  /** By the hash of their secret. */
  readonly #sessions = new Map<string, ManagerSession>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  begin(mark: string | null, entrant: Entrant): { secret: string; session: ManagerSession } {
    this.#forgetOld()
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size < MAX_SESSIONS) break
      this.#sessions.delete(oldest)
    }
    const secret = randomBytes(32).toString('base64url')
    const now = this.#now()
    const session = { csrf: randomBytes(32).toString('base64url'), ...entrant, mark, begunAt: now, usedAt: now }
    this.#sessions.set(nameOf(secret), session)
    return { secret, session }
  }

  /** `active` = a person did something, not the page by itself. */
  find(secret: string, mark: string | null, active: boolean): ManagerSession | null {
    this.#forgetOld()
    const session = this.#sessions.get(nameOf(secret))
    if (!session) return null
    if (session.mark !== mark) {
      this.end(secret)
      return null
    }
    if (active) session.usedAt = this.#now()
    return session
  }

  end(secret: string): void {
    this.#sessions.delete(nameOf(secret))
  }

  #forgetOld(): void {
    const now = this.#now()
    for (const [name, { begunAt, usedAt }] of this.#sessions)
      if (now - usedAt >= IDLE_MS || now - begunAt >= LONGEST_MS) this.#sessions.delete(name)
  }
}

export const csrfIsRight = (session: ManagerSession, given: unknown): boolean =>
  typeof given === 'string' && sameSecret(given, session.csrf)

const nameOf = (secret: string) => sha256(secret).toString('hex')
