import type { Role } from '../../protocol/role.ts'
import type { PublicKey } from '../../protocol/session.ts'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts'

/** Which browser a key is in, as it says itself, and the address it was paired from. */
export type Browser = { browser: string; from: string }
export type PairedKey = { keyId: string; operator: string; key: PublicKey }
/** Milliseconds since 1970; `seenAt` null = not since the start. */
export type PairedBrowser = PairedKey & Partial<Browser> & { pairedAt: number; seenAt: number | null }
type Who = { by: string; from: string }

/** The keys that may sign in, and what their operators may: a read model of the ledger. Whoever appends a record applies it here as well. */
export class PairedOperators extends Emitter<{ revoked: [keyId: string] }> {
  readonly #ledger: Ledger
  readonly #keys = new Map<string, PairedBrowser>()
  /** Also those revoked: what they have signed stays signed. */
  readonly #ever = new Map<string, PairedBrowser>()
  readonly #roles = new Map<string, Role>()

  constructor(ledger: Ledger) {
    super()
    this.#ledger = ledger
  }

  async load(): Promise<void> {
    const types = ['operator.paired', 'operator.revoked', 'role.given'] as const
    for await (const { record, at } of this.#ledger.read(0, types)) this.#apply(record, at)
  }

  get(keyId: string): PairedBrowser | undefined {
    return this.#keys.get(keyId)
  }

  /** Also one that may sign in no more. */
  everKnown(keyId: string): PairedBrowser | undefined {
    return this.#ever.get(keyId)
  }

  /** By their operators, the latest last. */
  browsers(): ReadonlyMap<string, readonly PairedBrowser[]> {
    const all = new Map<string, PairedBrowser[]>()
    for (const each of this.#keys.values()) all.set(each.operator, [...(all.get(each.operator) ?? []), each])
    return all
  }

  roleOf(operator: string): Role {
    return this.#roles.get(operator) ?? 'operator'
  }

  /** Somebody has signed in with it. */
  seen(keyId: string): void {
    const known = this.#keys.get(keyId)
    if (known) known.seenAt = Date.now()
  }

  /** Resolves when it is on disk. */
  async pair({ keyId, operator, key, browser, from }: PairedKey & Partial<Browser>): Promise<void> {
    const about = { ...(browser && { browser }), ...(from && { from }) }
    await this.#append({ type: 'operator.paired', keyId, operator, key, ...about })
  }

  /** The key signs in no more, and its connections end. False = it did not before. */
  async revoke(keyId: string, who?: Who): Promise<boolean> {
    if (!this.#keys.has(keyId)) return false
    await this.#append({ type: 'operator.revoked', keyId, ...who })
    this.emit('revoked', keyId)
    return true
  }

  /** In force at once. */
  async give(operator: string, role: Role, who: Who): Promise<void> {
    await this.#append({ type: 'role.given', operator, role, ...who })
  }

  async #append(record: LedgerRecord): Promise<void> {
    await this.#ledger.append(record)
    this.#apply(record, Date.now())
  }

  #apply(record: LedgerRecord, pairedAt: number): void {
    if (record.type === 'operator.paired') {
      const { keyId, operator, key, browser: name, from } = record
      const about = { ...(name && { browser: name }), ...(from && { from }) }
      const browser = { keyId, operator, key, ...about, pairedAt, seenAt: null }
      this.#keys.set(browser.keyId, browser)
      this.#ever.set(browser.keyId, browser)
    } else if (record.type === 'operator.revoked') this.#keys.delete(record.keyId)
    else if (record.type === 'role.given') this.#roles.set(record.operator, record.role)
  }
}
