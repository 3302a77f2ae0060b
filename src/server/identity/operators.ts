import type { PublicKey } from '../../protocol/session.ts'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts'

export type PairedKey = { keyId: string; operator: string; key: PublicKey }

/** The keys that may sign in: a read model of the ledger. Whoever appends a record applies it here as well. */
export class PairedOperators extends Emitter<{ revoked: [keyId: string] }> {
  readonly #ledger: Ledger
  readonly #keys = new Map<string, PairedKey>()

  constructor(ledger: Ledger) {
    super()
    this.#ledger = ledger
  }

  async load(): Promise<void> {
    const types = ['operator.paired', 'operator.revoked'] as const
    for await (const { record } of this.#ledger.read(0, types)) this.#apply(record)
  }

  get(keyId: string): PairedKey | undefined {
    return this.#keys.get(keyId)
  }

  /** How many keys each operator has here. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { operator } of this.#keys.values()) counts.set(operator, (counts.get(operator) ?? 0) + 1)
    return counts
  }

  /** Resolves when it is on disk. */
  async pair({ keyId, operator, key }: PairedKey): Promise<void> {
    await this.#append({ type: 'operator.paired', keyId, operator, key })
  }

  /** The key signs in no more, and its connections end. */
  async revoke(keyId: string): Promise<void> {
    await this.#append({ type: 'operator.revoked', keyId })
    this.emit('revoked', keyId)
  }

  async #append(record: LedgerRecord): Promise<void> {
    await this.#ledger.append(record)
    this.#apply(record)
  }

  #apply(record: LedgerRecord): void {
    if (record.type === 'operator.paired') {
      const { keyId, operator, key } = record
      this.#keys.set(keyId, { keyId, operator, key })
    } else if (record.type === 'operator.revoked') this.#keys.delete(record.keyId)
  }
}
