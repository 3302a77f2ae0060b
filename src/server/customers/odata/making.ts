import { Refused } from '../../ledger/outbox-lane.ts'
import { type ODataClient, ODataError } from './client.ts'
import { isGuid } from './literals.ts'
import { type Live, type Row, rowByKey, textOf } from './live.ts'
import { bare } from './presets/preset.ts'

/** What 1C has not kept as it was sent: property → the whole of it. */
export type Cut = Map<string, string>

/** Bases found to make objects under keys of their own: what is repeated there would be there twice. */
const chooseKeys = new WeakSet<ODataClient>()

/**
 * Makes an object under a key of ours, unless it is there: an answer may have been lost. Returns what 1C has cut, which it
 * says nothing about (WEBCLIENT 3).
 */
export async function make(live: Live, names: { set: string; ref: string }, ref: string, row: Row): Promise<Cut> {
  const whole = { [names.ref]: ref, ...row }
  const kept = (await keptOf(live, names, ref, row)) ?? (await post(live, names, ref, whole))
  return cutOf(row, kept)
}

async function post(live: Live, names: { set: string; ref: string }, ref: string, row: Row): Promise<Row> {
  if (chooseKeys.has(live.client))
    throw new Refused(`1C makes ${names.set} under keys of its own, and what is repeated would be there twice`)
  try {
    const kept = await live.client.write('POST', names.set, row)
    if (kept === null) return row
    const given = textOf(kept, names.ref)
    if (given === ref) return kept
    // Of a gate before 1C, maybe: whether it has been made is looked up at the next asking.
    if (!isGuid(given)) throw new ODataError(`${names.set}: the answer to a write is no such object`, 200)
    chooseKeys.add(live.client)
    throw new Refused(`1C has made ${names.set} under a key of its own, ${given.slice(0, 40)}, and not under ours`)
  } catch (error) {
    if (!(error instanceof ODataError) || !isRefusal(error)) throw error
    // Maybe it has been made meanwhile: what has come late, of an earlier asking.
    const there = await keptOf(live, names, ref, row)
    if (there === null) throw new Refused(error.message)
    return there
  }
}

/** The request was understood and will not be granted, however often it is repeated; without rights, somebody can mend that. */
const isRefusal = ({ status }: ODataError): boolean =>
  status === 400 || status === 403 || status === 405 || status === 422

/** The object as it is in 1C; null = it is not. */
async function keptOf(
  live: Live,
  { set, ref: key }: { set: string; ref: string },
  ref: string,
  row: Row,
): Promise<Row | null> {
  if (!isGuid(ref)) throw new Refused('a key that is none')
  const texts = Object.keys(row).filter((name) => typeof row[name] === 'string')
  const kept = await rowByKey(live, set, ref, [key, ...texts])
  // What is not that object is no word that it is there: a gate before 1C may have answered.
  if (kept !== null && textOf(kept, key).toLowerCase() !== ref.toLowerCase())
    throw new ODataError(`${set}: the answer is another object than was asked for`, 200)
  return kept
}

function cutOf(row: Row, kept: Row): Cut {
  const cut: Cut = new Map()
  for (const [name, value] of Object.entries(row)) {
    const now = kept[name]
    if (typeof value === 'string' && typeof now === 'string' && now !== value && value.startsWith(now))
      cut.set(name, value)
  }
  return cut
}

/** Only what the base has a place for; names with the mark of an optional one. */
export function placed(live: Live, set: string, values: Readonly<Record<string, unknown>>): Row {
  const there = live.loaded.properties.get(set) ?? []
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const property = bare(name)
      // The type beside a reference is there where the reference is.
      const owner = property.replace(/_Type$/, '')
      return property !== '' && there.includes(owner) ? [[property, value]] : []
    }),
  )
}
