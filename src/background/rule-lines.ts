import { TrubkaError } from '../protocol/errors.ts'
import { MAX_RULE_LINES } from '../protocol/methods.ts'
import { type RefusedLine, type RoutingSettings, readRuleLine } from '../protocol/routing.ts'

/** Longer lines the server would not even look at, and it would refuse the good ones with them. */
const MAX_LINE = 200
const SHOWN = 80

/**
 * Sorts out a page's rule lines before they are kept: what cannot be right is named at once, the rest goes to the
 * server, whose word counts. Settings may be old or not known yet; a line that only they would refuse is sent all the same.
 */
export function sortRuleLines(
  lines: string[],
  settings: RoutingSettings | null,
): { send: string[]; refused: RefusedLine[] } {
  if (lines.length > MAX_RULE_LINES) throw new TrubkaError('tooMany', `more than ${MAX_RULE_LINES} lines`)
  const send: string[] = []
  const refused: RefusedLine[] = []
  for (const [index, line] of lines.entries()) {
    const read = line.length > MAX_LINE ? 'notDigits' : settings ? readRuleLine(line, settings) : null
    if (typeof read === 'string') refused.push({ at: index + 1, line: line.slice(0, SHOWN), fault: read })
    if (line.length <= MAX_LINE && read !== 'notDigits') send.push(line)
  }
  return { send, refused }
}
