import { setImmediate as breathe } from 'node:timers/promises'
import type { NumberTable } from './number-table.ts'

/** So many slots of a table are gone through before other work gets its turn: about a millisecond. */
export const SLICE = 20_000

/** The table, or a larger one with its rules, that can take `more` rules without stopping to grow. */
export async function withRoom(table: NumberTable, more: number): Promise<NumberTable> {
  if (table.size + more <= table.room) return table
  const larger = table.larger(more)
  const put = (key: number, value: number) => larger.put(key, value)
  for (let at = table.scan(0, SLICE, put); at >= 0; at = table.scan(at, SLICE, put)) await breathe()
  return larger
}
