/** The PBX's own time and all its timers, so that none outlives it. */
export class Clock {
  readonly #offsetMs: number
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(offsetMs: number) {
    this.#offsetMs = offsetMs
  }

  /** Milliseconds since 1970 by the PBX's clock. */
  now(): number {
    return Date.now() + this.#offsetMs
  }

  /** As AMI writes it: seconds, with microseconds after the point; never runs back. */
  timestamp(): string {
    return ((performance.timeOrigin + performance.now() + this.#offsetMs) / 1000).toFixed(6)
  }

  /** Runs `action` later; the returned function forgets it. */
  later(ms: number, action: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      action()
    }, ms)
    this.#timers.add(timer)
    return () => {
      clearTimeout(timer)
      this.#timers.delete(timer)
    }
  }

  forgetAll(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}

/** Puts things in an order that a real PBX does not promise; the same seed gives the same orders. */
export function shuffler(seed: number | undefined): <Item>(items: Item[]) => Item[] {
  if (seed === undefined) return (items) => items
  let state = seed >>> 0
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }
  return (items) =>
    items
      .map((item) => ({ item, rank: next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item)
}
