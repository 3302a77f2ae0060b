import { randomBytes, timingSafeEqual } from 'node:crypto'
import { TrubkaError } from '../../protocol/errors.ts'
import { sha256 } from '../http.ts'
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts'
import { tokenOf } from '../writers.ts'

/** More than these one base does not need; each costs a comparison with each request. */
const MAX_TOKENS = 20
const PREFIX = 'trubka_'
/** Requests remembered by their keys: days of a busy exchange, some ten megabytes. */
const MAX_REQUESTS = 100_000
/** Of those with ten thousand rules each, fewer are read again at a start. */
const MAX_BYTES = 64 * 1024 * 1024

export type BaseToken = {
  id: string
  base: string
  /** What it is for, in the administrator's words. */
  name: string
  madeAt: number
  madeBy: string
  /** Milliseconds since 1970; null = not since the start. */
  usedAt: number | null
}
type Kept = { token: BaseToken; hash: Buffer }

/** With these, programs of a 1C base write rules over HTTP (SPEC C10). A read model of the ledger, which has hashes only. */
export class BaseTokens {
  readonly #ledger: Ledger
  readonly #tokens = new Map<string, Kept>()
  /** Also of those revoked: what they wrote stays. */
  readonly #names = new Map<string, { base: string; name: string }>()
  /** Digest of what was sent under a key. */
  readonly #requests = new Map<string, string>()
  readonly #underWay = new Map<string, { digest: string; count: number }>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  async load(): Promise<void> {
    const all = this.#ledger.read(0, ['token.made', 'token.revoked'])
    for await (const { record, at } of all) this.#apply(record, at)
    const { last } = this.#ledger
    const recent = this.#ledger.read(Math.max(0, last - MAX_REQUESTS, this.#ledger.tail(MAX_BYTES)), ['rules.written'])
    for await (const { record, at } of recent) this.#apply(record, at)
  }

  list(): BaseToken[] {
    return [...this.#tokens.values()].map(({ token }) => ({ ...token }))
  }

  /** What a token is or was for; null = there never was one. */
  named(id: string): { base: string; name: string } | null {
    return this.#names.get(id) ?? null
  }

  /** Resolves when it is on disk. The token itself is told this once. @throws TrubkaError tooMany, notKept */
  async make(wish: { base: string; name: string; by: string; from: string }): Promise<{ id: string; token: string }> {
    if (this.list().filter(({ base }) => base === wish.base).length >= MAX_TOKENS)
      throw new TrubkaError('tooMany', 'too many tokens of this base')
    const id = randomBytes(6).toString('hex')
    // 256 random bits: nothing that could be guessed, so a plain hash keeps it.
    const token = `${PREFIX}${randomBytes(32).toString('base64url')}`
    await this.#append({ type: 'token.made', id, hash: sha256(token).toString('hex'), ...wish })
    return { id, token }
  }

  /** False = there is none such. */
  async revoke(id: string, { by, from }: { by: string; from: string }): Promise<boolean> {
    if (!this.#tokens.has(id)) return false
    await this.#append({ type: 'token.revoked', id, by, from })
    return true
  }

  /** Whose it is; all are compared, in the same time whichever it is. */
  find(token: string): BaseToken | null {
    const hash = sha256(token)
    let found: BaseToken | null = null
    for (const each of this.#tokens.values()) if (timingSafeEqual(each.hash, hash)) found = each.token
    if (found) found.usedAt = Date.now()
    return found && { ...found }
  }

  /**
   * Writes under a key, with the command's id for `Routing.write`, which does it once. A key whose write has failed may be
   * used for something else. @throws TrubkaError invalidParams when it was used for something else, or is just now
   */
  async writeUnder<T>(
    { id, key, digest }: { id: string; key: string; digest: string },
    write: (commandId: string) => Promise<T>,
  ): Promise<T> {
    const name = `${id}\n${key}`
    const before = this.#underWay.get(name) ?? { digest: this.#requests.get(name) ?? digest, count: 0 }
    if (before.digest !== digest)
      throw new TrubkaError('invalidParams', 'this key was used for other lines', 'Idempotency-Key')
    this.#underWay.set(name, before)
    before.count++
    try {
      const written = await write(`${key} ${digest}`)
      this.#remember(id, key, digest)
      return written
    } finally {
      if (--before.count === 0) this.#underWay.delete(name)
    }
  }

  #remember(id: string, key: string, digest: string): void {
    this.#requests.set(`${id}\n${key}`, digest)
    if (this.#requests.size <= MAX_REQUESTS) return
    for (const oldest of this.#requests.keys()) {
      this.#requests.delete(oldest)
      break
    }
  }

  async #append(record: LedgerRecord): Promise<void> {
    await this.#ledger.append(record)
    this.#apply(record, Date.now())
  }

  #apply(record: LedgerRecord, at: number): void {
    if (record.type === 'token.made') {
      const { id, base, name, by, hash } = record
      const token = { id, base, name, madeAt: at, madeBy: by, usedAt: null }
      this.#names.set(id, { base, name })
      this.#tokens.set(id, { token, hash: Buffer.from(hash, 'hex') })
    } else if (record.type === 'token.revoked') this.#tokens.delete(record.id)
    else if (record.type === 'rules.written') {
      const token = tokenOf(record.by)
      const at = record.commandId.lastIndexOf(' ')
      if (token !== null && at > 0) this.#remember(token, record.commandId.slice(0, at), record.commandId.slice(at + 1))
    }
  }
}
