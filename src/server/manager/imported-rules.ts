import { isUtf8 } from 'node:buffer'
import { type RefusedLine, type RoutingSettings, readRuleLine } from '../../protocol/routing.ts'
import { NumberTable } from '../numbers/number-table.ts'
import { keyOf, keyText, NO_TARGET, targetOf, targetText } from '../numbers/whole-numbers.ts'
import { textLines } from '../text-lines.ts'

/** Of the faulty lines, so many are shown. */
const SHOWN = 100
/** A line of a table with many columns; whatever is longer is none. */
const LONGEST = 1000

/**
 * What a file to be imported says: each number once, where it first stands, with what its last line says. Not a `Map`: one
 * of a million numbers stops everything while it grows.
 */
export class ImportedRules {
  readonly refused: RefusedLine[] = []
  refusedCount = 0
  readonly #settings: RoutingSettings
  readonly #rules: NumberTable
  /** The numbers' keys, in the file's order. */
  readonly #order: Float64Array

  /** The lines of a `*.roustable` file, or of a table saved as CSV; other work gets its turn meanwhile. */
  static async read(body: Buffer, settings: RoutingSettings): Promise<ImportedRules> {
    // Each rule takes its number, a sign and an end of line.
    const rules = new ImportedRules(settings, Math.ceil(body.length / (settings.lastDigits + 2)))
    // UTF-8 with or without a mark, else what Windows editors write here.
    const decoder = new TextDecoder(isUtf8(body) ? 'utf-8' : 'windows-1251')
    let at = 0
    for await (const lines of textLines(body, decoder)) for (const line of lines) rules.#take(line.trim(), ++at)
    return rules
  }

  private constructor(settings: RoutingSettings, atMost: number) {
    this.#settings = settings
    this.#rules = new NumberTable(settings.lastDigits, settings.internalLength.max)
    this.#rules.reserve(atMost)
    this.#order = new Float64Array(atMost)
  }

  get size(): number {
    return this.#rules.size
  }

  /** `target` is null for a removal. */
  at(place: number): { number: string; target: string | null } {
    const key = this.#order[place] ?? -1
    const value = this.#rules.find(key)
    return { number: keyText(key, this.#settings.lastDigits), target: value === NO_TARGET ? null : targetText(value) }
  }

  /** Blank lines, comments and the heading of a table are left out. */
  #take(text: string, at: number): void {
    if (text === '' || /^[#;]/.test(text)) return
    const plain = text.includes('=') || text.length > LONGEST
    if (!plain && at === 1 && !/\d/.test(text)) return
    const rule = readRuleLine(plain ? text : (fromCsv(text) ?? text), this.#settings)
    if (typeof rule === 'string') {
      if (++this.refusedCount <= SHOWN) this.refused.push({ at, line: text.slice(0, 80), fault: rule })
      return
    }
    const key = keyOf(rule.key, this.#settings.lastDigits)
    if (this.#rules.find(key) === 0) this.#order[this.#rules.size] = key
    this.#rules.put(key, rule.target === null ? NO_TARGET : targetOf(rule.target))
  }
}

/** Number and internal number in the first two columns, after `;`, `,` or a tab; numbers in any form. */
function fromCsv(text: string): string | null {
  const [number, target, ...more] = text.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  if (number === undefined || target === undefined) return null
  // Further columns, such as a name, do not matter.
  if (more.length > 50 || /[^\d\s()+-]/.test(number) || /[^\d\s]/.test(target)) return null
  return `${number.replace(/\D/g, '')}=${target.replace(/\D/g, '')}`
}
