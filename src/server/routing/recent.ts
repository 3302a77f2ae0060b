import { setImmediate as breathe } from 'node:timers/promises'

/** What one ledger record made of one number; null = no rule. */
type Write = {
  key: string
  before: string | null
  after: string | null
  seq: number
  at: number
  /** The file had a line that takes the number's rule away, and the write took its place. */
  overRemoval: boolean
}

/** A file that somebody has saved. */
export type SavedByOthers = {
  /** Milliseconds since 1970. */
  at: number
  get: (key: string) => string | null
  /** It has a line `number=` for it, and none after that. */
  removes: (key: string) => boolean
}
export type Unseen = { key: string; target: string | null; seq: number }

/** So long, at most, an editor has had the text that it saves. */
export const EDITOR_MS = 8 * 3_600_000
/** So many writes are remembered: some ten megabytes. */
const MOST = 100_000
/** So many are looked at before other work gets its turn. */
const SLICE = 2000

/**
 * Our writes of late, to tell what somebody who saves the file cannot have seen: an editor holds the text of the moment it
 * was opened, and knows nothing of rules that came after.
 *
 * Which version of the file it had is told by the newest trace of one: a number, or a rule, that the saved file has and no
 * version before ours had. Whatever we wrote up to there was seen: if it is missing, it was removed. What we wrote later
 * is missing because it was not seen.
 */
export class Recent {
  #writes: Write[] = []
  /** What the last write made of a number, also of numbers whose writes are forgotten; and the same of before those. */
  #last = new Map<string, string | null>()
  #lastBefore = new Map<string, string | null>()
  /**
   * The last record in each of our savings: who saw one of its rules, saw all. Of what came up to the first of them nobody
   * remembers how it was saved.
   */
  #savings: number[] = []

  /** `before` is left out where nobody knows it: then it is what the write before has made of it. */
  add(write: Omit<Write, 'before' | 'overRemoval'> & { before?: string | null; overRemoval?: boolean }): void {
    const { key, after, at, overRemoval = false } = write
    const before = write.before === undefined ? this.#lastOf(key) : write.before
    this.#last.set(key, after)
    if (this.#last.size > MOST) {
      this.#lastBefore = this.#last
      this.#last = new Map()
    }
    if (before === after) return
    this.#writes.push({ ...write, before, overRemoval })
    const old = this.#writes[0]
    if (this.#writes.length > MOST * 1.1 || (old !== undefined && old.at < at - EDITOR_MS * 1.1)) this.#forgetOld(at)
  }

  /** The file holds all records up to this one. */
  saved(seq: number): void {
    if (seq > (this.#savings.at(-1) ?? -1)) this.#savings.push(seq)
  }

  clear(): void {
    this.#writes = []
    this.#last.clear()
    this.#lastBefore.clear()
    this.#savings = []
  }

  /**
   * What we wrote up to the record `held`, and whoever saved this file has not seen. For all other numbers their word
   * counts from now on.
   */
  async unseen(file: SavedByOthers, held: number): Promise<Unseen[]> {
    const numbers = new Map<string, Write[]>()
    const since = file.at - EDITOR_MS
    await inSlices(this.#writes, (write) => {
      if (write.at <= since) return
      const writes = numbers.get(write.key)
      if (writes === undefined) numbers.set(write.key, [write])
      else writes.push(write)
    })
    const seen = await this.#seen(file, numbers)
    const unseen: Unseen[] = []
    const theirs = new Set<string>()
    await inSlices(numbers, ([key, writes]) => {
      const last = writes.at(-1)
      const now = file.get(key)
      if (last === undefined || last.after === now || last.seq > held) return
      const asTheySawIt = writes.findLast(({ seq }) => seq <= seen)?.after ?? writes[0]?.before ?? null
      const removed = file.removes(key) && !writes.some(({ overRemoval }) => overRemoval)
      if (last.seq > seen && now === asTheySawIt && !removed) unseen.push({ key, target: last.after, seq: last.seq })
      else theirs.add(key)
    })
    if (theirs.size > 0) this.#writes = this.#writes.filter(({ key }) => !theirs.has(key))
    return unseen
  }

  /** The last record of which there is a trace in the file. */
  async #seen(file: SavedByOthers, numbers: ReadonlyMap<string, Write[]>): Promise<number> {
    let seen = 0
    await inSlices(numbers, ([key, writes]) => {
      const now = file.get(key)
      const before = writes[0]?.before
      if (now === null || now === before) return
      const same = writes.find(({ after }) => after === now)
      // With an internal number of their own it is a trace only if there was none for the number before.
      const trace = same ?? (before === null ? writes.find(({ after }) => after !== null) : undefined)
      seen = Math.max(seen, trace?.seq ?? 0)
    })
    const [first = seen] = this.#savings
    return seen <= first ? seen : (this.#savings.find((seq) => seq >= seen) ?? seen)
  }

  #lastOf(key: string): string | null {
    const last = this.#last.get(key)
    return last === undefined ? (this.#lastBefore.get(key) ?? null) : last
  }

  #forgetOld(now: number): void {
    const from = this.#writes.findIndex(({ at }) => at >= now - EDITOR_MS)
    this.#writes = this.#writes.slice(Math.max(from, this.#writes.length - MOST))
    const first = this.#writes[0]?.seq ?? 0
    this.#savings = this.#savings.filter((seq) => seq >= first)
  }
}

async function inSlices<T>(all: Iterable<T>, show: (one: T) => void): Promise<void> {
  let shown = 0
  for (const one of all) {
    show(one)
    if (++shown % SLICE === 0) await breathe()
  }
}
