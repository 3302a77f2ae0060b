import { setImmediate as breathe } from 'node:timers/promises'
import type { NumberTable } from '../numbers/number-table.ts'
import { keyText, NO_TARGET, targetText } from '../numbers/whole-numbers.ts'

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
/** What became of numbers by records up to `seq`; NO_TARGET = the rule was removed. */
export type Recalled = { table: NumberTable; seq: number }
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
  /** The last record of which writes are not remembered. */
  #forgotten = { seq: 0, at: 0 }

  add(write: Write): void {
    if (write.seq > this.#newest.seq) this.#newest = { seq: write.seq, at: write.at }
    if (write.before?.target === write.after) return
    this.#writes.push(write)
    if (this.#writes.length <= MOST * 1.1) return
    const { seq, at } = this.#writes.at(-MOST - 1) ?? this.#forgotten
    this.#forgotten = { seq, at }
    this.#writes = this.#writes.slice(-MOST)
  }

  /** From now on it is told of the records after `seq`. */
  begin(seq: number): void {
    this.#writes = []
    this.#newest = { seq: 0, at: 0 }
    this.#forgotten = { seq, at: 0 }
  }

  /** Records with writes that whoever saved this file may not have seen, and that are not remembered; null = none. */
  forgotten({ stamp, at }: Pick<SavedByOthers, 'stamp' | 'at'>): { after: number; to: number; since: number } | null {
    const { seq: to, at: till } = this.#forgotten
    if (stamp !== null) return stamp < to ? { after: stamp, to, since: 0 } : null
    const since = sinceOf(at)
    return since < till ? { after: 0, to, since } : null
  }

  /**
   * What we wrote up to the record `held`, and whoever saved this file has neither seen nor decided otherwise; `stale` = we
   * wrote something that they have not seen. For all other numbers their word counts from now on. What we write meanwhile
   * is none of this. `recalled` = what those that are not remembered have made of their numbers, if they may not have seen it.
   */
  async unseen(
    file: SavedByOthers,
    held: number,
    recalled: Recalled | null = null,
  ): Promise<{ unseen: Unseen[]; stale: boolean }> {
    const { appendedAt = null } = file
    const since = sinceOf(file.at)
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
    const stale = (this.#newest.seq > 0 && !isSeen(this.#newest)) || (recalled?.table.size ?? 0) > 0
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
      // What it was before the first of those that are not remembered, nobody knows.
      const isKnown = (recalled?.table.get(key) ?? null) === null
      const changed = isKnown && appendedAt === null && first && !isOld && isChanged(first, now, file.removes(key))
      const decided = first === undefined || changed
      if (decided) theirs.set(key, last.seq)
      else if (!isOnTop) unseen.push({ key, target: last.after, seq: last.seq })
    })
    if (recalled !== null) {
      const { table, seq } = recalled
      const show = (number: number, value: number) => {
        const key = keyText(number, table.digits)
        const target = value === NO_TARGET ? null : targetText(value)
        if (!numbers.has(key) && file.get(key) !== target) unseen.push({ key, target, seq })
      }
      for (let at = table.scan(0, SLICE, show); at >= 0; at = table.scan(at, SLICE, show)) await breathe()
    }
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

/** What was written before it, whoever saves a text without a stamp has seen; a file server's clock may be ahead. */
const sinceOf = (savedAt: number): number => Math.min(savedAt, Date.now()) - EDITOR_MS

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
