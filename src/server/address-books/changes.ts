import { setImmediate as breathe } from 'node:timers/promises'
import type { Contact, Entry } from '../../protocol/address-book.ts'
import type { NameIndex } from '../../protocol/name-index.ts'

/** Entries compared before other work gets its turn. */
const SLICE = 1000

/** What a file makes of a book; those of `stays` are in the file, and cannot be taken from it. */
export type Filling = { entries: readonly Entry[]; stays: ReadonlySet<string> | 'all'; mode: 'replace' | 'add' }

/** What has to be written so that a book holds these entries: no others, or beside those it has. */
export async function changesOf(
  book: NameIndex<Contact> | null,
  { entries, stays, mode }: Filling,
): Promise<{ put: Entry[]; removed: string[]; added: number; same: number }> {
  const put: Entry[] = []
  const wanted = new Set<string>()
  let added = 0
  let same = 0
  for (const [i, entry] of entries.entries()) {
    if (i % SLICE === SLICE - 1) await breathe()
    wanted.add(entry.id)
    const before = book?.get(entry.id) ?? null
    if (before !== null && isSame(before, entry)) same++
    else put.push(entry)
    if (before === null) added++
  }
  const removed: string[] = []
  let looked = 0
  if (mode === 'replace' && stays !== 'all')
    for (const { id } of [...(book?.all() ?? [])]) {
      if (++looked % SLICE === 0) await breathe()
      if (!wanted.has(id) && !stays.has(id)) removed.push(id)
    }
  return { put, removed, added, same }
}

const isSame = (before: Contact, entry: Entry): boolean => textOf(before) === textOf(entry)

const textOf = ({ id, name, company, department, position, numbers, email, note }: Entry): string =>
  JSON.stringify([id, name, company, department, position, numbers.map((n) => [n.number, n.kind]), email, note])
