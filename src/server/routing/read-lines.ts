import { setImmediate as breathe } from 'node:timers/promises'
import { type RefusedLine, type RoutingSettings, type Rule, readRuleLine } from '../../protocol/routing.ts'

/** So many lines are read before other work gets its turn: a quarter of a millisecond, and some in the first request. */
const LINES = 250

/** The last digits of a number in any form; null when it has too few. */
export function keyOfNumber(number: string, lastDigits: number): string | null {
  const digits = number.length > 100 ? '' : number.replace(/[^0-9]/g, '')
  return digits.length < lastDigits ? null : digits.slice(-lastDigits)
}

/** Of many lines, other work gets its turn in between. */
export async function readLines(
  lines: readonly string[],
  settings: RoutingSettings,
): Promise<{ good: Rule[]; refused: RefusedLine[] }> {
  const good: Rule[] = []
  const refused: RefusedLine[] = []
  for (const [i, line] of lines.entries()) {
    if (i % LINES === LINES - 1) await breathe()
    const rule = readRuleLine(line, settings)
    if (typeof rule === 'string') refused.push({ at: i + 1, line: line.slice(0, 80), fault: rule })
    else good.push(rule)
  }
  return { good, refused }
}
