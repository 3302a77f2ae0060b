import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BSP } from '../../../src/server/customers/odata/presets/bsp.ts'
import type { BaseOptions } from '../../../stand/cti-server.ts'

// A base of 1C with as many phones as are asked for, served over OData from a thread of its own: two of five are firms',
// the others of persons of these firms, and each twentieth number is shared by two.

type Row = Record<string, unknown>

export const guid = (kind: string, n: number) => `${n.toString(16).padStart(8, '0')}-${kind}-11ec-8d3d-0050569b0a01`

/** The number of the `n`th phone, without the 7 before it. */
export const numberOf = (n: number) =>
  String(9_000_000_000 + (((Math.floor(n / 20) * 20 + (n % 20 === 19 ? 18 : n % 20)) * 7919) % 999_999_937))

export const firmsOf = (phones: number) => Math.floor((phones * 2) / 5)

const user = (n: number): Row => ({
  Ref_Key: guid('1c03', n),
  Description: `Менеджер ${n} Иванович`,
  DeletionMark: false,
  ВнутреннийНомер: String(101 + n),
})
const firm = (n: number): Row => ({
  Ref_Key: guid('1c01', n),
  Description: `Общество с ограниченной ответственностью «Ромашка ${n}»`,
  DeletionMark: false,
  Ответственный_Key: guid('1c03', n % 200),
})
const person =
  (firms: number) =>
  (n: number): Row => ({
    Ref_Key: guid('1c02', n),
    Description: `Иванов Пётр Сергеевич ${n}`,
    DeletionMark: false,
    Owner_Key: guid('1c01', n % firms),
  })
const phone =
  (kind: string, from: number) =>
  (n: number): Row => {
    const number = numberOf(from + n)
    return {
      Ref_Key: guid(kind, n),
      LineNumber: '1',
      Тип: 'Телефон',
      Представление: `+7 (${number.slice(0, 3)}) ${number.slice(3, 6)}-${number.slice(6, 8)}-${number.slice(8)}`,
      НомерТелефона: `7${number}`,
    }
  }

function setsOf(phones: number): Map<string, { count: number; row: (n: number) => Row }> {
  const firms = firmsOf(phones)
  return new Map([
    [BSP.users.set, { count: 200, row: user }],
    [BSP.counterparties.set, { count: firms, row: firm }],
    [BSP.persons.set, { count: phones - firms, row: person(firms) }],
    [BSP.counterpartyContacts, { count: firms, row: phone('1c01', 0) }],
    [BSP.personContacts, { count: phones - firms, row: phone('1c02', firms) }],
    [BSP.userContacts, { count: 0, row: phone('1c03', 0) }],
    [BSP.departments.set, { count: 0, row: user }],
  ])
}

/** What a server is told of it. */
export const settings = (url: string): BaseOptions => ({
  id: 'trade',
  name: 'Торговля',
  urls: [`${url}/trade`],
  odata: { url, user: 'bench', password: '' },
  // Once is enough.
  refreshSeconds: 86_400,
})

function metadataOf(sets: ReturnType<typeof setsOf>): string {
  const types = [...sets].map(([set, { row }]) => {
    const properties = Object.keys(row(0)).map((name) => `<Property Name="${name}" Type="Edm.String"/>`)
    return `<EntityType Name="${set}">${properties.join('')}</EntityType>`
  })
  const names = [...sets.keys()].map((set) => `<EntitySet Name="${set}" EntityType="StandardODATA.${set}"/>`)
  return `<Schema>${types.join('')}<EntityContainer>${names.join('')}</EntityContainer></Schema>`
}

/** `ready` hears its address. */
export function serve(phones: number, ready: (url: string) => void): void {
  const sets = setsOf(phones)
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    const name = decodeURIComponent(url.pathname.slice(1))
    if (name === '$metadata') return void response.end(metadataOf(sets))
    const set = sets.get(name)
    if (set === undefined) return void response.writeHead(404).end()
    const from = Number(url.searchParams.get('$skip'))
    const to = Math.min(set.count, from + Number(url.searchParams.get('$top')))
    const value = Array.from({ length: Math.max(0, to - from) }, (_, at) => set.row(from + at))
    response.end(JSON.stringify({ value }))
  })
  server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
}
