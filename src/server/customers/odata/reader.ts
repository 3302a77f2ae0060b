import { setImmediate as breathe } from 'node:timers/promises'
import * as v from 'valibot'
import type { ODataClient } from './client.ts'
import { bare, type Preset } from './presets/preset.ts'

/** Rows read in one go: calls are decided in between. */
const SLICE = 100
/** 1C's presentations have 100 to 150 characters; whatever is longer is cut. */
export const MAX_NAME = 300
/** A GUID has 36. */
const MAX_REF = 100
const Row = v.record(v.string(), v.unknown())
export type Row = v.InferOutput<typeof Row>
type Names = { set: string; ref: string; name: string }
export type Item = { ref: string; name: string; row: Row }
export type Phone = { owner: string; line: number; texts: string[] }

export type ReaderOptions = {
  client: ODataClient
  preset: Preset
  /** Set → properties to ask for, as `wantedFrom` gives them; a set that is not here is empty. */
  properties: ReadonlyMap<string, readonly string[]>
  /** So many rows more have been read. */
  progress?: (rows: number) => void
}

/** Reads sets of a base as rows that make sense. */
export class Reader {
  readonly #o: ReaderOptions
  #skipped = 0

  constructor(options: ReaderOptions) {
    this.#o = options
  }

  /** Rows that made no sense and were left out. */
  get skipped(): number {
    return this.#skipped
  }

  async items(names: Names): Promise<Map<string, Item>> {
    const items = new Map<string, Item>()
    for await (const item of this.each(names)) items.set(item.ref, item)
    return items
  }

  async *each(names: Names, filter?: string): AsyncGenerator<Item, void, undefined> {
    for await (const row of this.rows(names.set, names.ref, filter)) {
      const ref = textOf(row, names.ref)
      if (ref === '' || ref.length > MAX_REF) this.#skipped++
      else yield { ref, name: textOf(row, names.name).slice(0, MAX_NAME), row }
    }
  }

  /** The phones in a set of contact information. */
  async *phones(set: string, filter?: string): AsyncGenerator<Phone, void, undefined> {
    const { contact, types } = this.#o.preset
    const wanted = [contact.owner, contact.line, contact.type, contact.presentation, contact.digits].map(bare)
    const select = this.#o.properties.get(set)?.filter((name) => wanted.includes(name))
    if (select === undefined) return
    const order = `${contact.owner},${contact.line}`
    for await (const row of this.read(set, select, order, filter === undefined ? {} : { filter })) {
      if (row[contact.type] !== types.phone) continue
      const texts = [textOf(row, contact.presentation), textOf(row, contact.digits)].filter((text) => text !== '')
      // 1C writes 64-bit numbers as text in JSON.
      yield { owner: textOf(row, contact.owner), line: Number(row[contact.line]) || 0, texts }
    }
  }

  /** No generator of its own: one more would be felt at each of a million rows. */
  rows(set: string, order: string, filter?: string): AsyncGenerator<Row, void, undefined> {
    return this.read(set, this.#o.properties.get(set) ?? [], order, filter === undefined ? {} : { filter })
  }

  async *read(
    set: string,
    select: readonly string[],
    order: string,
    o: { filter?: string; top?: number },
  ): AsyncGenerator<Row, void, undefined> {
    if (select.length === 0) return
    for await (const page of this.#o.client.rows(set, select, order, o)) {
      this.#o.progress?.(page.length)
      for (const [at, row] of page.entries()) {
        if (v.is(Row, row)) yield row
        else this.#skipped++
        if (at % SLICE === SLICE - 1) await breathe()
      }
    }
  }
}

export function textOf(row: Row, property: string): string {
  const value = row[bare(property)]
  return typeof value === 'string' ? value : ''
}
