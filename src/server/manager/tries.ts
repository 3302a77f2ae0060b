import { Bucket } from '../gateway/limits.ts'

/** Five wrong passwords, then one in half a minute; of all addresses together one a second. */
const AT_ONCE = 5
const PER_SECOND = 1 / 30
const ALL_AT_ONCE = 20
const ALL_PER_SECOND = 1
const MAX_ADDRESSES = 10_000

/** How often a password may be tried. */
export class Tries {
  readonly #all = new Bucket(ALL_PER_SECOND, ALL_AT_ONCE)
  readonly #addresses = new Map<string, Bucket>()

  /** null = try; else seconds to wait. */
  take(address: string): number | null {
    if (this.#addresses.size >= MAX_ADDRESSES) this.#addresses.clear()
    const bucket = this.#addresses.get(address) ?? new Bucket(PER_SECOND, AT_ONCE)
    this.#addresses.set(address, bucket)
    if (!bucket.take()) return Math.ceil(1 / PER_SECOND)
    return this.#all.take() ? null : Math.ceil(1 / ALL_PER_SECOND)
  }

  /** It was the right one. */
  forgive(address: string): void {
    this.#addresses.delete(address)
  }
}
