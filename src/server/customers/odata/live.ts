import type { Logger } from 'pino'
import * as v from 'valibot'
import type { ODataClient } from './client.ts'
import type { Clock } from './clock.ts'
import type { Loaded } from './load.ts'
import { bare, type Preset } from './presets/preset.ts'

/** What is needed to ask a base while somebody waits, and to write to it. */
export type Live = {
  base: string
  client: ODataClient
  preset: Preset
  loaded: Loaded
  clock: Clock
  logger: Logger
  /** Nobody waits for the answers: see `ODataClient.find`. */
  patient?: boolean
}

export type Row = Record<string, unknown>
const Row = v.record(v.string(), v.unknown())
type Ask = { filter: string; top: number; order?: string }

/** The first rows that fit, with these of the set's properties; none where the base has no such set, or not with these. */
export async function firstRows(live: Live, set: string, properties: readonly string[], ask: Ask): Promise<Row[]> {
  const there = live.loaded.properties.get(set)
  const select = properties.map(bare).filter((name) => there?.includes(name))
  if (there === undefined || select.length === 0) return []
  const rows = await live.client.find(set, { ...ask, select }, live.patient)
  return rows.flatMap((row) => (v.is(Row, row) ? [row] : []))
}

/** Asked for at a time: each is a request of its own. */
const AT_ONCE = 5

/** The object with this key, with these of its properties; null = there is none, or the base has no such set. */
export async function rowByKey(
  live: Live,
  set: string,
  ref: string,
  properties: readonly string[],
): Promise<Row | null> {
  const there = live.loaded.properties.get(set)
  const select = properties.map(bare).filter((name) => there?.includes(name))
  if (there === undefined || select.length === 0) return null
  return live.client.one(set, ref, select, live.patient)
}

export async function rowsByKeys(
  live: Live,
  set: string,
  refs: readonly string[],
  properties: readonly string[],
): Promise<Row[]> {
  const rows: Row[] = []
  for (let at = 0; at < refs.length; at += AT_ONCE) {
    const some = refs.slice(at, at + AT_ONCE).map((ref) => rowByKey(live, set, ref, properties))
    for (const row of await Promise.all(some)) if (row !== null) rows.push(row)
  }
  return rows
}

export const has = ({ loaded }: Live, set: string): boolean => set !== '' && loaded.properties.has(set)

/** Whether the base has the property; an optional one may be missing. */
export const hasProperty = ({ loaded }: Live, set: string, property: string): boolean =>
  loaded.properties.get(set)?.includes(bare(property)) ?? false

/** Empty where 1C has nothing, or something else than text. */
export function textOf(row: Row, property: string): string {
  const value = row[bare(property)]
  return typeof value === 'string' ? value : ''
}
