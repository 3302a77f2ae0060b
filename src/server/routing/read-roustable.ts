import { type FileHandle, open } from 'node:fs/promises'
import type { RefusedLine, RoutingSettings } from '../../protocol/routing.ts'
import { NumberTable } from '../numbers/number-table.ts'
import { withRoom } from '../numbers/room.ts'
import { NO_TARGET } from '../numbers/whole-numbers.ts'
import { identity } from './file-identity.ts'
import { linePieces } from './line-pieces.ts'
import { Refusals } from './refusals.ts'
import { RuleLines } from './rule-lines.ts'
import { Sum } from './sum.ts'

export type Roustable = {
  table: NumberTable
  /** Which file this was; see `identityOf`. */
  identity: string
  bytes: number
  crc: number
  /** Milliseconds since 1970. */
  savedAt: number
  /** The version of ours that it grew from, the oldest if there are several; see `stampLine`. null = none is named. */
  stamp: number | null
  /** Numbers whose last line takes the rule away. */
  removed: ReadonlySet<number>
  refused: RefusedLine[]
  refusedCount: number
}

/** Room is not made beforehand for more rules: the file may be full of something else. */
const MOST_AT_ONCE = 20_000_000

/**
 * Reads a file of rules (SPEC C2–C4) as a stream: LF or CRLF, a BOM, blank lines and comments (`#`, `;`) are fine; lines
 * that fail the checks are named and left out; a later rule for the same number overwrites. Other work gets its turn all
 * the time, however large the file is.
 * @throws NotText, or the system's error
 */
export async function readRoustable(path: string, settings: RoutingSettings): Promise<Roustable> {
  const handle = await open(path, 'r')
  try {
    return await readOpened(handle, path, settings)
  } finally {
    await handle.close()
  }
}

/** As `readRoustable`; `path` is what it is called in errors. */
export async function readOpened(handle: FileHandle, path: string, settings: RoutingSettings): Promise<Roustable> {
  const { lastDigits, internalLength } = settings
  const file = await handle.stat({ bigint: true })
  let table = new NumberTable(lastDigits, internalLength.max)
  // A usual rule is `lastDigits` digits, `=103`, `\n`; and some are going to come.
  table.reserve(Math.min(MOST_AT_ONCE, (Number(file.size) / (lastDigits + 5)) * 1.02))
  const lines = new RuleLines(settings)
  const refusals = new Refusals()
  const removed = new Set<number>()
  const whole = new Sum()
  let stamp: number | null = null
  let at = 0
  for await (const { bytes, from } of linePieces(handle, path)) {
    whole.add(bytes)
    table = await withRoom(table, bytes.length / (lastDigits + internalLength.min + 2))
    for (lines.begin(bytes, from); lines.next(); ) {
      at++
      if (lines.kind === 'rule') {
        if (lines.value === NO_TARGET) {
          table.drop(lines.key)
          removed.add(lines.key)
        } else {
          table.put(lines.key, lines.value)
          if (removed.size > 0) removed.delete(lines.key)
        }
      } else if (lines.kind === 'stamp') stamp = Math.min(lines.value, stamp ?? lines.value)
      else if (lines.kind !== 'remark') refusals.add(at, lines.text, lines.kind)
    }
  }
  const { lines: refused, count: refusedCount } = refusals
  const { bytes, crc } = whole
  const savedAt = Number(file.mtimeMs)
  return { table, identity: identity(file), bytes, crc, savedAt, stamp, removed, refused, refusedCount }
}
