import type { Customer } from '../../../protocol/customer.ts'
import type { ClientDetails, Interest, PastInteraction } from '../../../protocol/intake.ts'
import { setOf } from './link.ts'
import { isGuid, NO_REF, refersTo } from './literals.ts'
import { firstRows, hasProperty, type Live, rowByKey, textOf } from './live.ts'
import { bare, type Preset } from './presets/preset.ts'

const INTERESTS = 30
const INTERACTIONS = 10

/** What 1C knows of a client now. @throws ODataError when it does not answer */
export async function readDetails(live: Live, client: Customer): Promise<ClientDetails> {
  if (!isGuid(client.ref)) return { responsible: '', interests: [], interactions: [] }
  const [responsible, interests, interactions] = await Promise.all([
    responsibleFor(live, client),
    activeInterests(live, client),
    lastInteractions(live, client),
  ])
  return { responsible, interests, interactions }
}

async function responsibleFor(live: Live, { ref, kind }: Customer): Promise<string> {
  const { counterparties, potentials } = live.preset
  if (kind === 'person') return ''
  const { set, responsible } = kind === 'potential' ? potentials : counterparties
  const row = await rowByKey(live, set, ref, [responsible])
  return row === null ? '' : refOf(textOf(row, responsible))
}

/** The condition that an Interest or an interaction is this client's; null when the base does not tell. */
export function isClients(live: Live, part: 'interests' | 'interactions', { ref, kind }: Customer): string | null {
  const names: Preset[typeof part] = live.preset[part]
  const object = kind ?? 'counterparty'
  const property = names[object]
  if (!hasProperty(live, names.set, property)) return null
  return refersTo(bare(property), ref, setOf(live.preset, object))
}

async function activeInterests(live: Live, client: Customer): Promise<Interest[]> {
  const { interests: names } = live.preset
  const own = isClients(live, 'interests', client)
  if (own === null) return []
  const open = hasProperty(live, names.set, names.closed) ? ` and ${bare(names.closed)} eq false` : ''
  const wanted = [names.ref, names.number, names.date, names.topic, names.service, names.responsible]
  const rows = await firstRows(live, names.set, wanted, {
    filter: `${own} and ${names.deleted} eq false${open}`,
    order: `${names.date} desc`,
    top: INTERESTS,
  })
  return rows.map((row) => ({
    ref: textOf(row, names.ref),
    number: textOf(row, names.number).trim(),
    topic: textOf(row, names.topic),
    service: refOf(textOf(row, names.service)),
    responsible: refOf(textOf(row, names.responsible)),
    createdAt: live.clock.moment(textOf(row, names.date)),
  }))
}

async function lastInteractions(live: Live, client: Customer): Promise<PastInteraction[]> {
  const { interactions: names } = live.preset
  const own = isClients(live, 'interactions', client)
  if (own === null) return []
  const rows = await firstRows(live, names.set, [names.ref, names.date, names.topic, names.content, names.author], {
    filter: `${own} and ${names.deleted} eq false`,
    order: `${names.date} desc`,
    top: INTERACTIONS,
  })
  return rows.map((row) => ({
    at: live.clock.moment(textOf(row, names.date)),
    topic: (textOf(row, names.topic) || textOf(row, names.content)).slice(0, 150),
    by: live.loaded.users.get(textOf(row, names.author)) ?? '',
  }))
}

export const refOf = (key: string): string => (key === NO_REF ? '' : key)
