import { setImmediate as breathe } from 'node:timers/promises'
import type { NumberTable } from '../numbers/number-table.ts'
import { SLICE } from '../numbers/room.ts'
import { keyText, targetText } from '../numbers/whole-numbers.ts'
import { Smallest } from './smallest.ts'

/** What an edit of a file has made of the rules: so many are other ones now, the first of them, in the numbers' order, as lines. */
export type ChangedRules = { count: number; lines: string[] }

/** So many are told one by one: a table that was replaced as a whole would be in the ledger a second time. */
const TOLD = 1000

/**
 * Compares the table of before with the one of now; `isOurs` = the rule of this number does not come from the file. Other
 * work gets its turn, and neither table may change meanwhile.
 */
export async function changedRules(
  before: NumberTable,
  now: NumberTable,
  isOurs: (key: string) => boolean,
): Promise<ChangedRules> {
  const { digits } = now
  const first = new Smallest(TOLD, -1)
  let count = 0
  const add = (key: number) => {
    if (isOurs(keyText(key, digits))) return
    count++
    first.add(key)
  }
  const isNew = (key: number, value: number) => {
    if (before.find(key) !== value) add(key)
  }
  const isGone = (key: number) => {
    if (now.find(key) === 0) add(key)
  }
  for (const [table, show] of [[now, isNew] as const, [before, isGone] as const])
    for (let at = table.scan(0, SLICE, show); at >= 0; at = table.scan(at, SLICE, show)) await breathe()
  const lines = first.keys.map((key) => {
    const value = now.find(key)
    return `${keyText(key, digits)}=${value === 0 ? '' : targetText(value)}`
  })
  return { count, lines }
}
