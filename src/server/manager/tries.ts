import { Bucket } from '../gateway/limits.ts'

/** Five wrong passwords, then one in half a minute; of all addresses together one a second. */
const AT_ONCE = 5
const PER_SECOND = 1 / 30
const ALL_AT_ONCE = 20
const ALL_PER_SECOND = 1
const MAX_ADDRESSES = 10_000
const MAX_KNOWN = 100

/** How often a password may be tried. */
export class Tries {
  readonly #now: () => number
  readonly #all: Bucket
  readonly #addresses = new Map<string, Bucket>()
  /** Somebody signed in from there: what all the others try does not keep them out. The latest last. */
  readonly #known = new Map<string, Bucket>()

  /** `now` = milliseconds of a clock that nobody sets. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#all = new Bucket(ALL_PER_SECOND, ALL_AT_ONCE, now)
  }

  /** null = try; else seconds to wait. */
  take(address: string): number | null {
    const known = this.#known.get(address)
    if (known) return known.take() ? null : Math.ceil(1 / PER_SECOND)
    if (this.#addresses.size >= MAX_ADDRESSES) this.#addresses.clear()
    const bucket = this.#addresses.get(address) ?? this.#bucket()
    this.#addresses.set(address, bucket)
    if (!bucket.take()) return Math.ceil(1 / PER_SECOND)
    return this.#all.take() ? null : Math.ceil(1 / ALL_PER_SECOND)
  }

  /** It was the right one. */
  right(address: string): void {
    this.#addresses.delete(address)
    this.#known.delete(address)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size < MAX_KNOWN) break
      this.#known.delete(oldest)
    }
    this.#known.set(address, this.#bucket())
  }

  #bucket(): Bucket {
    return new Bucket(PER_SECOND, AT_ONCE, this.#now)
  }
}
