import { TextDecoder } from 'node:util'
import type { RefusedLine, RuleFault } from '../../protocol/routing.ts'

/** So many refused lines are remembered by number and text; the rest is counted. */
const MAX_REFUSED = 100
const MAX_SHOWN = 80

/** The lines of a file that are no rules, for whoever is to mend them. */
export class Refusals {
  readonly lines: RefusedLine[] = []
  count = 0

  /** `text` is Latin-1: a character for each byte, in whatever encoding the file is. */
  add(at: number, text: string, fault: RuleFault): void {
    this.count++
    if (this.lines.length < MAX_REFUSED) this.lines.push({ at, line: shown(text), fault })
  }
}

function shown(text: string): string {
  const bytes = Buffer.from(text.slice(0, MAX_SHOWN * 4), 'latin1')
  return decoded(bytes).trimEnd().slice(0, MAX_SHOWN)
}

function decoded(bytes: Buffer): string {
  try {
    // As a stream: a character cut in two at the end is no fault.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    // What Russian Windows writes where it does not write UTF-8.
    return new TextDecoder('windows-1251').decode(bytes)
  }
}
