import { setImmediate as breathe } from 'node:timers/promises'

/** How the file stood for a number: its rule, and whether a line takes the rule away. */
type Before = { target: string | null; removed: boolean }

/** What one ledger record made of one number; null = no rule. */
type Write = {
  key: string
  /** Missing where nobody knows it any more: the ledger does not tell what administrators have done. */
  before?: Before
  after: string | null
  seq: number
  at: number
}

/** A file that somebody has saved. */
export type SavedByOthers = {
  /** Milliseconds since 1970. */
  at: number
  /** They have seen our records up to this one; null = nobody knows. */
  stamp: number | null
  /** Not saved as a whole: this is ours, and what somebody has written at this moment stands at its end. */
  appendedAt?: number | null
  get: (key: string) => string | null
  /** It has a line `number=` for it, and none after that. */
  removes: (key: string) => boolean
}
export type Unseen = { key: string; target: string | null; seq: number }

/** So long, at most, an editor has had a text that bears no stamp. */
export const EDITOR_MS = 8 * 3_600_000
/** So many writes are remembered: some ten megabytes. */
const MOST = 100_000
/** So many are looked at before other work gets its turn. */
const SLICE = 2000

/**
 * Our writes of late, to tell what somebody who saves the file cannot have seen: an editor holds the text of the moment it
 * was opened, and knows nothing of rules that came after.
 *
 * The text's stamp says what they have seen; the file is right about that. Without one they may have seen nothing of what we
 * wrote in the last hours: rather a rule put back that is to be removed once more than an acknowledged one lost.
 */
export class Recent {
  #writes: Write[] = []
  /** Also if it is not remembered: it is in the ledger. */
  #newest = { seq: 0, at: 0 }

  add(write: Write): void {
    if (write.seq > this.#newest.seq) this.#newest = { seq: write.seq, at: write.at }
    if (write.before?.target === write.after) return
    this.#writes.push(write)
    if (this.#writes.length > MOST * 1.1) this.#writes = this.#writes.slice(-MOST)
  }

  clear(): void {
    this.#writes = []
    this.#newest = { seq: 0, at: 0 }
  }

  /**
   * What we wrote up to the record `held`, and whoever saved this file has neither seen nor decided otherwise; `stale` = we
   * wrote something that they have not seen. For all other numbers their word counts from now on. What we write meanwhile
   * is none of this.
   */
  async unseen(file: SavedByOthers, held: number): Promise<{ unseen: Unseen[]; stale: boolean }> {
    const { appendedAt = null } = file
    // A file server's clock may be ahead.
    const since = Math.min(file.at, Date.now()) - EDITOR_MS
    const isSeen = ({ seq, at }: { seq: number; at: number }) => (file.stamp === null ? at <= since : seq <= file.stamp)
    // Of two lines for a number the later one counts, although theirs comes to the file's end only now.
    const isBefore = appendedAt === null ? isSeen : ({ at }: Write) => at <= appendedAt
    const numbers = new Map<string, Write[]>()
    await inSlices(this.#writes, (write) => {
      const writes = numbers.get(write.key)
      if (writes === undefined) numbers.set(write.key, [write])
      else writes.push(write)
    })
    const unseen: Unseen[] = []
    /** The last of our records that they have decided about: what comes while we look is nothing they could know. */
    const theirs = new Map<string, number>()
    const stale = this.#newest.seq > 0 && !isSeen(this.#newest)
    await inSlices(numbers, ([key, all]) => {
      // What no file holds yet lies on top of theirs in any case.
      const isOnTop = (all.at(-1)?.seq ?? 0) > held
      const writes = isOnTop ? all.filter(({ seq }) => seq <= held) : all
      const last = writes.at(-1)
      const first = writes.find((write) => !isBefore(write))
      const now = file.get(key)
      if (last === undefined || last.after === now) return
      // Without a stamp, what we once wrote may be what they saw.
      const isOld = file.stamp === null && writes.some(({ after }) => after === now)
      const changed = appendedAt === null && first && !isOld && isChanged(first, now, file.removes(key))
      const decided = first === undefined || changed
      if (decided) theirs.set(key, last.seq)
      else if (!isOnTop) unseen.push({ key, target: last.after, seq: last.seq })
    })
    if (theirs.size > 0) this.#writes = this.#writes.filter(({ key, seq }) => seq > (theirs.get(key) ?? 0))
    return { unseen, stale }
  }

  /**
   * The file of now is below what we wrote after the record `held`, instead of the one that was there at that moment: what
   * it says is no change of a text that is saved later.
   */
  async layOn(file: Pick<SavedByOthers, 'get' | 'removes'>, held: number): Promise<void> {
    const known = new Set<string>()
    await inSlices(this.#writes, (write) => {
      const { key, seq } = write
      if (seq <= held || known.has(key)) return
      known.add(key)
      write.before = { target: file.get(key), removed: file.removes(key) }
    })
  }
}

/** They have changed the number's line themselves; only if it is known what it was before our first unseen write. */
function isChanged({ before }: Write, now: string | null, removed: boolean): boolean {
  return before !== undefined && (now !== before.target || (removed && !before.removed))
}

async function inSlices<T>(all: Iterable<T>, show: (one: T) => void): Promise<void> {
  let shown = 0
  for (const one of all) {
    show(one)
    if (++shown % SLICE === 0) await breathe()
  }
}
