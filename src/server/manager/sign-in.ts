import { randomBytes } from 'node:crypto'
import { sha256 } from '../http.ts'
import { passwordIs, passwordMark } from '../identity/manager-password.ts'
import { ADMINISTRATOR } from '../writers.ts'

/** Who comes in: by an operator's id and the browser they asked from, or `ADMINISTRATOR` without one. */
export type Entrant = { by: string; keyId: string | null }
export const AT_THE_MACHINE: Entrant = { by: ADMINISTRATOR, keyId: null }

/** How an administrator shows who they are; another way (a passkey, a directory) is another one of these. */
export interface SignIn {
  /** Names what signing in rests on now; sessions end when it becomes another. null = nobody can by this way. */
  mark(): Promise<string | null>
  password(password: string): Promise<boolean>
  /** A link that opens the page once; made by whoever may read the server's files, or for an operator who may. */
  makeLink(entrant?: Entrant): { code: string; expiresAt: number }
  /** Whom it lets in; null = it is none, or over. */
  useLink(code: string): Entrant | null
}

const LINK_MS = 15 * 60_000
const MAX_LINKS = 20
/** Each takes 64 MB and a fifth of a second. */
const AT_ONCE = 2

export class PasswordSignIn implements SignIn {
  readonly #folder: string
  readonly #now: () => number
  /** By the hash of their code. */
  readonly #links = new Map<string, { expiresAt: number; entrant: Entrant }>()
  readonly #waiting: (() => void)[] = []
  #busy = 0

  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder
    this.#now = now
  }

  mark(): Promise<string | null> {
    return passwordMark(this.#folder)
  }

  async password(password: string): Promise<boolean> {
    if (this.#busy >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go))
    else this.#busy++
    try {
      return await passwordIs(this.#folder, password)
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#busy--
    }
  }

  makeLink(entrant = AT_THE_MACHINE): { code: string; expiresAt: number } {
    for (const oldest of this.#links.keys()) {
      if (this.#links.size < MAX_LINKS) break
      this.#links.delete(oldest)
    }
    const code = randomBytes(32).toString('base64url')
    const expiresAt = this.#now() + LINK_MS
    this.#links.set(sha256(code).toString('hex'), { expiresAt, entrant })
    return { code, expiresAt }
  }

  useLink(code: string): Entrant | null {
    const name = sha256(code).toString('hex')
    const link = this.#links.get(name)
    this.#links.delete(name)
    return link !== undefined && this.#now() < link.expiresAt ? link.entrant : null
  }
}
