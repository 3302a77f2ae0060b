import { ODataClient } from '../../../src/server/customers/odata/client.ts'
import { BSP } from '../../../src/server/customers/odata/presets/bsp.ts'

const CONTACTS = ['Ref_Key', 'LineNumber', 'Тип', 'Представление', 'НомерТелефона']
const ITEMS = ['Ref_Key', 'Description', 'DeletionMark']

export const PROPERTIES: ReadonlyMap<string, readonly string[]> = new Map([
  [BSP.users.set, ITEMS],
  [BSP.counterparties.set, [...ITEMS, 'Ответственный_Key']],
  [BSP.persons.set, [...ITEMS, 'Owner_Key']],
  [BSP.counterpartyContacts, CONTACTS],
  [BSP.personContacts, CONTACTS],
  [BSP.userContacts, CONTACTS],
])

export const clientOf = (url: string) =>
  new ODataClient(
    { url, user: 'bench', password: '' },
    { timeoutMs: 30_000, retryMs: 1000, stop: new AbortController().signal },
  )

type Row = Record<string, unknown>

/** All rows of a set, for a peer that reads them in its own way. */
export async function* rowsOf(url: string, set: string): AsyncGenerator<Row, void, undefined> {
  for await (const page of clientOf(url).rows(set, PROPERTIES.get(set) ?? [], 'Ref_Key')) yield* page as Row[]
}
