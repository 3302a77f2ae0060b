import { open } from 'node:fs/promises'
import * as v from 'valibot'
import { writeWhole } from '../files.ts'
import { chunksOf, LineSplitter } from '../lines.ts'
import { MAX_LINE } from './local/line.ts'

/** The ledger's record that a snapshot holds last. */
const Moment = v.object({ seq: v.number(), at: v.number() })
export type Moment = v.InferOutput<typeof Moment>

/** After the items: how many there are, so that a file which lost its end is not taken for a whole one. */
const End = v.object({ items: v.number() })

/** So much text at once: calls wait for less than a millisecond. */
const SLICE = 64 * 1024

/** A snapshot is lines of JSON: the moment, the items, the end. Other work gets its turn between slices of it. */
export async function writeSnapshot(path: string, moment: Moment, items: Iterable<unknown>): Promise<void> {
  await writeWhole(path, slices(lines(moment, items)))
}

function* lines(moment: Moment, items: Iterable<unknown>): Generator<string, void, undefined> {
  yield JSON.stringify(moment)
  let count = 0
  for (const item of items) {
    yield JSON.stringify(item)
    count++
  }
  yield JSON.stringify({ items: count })
}

async function* slices(texts: Iterable<string>): AsyncGenerator<string, void, undefined> {
  let slice = ''
  for (const text of texts) {
    slice += `${text}\n`
    if (slice.length < SLICE) continue
    yield slice
    slice = ''
  }
  yield slice
}

/** @throws what the system throws, or when it is not a whole snapshot of such items. */
export async function readSnapshot<Item>(
  path: string,
  item: v.GenericSchema<unknown, Item>,
): Promise<{ moment: Moment; items: Item[] }> {
  const handle = await open(path, 'r')
  try {
    let moment: Moment | null = null
    const items: Item[] = []
    /** One behind: the last line is no item. */
    let held: { content: unknown } | null = null
    const splitter = new LineSplitter(MAX_LINE)
    for await (const chunk of chunksOf(handle)) {
      for (const { bytes } of splitter.push(chunk)) {
        const content: unknown = JSON.parse(bytes.toString())
        if (moment === null) moment = v.parse(Moment, content)
        else {
          if (held !== null) items.push(v.parse(item, held.content))
          held = { content }
        }
      }
    }
    if (moment === null || v.parse(End, held?.content).items !== items.length) throw new Error('its end is missing')
    return { moment, items }
  } finally {
    await handle.close()
  }
}
