import type { LedgerRecord } from '../ledger.ts'

/** So many entries make a block. */
const STRIDE = 256

type Type = LedgerRecord['type']
/** `any` = one whose type cannot be told without reading it whole. */
type Block = { offset: number; types: Set<string> }
const ANY = 'any'

/**
 * Where in the log each block of entries begins, and of what types its entries are: reading on from a number need not begin
 * at the beginning, and who looks for a few rare entries need not go through all of it.
 */
export class Places {
  /** Those of entries 1, 1 + STRIDE, 1 + 2·STRIDE …; where these are missing, of the next one there is. */
  readonly #blocks: Block[] = []

  /** To be told of every entry, in order. */
  add(seq: number, offset: number, type: string | null): void {
    while (this.#blocks.length <= (seq - 1) / STRIDE) this.#blocks.push({ offset, types: new Set() })
    this.#blocks.at(-1)?.types.add(type ?? ANY)
  }

  /** Bytes, up to `size`, that hold all entries after a number up to number `to`, as far as they are of these types. */
  *parts(
    { after, to, types }: { after: number; to: number; types: readonly Type[] | undefined },
    size: number,
  ): Generator<{ start: number; end: number }, void, undefined> {
    const blocks = this.#blocks.slice(Math.floor(Math.max(0, after) / STRIDE), Math.ceil(Math.max(0, to) / STRIDE))
    const past = this.#blocks[Math.ceil(Math.max(0, to) / STRIDE)]?.offset ?? size
    const isWanted = (block: Block) =>
      types === undefined || block.types.has(ANY) || types.some((type) => block.types.has(type))
    let start: number | null = null
    for (const block of blocks) {
      if (isWanted(block)) start ??= block.offset
      else if (start !== null) {
        yield { start, end: block.offset }
        start = null
      }
    }
    if (start !== null) yield { start, end: past }
  }
}
