import { setTimeout as pause } from 'node:timers/promises'
import type { Ledger, LedgerEntry, LedgerRecord } from './ledger.ts'
import type { Moment } from './snapshot.ts'

export type FollowerOptions = {
  ledger: Ledger
  types: readonly LedgerRecord['type'][]
  /** The record that the read model holds last; null = none. */
  place: () => Promise<Moment | null>
  /** Of another ledger, or none: all is taken anew. */
  clear: () => Promise<unknown>
  /** `more` = others are already waiting. */
  take: (entries: LedgerEntry[], more: boolean) => Promise<void>
  /** All there is has been taken. */
  caughtUp: () => Promise<void>
  /** Something of these failed; it is tried again soon. */
  failed: (error: unknown) => void
  anew: () => void
}

const AT_ONCE = 500
const RETRY_MS = 5_000

/** Brings the ledger's records to a read model that is a file of its own, in order, for as long as it runs. */
export class Follower {
  readonly #o: FollowerOptions
  readonly #stop = new AbortController()
  #taken = 0
  #wake: () => void = () => {}
  #following: Promise<void> = Promise.resolve()
  /** How far it has come, for who waits for it. */
  readonly #reached = new Set<() => void>()

  constructor(options: FollowerOptions) {
    this.#o = options
  }

  get stopped(): boolean {
    return this.#stop.signal.aborted
  }

  /** Begins to follow the ledger; how far it is behind holds nobody up. */
  start(): void {
    const unhook = this.#o.ledger.onAppended(() => this.#wake())
    this.#stop.signal.addEventListener('abort', unhook)
    this.#following = this.#follow()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wake()
    await this.#following
  }

  /** Resolves when all that is in the ledger now has been taken, or nothing more will be. */
  async upToDate(): Promise<void> {
    const wanted = this.#o.ledger.last
    while (this.#taken < wanted && !this.stopped) await new Promise<void>((resolve) => this.#reached.add(resolve))
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop
    let begun = false
    while (!signal.aborted) {
      try {
        if (!begun) this.#taken = await this.#begin()
        begun = true
        const woken = new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        await this.#catchUp()
        this.#tellReached()
        if (!signal.aborted && this.#taken >= this.#o.ledger.last) await woken
      } catch (error) {
        if (signal.aborted) break
        this.#o.failed(error)
        begun = false
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined)
      }
    }
    this.#tellReached()
  }

  #tellReached(): void {
    for (const reached of this.#reached) reached()
    this.#reached.clear()
  }

  /** Where it was left; from the beginning when the file is of another ledger. */
  async #begin(): Promise<number> {
    const { place: placeOf, clear, ledger, anew } = this.#o
    const place = await placeOf()
    if (place === null) return 0
    for await (const { seq, at } of ledger.read(place.seq - 1)) {
      if (seq === place.seq && at === place.at) return place.seq
      break
    }
    anew()
    await clear()
    return 0
  }

  async #catchUp(): Promise<void> {
    const { ledger, types, take, caughtUp } = this.#o
    const last = ledger.last
    let batch: LedgerEntry[] = []
    const takeBatch = async (more: boolean) => {
      this.#stop.signal.throwIfAborted()
      const entries = batch
      batch = []
      if (entries.length === 0) return
      await take(entries, more)
      this.#taken = entries.at(-1)?.seq ?? this.#taken
    }
    for await (const entry of ledger.read(this.#taken, types, last)) {
      batch.push(entry)
      if (batch.length === AT_ONCE) await takeBatch(true)
    }
    await takeBatch(false)
    this.#taken = last
    await caughtUp()
  }
}
