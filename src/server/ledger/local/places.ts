import * as v from 'valibot'
import type { LedgerRecord } from '../ledger.ts'

/** So many entries make a block. */
const STRIDE = 256

type Type = LedgerRecord['type']
/** `any` = one whose type cannot be told without reading it whole. */
type Block = { offset: number; types: Set<string> }
const ANY = 'any'

/** As it is kept: of each block where it begins, and which of `types` it holds. */
export const KeptPlaces = v.object({
  types: v.array(v.string()),
  blocks: v.array(v.tuple([v.number(), v.array(v.number())])),
})
export type KeptPlaces = v.InferOutput<typeof KeptPlaces>

/**
 * Where in a file of the log each block of entries begins, and of what types its entries are: reading on from a number need
 * not begin at the beginning, and who looks for a few rare entries need not go through all of it.
 */
export class Places {
  /** The entry before the file's first one. */
  readonly #after: number
  /** Those of entries `after` + 1, `after` + 1 + STRIDE …; where these are missing, of the next one there is. */
  readonly #blocks: Block[] = []

  constructor(after: number) {
    this.#after = after
  }

  static from(after: number, { types, blocks }: KeptPlaces): Places {
    const places = new Places(after)
    // Most blocks hold the same types: they share one set.
    const sets = new Map<string, Set<string>>()
    for (const [offset, held] of blocks) {
      const name = held.join()
      const set = sets.get(name) ?? new Set(held.map((each) => types[each] ?? ANY))
      sets.set(name, set)
      places.#blocks.push({ offset, types: set })
    }
    return places
  }

  get kept(): KeptPlaces {
    const types = new Map<string, number>()
    const place = (type: string) => {
      const known = types.get(type) ?? types.size
      types.set(type, known)
      return known
    }
    const blocks = this.#blocks.map((block): [number, number[]] => [
      block.offset,
      [...block.types].map(place).sort((a, b) => a - b),
    ])
    return { types: [...types.keys()], blocks }
  }

  /** To be told of every entry, in order. */
  add(seq: number, offset: number, type: string | null): void {
    while (this.#blocks.length <= (seq - this.#after - 1) / STRIDE) this.#blocks.push({ offset, types: new Set() })
    this.#blocks.at(-1)?.types.add(type ?? ANY)
  }

  /** Bytes, up to `size`, that hold all entries after a number up to number `to`, as far as they are of these types. */
  *parts(
    { after, to, types }: { after: number; to: number; types: readonly Type[] | undefined },
    size: number,
  ): Generator<{ start: number; end: number }, void, undefined> {
    const first = Math.floor(Math.max(0, after - this.#after) / STRIDE)
    const last = Math.ceil(Math.max(0, to - this.#after) / STRIDE)
    const blocks = this.#blocks.slice(first, last)
    const past = this.#blocks[last]?.offset ?? size
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

  /** The number of the entry before the first block that begins at `offset` or later; of the last one if there is none. */
  before(offset: number): number {
    const block = this.#blocks.findIndex((each) => each.offset >= offset)
    return this.#after + Math.max(0, block < 0 ? this.#blocks.length - 1 : block) * STRIDE
  }
}
