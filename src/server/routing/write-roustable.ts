import type { Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import { type RefusedLine, type RoutingSettings, readRuleLine } from '../../protocol/routing.ts'
import { NumberTable } from '../numbers/number-table.ts'
import { SLICE } from '../numbers/room.ts'
import { keyOf, keyText, NO_TARGET, targetText } from '../numbers/whole-numbers.ts'
import { type Beside, type Out, writeBeside } from './beside.ts'
import { linePieces } from './line-pieces.ts'
import { FEWEST } from './number-ends.ts'
import { Refusals } from './refusals.ts'
import { RuleLines, stampLine } from './rule-lines.ts'

const LF = 0x0a
const CR = 0x0d

export type Written = Beside & {
  /** The lines that were refused in the file before, where they lie now. */
  refused: RefusedLine[]
  refusedCount: number
}

/** Changes of one moment: key → internal number, or NO_TARGET. */
export type Changes = NumberTable

/** What a file has to take in. */
export type ToWrite = {
  /** The rules that it has. */
  table: NumberTable
  changes: Changes
  /** Lines that are no rules by the lengths of now and have to be in the file all the same, at its end. */
  asleep: readonly string[]
  /** The last ledger record that it then holds. */
  stamp: number
}

type Rewrite = Partial<ToWrite> & {
  changes: Changes
  stamp: number
  /** Its path. */
  before: string
  /** When it is open already; or has no name any more. */
  handle?: FileHandle | undefined
  settings: RoutingSettings
}

/** An empty one. */
export const noChanges = ({ lastDigits, internalLength }: RoutingSettings): Changes =>
  new NumberTable(lastDigits, internalLength.max)

/**
 * Writes to `beside` what is to replace the file `before`: its lines as they are, in their order, comments, mistyped lines
 * and all, in any encoding; only the rules that changed are set, taken out, or put at the end, and one stamp comes last. On
 * disk when this resolves.
 */
export async function rewriteRoustable(
  beside: string,
  { before, handle, changes, asleep = [], stamp, settings }: Rewrite,
): Promise<Written> {
  const old = handle ?? (await open(before, 'r'))
  try {
    return await writing(beside, await old.stat(), (out) =>
      new Rewriting(out, { changes, asleep, stamp, settings }).run(old, before),
    )
  } finally {
    if (handle === undefined) await old.close()
  }
}

/** Writes to `beside` all rules of `table`, with the changes; neither may change meanwhile. */
export async function writeRoustable(
  beside: string,
  { table, changes, asleep, stamp }: ToWrite,
  settings: RoutingSettings,
): Promise<Written> {
  return writing(beside, null, async (out) => {
    let text = ''
    let at = 0
    const add = (key: number, value: number) => {
      if (value === NO_TARGET) return
      text += `${keyText(key, table.digits)}=${targetText(value)}\n`
      at++
    }
    const unlessChanged = (key: number, value: number) => {
      if (changes.find(key) === 0) add(key, value)
    }
    for (const [rules, show] of [[table, unlessChanged] as const, [changes, add] as const]) {
      for (let from = 0; from >= 0; ) {
        from = rules.scan(from, SLICE / 4, show)
        await out.write(text)
        text = ''
      }
    }
    await out.write([...asleep, stampLine(stamp)].map((line) => `${line}\n`).join(''))
    const refusals = new Refusals()
    for (const line of asleep) refuse(refusals, ++at, line, settings)
    return refusals
  })
}

async function writing(beside: string, like: Stats | null, write: (out: Out) => Promise<Refusals>): Promise<Written> {
  const { result, ...file } = await writeBeside(beside, like, write)
  return { ...file, refused: result.lines, refusedCount: result.count }
}

function refuse(refusals: Refusals, at: number, line: string, settings: RoutingSettings): void {
  const rule = readRuleLine(line, settings)
  if (typeof rule === 'string') refusals.add(at, line, rule)
}

class Rewriting {
  readonly #out: Out
  readonly #changes: Changes
  /** Those of them that lines of the file have taken. */
  readonly #placed: NumberTable
  readonly #ends = new Map<number, NumberTable>()
  readonly #asleep: readonly string[]
  readonly #stamp: number
  readonly #settings: RoutingSettings
  readonly #lines: RuleLines
  readonly #refusals = new Refusals()
  #at = 0
  /** As the file's first line ends. */
  #lineEnd: '\n' | '\r\n' | null = null
  #last = LF

  constructor(out: Out, { changes, asleep, stamp, settings }: Omit<ToWrite, 'table'> & { settings: RoutingSettings }) {
    this.#out = out
    this.#changes = changes
    this.#placed = new NumberTable(changes.digits, 1)
    this.#placed.reserve(changes.size)
    this.#asleep = asleep
    this.#stamp = stamp
    this.#settings = settings
    this.#lines = new RuleLines(settings)
  }

  async run(old: FileHandle, path: string): Promise<Refusals> {
    for await (const { bytes, from } of linePieces(old, path)) {
      const first = bytes.indexOf(LF)
      if (first >= 0) this.#lineEnd ??= bytes[first - 1] === CR ? '\r\n' : '\n'
      await this.#write(this.#changed(bytes, from))
    }
    if (this.#last !== LF) await this.#write([Buffer.from(this.#lineEnd ?? '\n')])
    await this.#writeNew()
    for (const line of this.#asleep) refuse(this.#refusals, ++this.#at, line, this.#settings)
    const last = [...this.#asleep, stampLine(this.#stamp)]
    await this.#write([Buffer.from(last.map((line) => line + (this.#lineEnd ?? '\n')).join(''))])
    return this.#refusals
  }

  /** The piece as it is to be: mostly parts of it just as they are. */
  #changed(bytes: Buffer, from: number): Buffer[] {
    const lines = this.#lines
    const parts: Buffer[] = []
    let kept = 0
    for (lines.begin(bytes, from); lines.next(); ) {
      this.#at++
      if (lines.kind !== 'rule') {
        if (lines.kind === 'stamp' || this.#isOvertaken(lines)) {
          parts.push(bytes.subarray(kept, lines.start))
          kept = lines.end
          this.#at--
        } else if (lines.kind !== 'remark') this.#refusals.add(this.#at, lines.text, lines.kind)
        continue
      }
      const value = this.#changes.find(lines.key)
      if (value === 0) continue
      if (value === NO_TARGET || this.#isRepeated(lines)) {
        parts.push(bytes.subarray(kept, lines.start))
        this.#at--
      } else {
        parts.push(bytes.subarray(kept, lines.targetStart), Buffer.from(`${targetText(value)}${this.#lineEnd ?? '\n'}`))
        this.#placed.put(lines.key, NO_TARGET)
      }
      kept = lines.end
    }
    parts.push(bytes.subarray(kept))
    return parts
  }

  /**
   * A further line for a number that has its new rule. One with more digits stays: when more of them decide, it is of
   * another number, which is not to be without its rule.
   */
  #isRepeated({ key, start, targetStart }: RuleLines): boolean {
    return targetStart - 1 - start <= this.#settings.lastDigits && this.#placed.find(key) !== 0
  }

  /** A line that only its lengths keep from being a rule: once they are set back, it would undo the change. */
  #isOvertaken({ kind, text }: RuleLines): boolean {
    if (kind !== 'internalTooLong' && kind !== 'internalTooShort' && kind !== 'numberTooShort') return false
    const number = (text.trim().split('=', 1)[0] ?? '').slice(-this.#settings.lastDigits)
    // It has never been one.
    if (number.length < FEWEST) return false
    return this.#changedEnds(number.length).find(keyOf(number, number.length)) !== 0
  }

  /** What the changed numbers end with, in so many digits. */
  #changedEnds(digits: number): NumberTable {
    if (digits === this.#changes.digits) return this.#changes
    const known = this.#ends.get(digits)
    if (known !== undefined) return known
    const ends = new NumberTable(digits, 1)
    ends.reserve(this.#changes.size)
    this.#changes.scan(0, Number.POSITIVE_INFINITY, (key) => ends.put(key % 10 ** digits, NO_TARGET))
    this.#ends.set(digits, ends)
    return ends
  }

  /** What the file has not had. */
  async #writeNew(): Promise<void> {
    const { digits } = this.#changes
    let text = ''
    for (let at = 0; at >= 0; ) {
      at = this.#changes.scan(at, SLICE / 4, (key, value) => {
        if (value === NO_TARGET || this.#placed.find(key) !== 0) return
        text += `${keyText(key, digits)}=${targetText(value)}${this.#lineEnd ?? '\n'}`
        this.#at++
      })
      await this.#write([Buffer.from(text)])
      await breathe()
      text = ''
    }
  }

  async #write(parts: Buffer[]): Promise<void> {
    const filled = parts.filter(({ length }) => length > 0)
    const last = filled.at(-1)
    if (last === undefined) return
    this.#last = last.at(-1) ?? LF
    await this.#out.write(filled.length === 1 ? last : Buffer.concat(filled))
  }
}
