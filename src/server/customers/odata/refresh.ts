import { setImmediate as breathe } from 'node:timers/promises'
import { type Catalog, catalogsOf, putCard } from './cards.ts'
import { isGuid, refersTo } from './literals.ts'
import { type Loaded, type LoadOptions, putRegistered, type Registered, registered } from './load.ts'
import { bare, type Preset } from './presets/preset.ts'
import { type Item, Reader, textOf } from './reader.ts'
import { readStaff, type Staff } from './staff.ts'

/** Of reference and version alone, more fit into a page. */
const VERSIONS = 10_000
/** Cards in one question: an address has its limits, of 2,000 characters in some web servers. */
const AT_ONCE = 15
/** The same of questions that name the catalog each time. */
const FEWER_AT_ONCE = 6
/** More than these, and reading all is no more work for 1C. */
const FEW = 300
const SHARE = 0.02
/** A register with fewer records is read whole each time: it tells no versions. */
const SMALL_REGISTER = 5000
/** Cards put in one go: calls are decided in between. */
const SLICE = 50

type Changed = { catalog: Catalog; items: Item[]; texts: Map<string, string[]>; gone: string[] }

/** Whether the base tells which cards have changed. */
export function tellsChanges(preset: Preset, properties: LoadOptions['properties']): boolean {
  return catalogsOf(preset).every(({ names }) => properties.get(names.set)?.includes(bare(names.version)) ?? true)
}

/**
 * Brings what was loaded up to date: goes through the versions of all cards, and reads those that have another one. All is
 * read before anything is put; whoever asks meanwhile finds each card as it was or as it is. Null = so much has changed
 * that all has to be read anew. @throws ODataError
 */
export async function refreshBase(o: LoadOptions, loaded: Loaded): Promise<Loaded | null> {
  const { preset } = o
  const reader = new Reader(o)
  const staff = await readStaff(reader, preset, o.internalLength)
  // Cards hold the names of those who are responsible, and do not change with them.
  if (renamed(loaded.users, staff.users)) return null
  const changes: Changed[] = []
  // Whoever is referred to comes last: what refers to it was there before.
  for (const catalog of catalogsOf(preset).toReversed()) {
    const changed = await changesIn(reader, o, catalog, loaded)
    if (changed === null) return null
    changes.unshift(changed)
  }
  const records = await recordsFor(reader, o, changes)
  const now: Loaded = { ...loaded, ...staff, skipped: reader.skipped }
  for (const each of changes) await put(each, preset, now)
  for (const record of records) putRegistered(now, preset, record)
  return now
}

function renamed(before: Staff['users'], now: Staff['users']): boolean {
  return [...now].some(([ref, name]) => (before.get(ref) ?? name) !== name)
}

async function changesIn(
  reader: Reader,
  { preset, properties }: LoadOptions,
  catalog: Catalog,
  { customers }: Loaded,
): Promise<Changed | null> {
  const { kind, names, contacts } = catalog
  if (!properties.has(names.set)) return { catalog, items: [], texts: new Map(), gone: [] }
  const most = Math.max(FEW, customers.length * SHARE)
  const version = bare(names.version)
  const seen = new Uint8Array(customers.length)
  const changed: string[] = []
  for await (const row of reader.read(names.set, [names.ref, version], names.ref, { top: VERSIONS })) {
    const ref = textOf(row, names.ref)
    const known = customers.placeOf(kind, ref)
    if (known !== null) seen[known] = 1
    if (isGuid(ref) && !customers.isUnchanged(kind, ref, textOf(row, version))) changed.push(ref)
    if (changed.length > most) return null
  }
  const missing = customers.unseen(kind, seen)
  if (changed.length + missing.length > most) return null
  const items: Item[] = []
  const texts = new Map<string, string[]>()
  // Pages move when somebody deletes a card meanwhile: what was not seen is asked for before it is taken to be gone.
  for (const some of inGroups([...changed, ...missing.filter(isGuid)])) {
    const anyOf = (property: string) => some.map((ref) => refersTo(property, ref, names.set)).join(' or ')
    for await (const item of reader.each(names, anyOf(names.ref))) items.push(item)
    for await (const phone of reader.phones(contacts, anyOf(preset.contact.owner)))
      texts.set(phone.owner, [...(texts.get(phone.owner) ?? []), ...phone.texts])
  }
  const there = new Set(items.map(({ ref }) => ref))
  return { catalog, items, texts, gone: missing.filter((ref) => !there.has(ref)) }
}

/** Of the register: all of a small one, else what it says of the changed cards. */
async function recordsFor(
  reader: Reader,
  { client, preset, properties }: LoadOptions,
  changes: readonly Changed[],
): Promise<Registered[]> {
  const { set, contact } = preset.phoneRegister
  if (!properties.has(set)) return []
  const records: Registered[] = []
  const read = async (filter?: string) => {
    for await (const record of registered(reader, preset, filter)) records.push(record)
  }
  const count = await client.count(set)
  if (count !== null && count <= SMALL_REGISTER) await read()
  else
    for (const { catalog, items } of changes)
      for (const some of inGroups(
        items.map(({ ref }) => ref),
        FEWER_AT_ONCE,
      ))
        await read(some.map((ref) => refersTo(contact, ref, catalog.names.set)).join(' or '))
  return records
}

async function put({ catalog, items, texts, gone }: Changed, preset: Preset, loaded: Loaded): Promise<void> {
  const { customers, index, users } = loaded
  const place = { rows: customers, preset, users }
  for (const ref of gone) customers.drop(catalog.kind, ref)
  for (const [at, item] of items.entries()) {
    const row = putCard(place, catalog, item)
    if (row !== null) for (const key of index.keysOf(texts.get(item.ref) ?? [])) index.add(key, row)
    if (at % SLICE === SLICE - 1) await breathe()
  }
}

function* inGroups(refs: readonly string[], size = AT_ONCE): Generator<string[], void, undefined> {
  for (let at = 0; at < refs.length; at += size) yield refs.slice(at, at + size)
}
