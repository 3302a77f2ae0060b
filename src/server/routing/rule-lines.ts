import { type RoutingSettings, type RuleFault, readRuleLine } from '../../protocol/routing.ts'
import { keyOf, NO_TARGET, targetOf } from '../numbers/whole-numbers.ts'

/** What of a line is looked at; a rule has 42 characters at most. */
const KEEP = 4096
const LF = 0x0a
const CR = 0x0d
const EQUALS = 0x3d
const ZERO = 0x30
/** Each of our writings ends with one; ASCII, because the file may be in any encoding. */
const STAMP = /^\s*# trubka ([0-9]{1,15})\s*$/
/** Numbers up to here are whole as JavaScript's own. */
const EXACT_DIGITS = 15

/** `rule` also when it removes one; `remark` = a comment or a blank line; `stamp` see `stampLine`. */
export type LineKind = 'rule' | 'remark' | 'stamp' | RuleFault

/**
 * Says which version of ours a text grew from, because any editor carries it along: the one that holds the ledger's records
 * up to `seq`.
 */
export const stampLine = (seq: number): string => `# trubka ${seq}`

/**
 * Goes through the lines of a file of rules, as bytes. A line in its plain form is read at once, without making a text of
 * it, which is what lets millions be read; any other is left to `readRuleLine`, whose word counts.
 */
export class RuleLines {
  readonly #settings: RoutingSettings
  readonly #wrap: number
  #bytes: Buffer = Buffer.alloc(0)

  /** Of the line last read: where it begins, and where the next one does. */
  start = 0
  end = 0
  kind: LineKind = 'remark'
  /** Of a rule; see whole-numbers.ts. `value` is NO_TARGET for a removal, and a stamp's number. */
  key = -1
  value = 0

  constructor(settings: RoutingSettings) {
    this.#settings = settings
    this.#wrap = 10 ** settings.lastDigits
  }

  /** What is to be read next; a line begins at `from`. */
  begin(bytes: Buffer, from = 0): void {
    this.#bytes = bytes
    this.end = from
  }

  /** Reads a line; false = there is none left. */
  next(): boolean {
    const bytes = this.#bytes
    this.start = this.end
    if (this.start >= bytes.length) return false
    if (!this.#plain()) this.#odd()
    return true
  }

  /** Where the internal number of a rule's line begins. */
  get targetStart(): number {
    return this.#bytes.indexOf(EQUALS, this.start) + 1
  }

  /** The line as far as it is looked at, a character for each byte. */
  get text(): string {
    return this.#bytes.toString('latin1', this.start, Math.min(this.#lineEnd, this.start + KEEP))
  }

  get #lineEnd(): number {
    return this.#bytes[this.end - 1] === LF ? this.end - 1 : this.end
  }

  /** Digits, `=`, digits and an end of line, nothing else, with the lengths that are asked for. */
  #plain(): boolean {
    const bytes = this.#bytes
    const { lastDigits, internalLength } = this.#settings
    let at = this.start
    let key = 0
    for (let byte = bytes[at] ?? LF; byte >= ZERO && byte < ZERO + 10; byte = bytes[++at] ?? LF) {
      key = key * 10 + byte - ZERO
    }
    const digits = at - this.start
    if (bytes[at] !== EQUALS || digits < lastDigits || digits > EXACT_DIGITS) return false
    const targetStart = ++at
    let value = NO_TARGET
    for (let byte = bytes[at] ?? LF; byte >= ZERO && byte < ZERO + 10; byte = bytes[++at] ?? LF) {
      value = value * 10 + byte - ZERO
    }
    const length = at - targetStart
    if (length !== 0 && (length < internalLength.min || length > internalLength.max)) return false
    if (bytes[at] === CR) at++
    if (bytes[at] !== LF) return false
    this.kind = 'rule'
    this.key = digits === lastDigits ? key : key % this.#wrap
    this.value = value
    this.end = at + 1
    return true
  }

  #odd(): void {
    const lf = this.#bytes.indexOf(LF, this.start)
    this.end = lf < 0 ? this.#bytes.length : lf + 1
    const text = this.text
    if (/^\s*($|[#;])/.test(text)) {
      const stamp = STAMP.exec(text)
      this.kind = stamp === null ? 'remark' : 'stamp'
      if (stamp !== null) this.value = Number(stamp[1])
      return
    }
    const rule = readRuleLine(text, this.#settings)
    if (typeof rule === 'string') {
      this.kind = rule
      return
    }
    this.kind = 'rule'
    this.key = keyOf(rule.key, this.#settings.lastDigits)
    this.value = rule.target === null ? NO_TARGET : targetOf(rule.target)
  }
}
