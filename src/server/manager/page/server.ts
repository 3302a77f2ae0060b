import * as v from 'valibot'
import { CSRF_HEADER, type RefusalWord, Refused, Session, type SignInWish } from '../contract.ts'

/** A refusal of the server, or `offline` when it does not answer. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  readonly word: RefusalWord | 'offline'
  readonly retryAfterS: number | null

  constructor(word: RefusalWord | 'offline', retryAfterS: number | null = null) {
    super(word)
    this.word = word
    this.retryAfterS = retryAfterS
  }
}

const WITHIN_MS = 30_000
/** An import of half a million rules. */
const BODY_WITHIN_MS = 300_000

/** The page's way to its server. */
export class ServerLink {
  /** Told when the session is over. */
  onSignedOut: () => void = () => {}
  #csrf = ''

  async session(): Promise<Session> {
    return this.#entered(await this.get('session', Session))
  }

  async signIn(wish: v.InferOutput<typeof SignInWish>): Promise<Session> {
    return this.#entered(await this.post('sign-in', Session, wish))
  }

  async signOut(): Promise<Session> {
    return this.#entered(await this.post('sign-out', Session))
  }

  get<S extends v.GenericSchema>(path: string, schema: S): Promise<v.InferOutput<S>> {
    return this.#ask(path, schema, { signal: AbortSignal.timeout(WITHIN_MS) })
  }

  /** `body` = a value, sent as JSON, or a file as it is. */
  post<S extends v.GenericSchema>(path: string, schema: S, body: unknown = {}): Promise<v.InferOutput<S>> {
    const isFile = body instanceof Blob
    return this.#ask(path, schema, {
      method: 'POST',
      headers: {
        [CSRF_HEADER]: this.#csrf,
        'content-type': isFile ? 'application/octet-stream' : 'application/json',
      },
      body: isFile ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(isFile ? BODY_WITHIN_MS : WITHIN_MS),
    })
  }

  #entered(session: Session): Session {
    this.#csrf = session.csrf ?? ''
    return session
  }

  async #ask<S extends v.GenericSchema>(path: string, schema: S, options: RequestInit): Promise<v.InferOutput<S>> {
    let response: Response
    let body: unknown
    try {
      response = await fetch(`./api/${path}`, options)
      body = await response.json()
    } catch {
      throw new ServerError('offline')
    }
    if (response.ok && v.is(schema, body)) return body
    const refused = v.is(Refused, body) ? body : null
    if (refused?.error === 'notSignedIn') this.onSignedOut()
    throw new ServerError(refused?.error ?? 'internal', refused?.retryAfterS ?? null)
  }
}

export const query = (parts: Record<string, string | number | null | undefined>): string => {
  const given = Object.entries(parts).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(given).toString()
}
