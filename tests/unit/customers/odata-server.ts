import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Row = Record<string, unknown>
export type Sets = Record<string, Row[]>

export const USER = 'Трубка'
export const PASSWORD = 'пароль-7f3a9'

/** 1C's OData as far as it is asked, over a few rows; it can be made to fail in all the ways 1C does. */
export async function odataServer(sets: Sets) {
  const requests: string[] = []
  let open = 0
  const lab = {
    sets,
    requests,
    /** Answers instead of the usual one. */
    instead: null as ((request: IncomingMessage, response: ServerResponse) => void) | null,
    /** Sets that are not answered for the time being. */
    held: new Set<string>(),
    /** A server may cut pages shorter than asked. */
    largestPage: Number.POSITIVE_INFINITY,
    url: '',
    get open() {
      return open
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    down: () => lab.close(),
    up: () => listen(Number(new URL(lab.url).port)),
  }
  const server = createServer((request, response) => {
    open++
    response.on('close', () => open--)
    const url = new URL(request.url ?? '', 'http://x')
    requests.push(decodeURIComponent(request.url ?? ''))
    if (lab.instead !== null) return lab.instead(request, response)
    const given = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString()
    if (given !== `${USER}:${PASSWORD}`) return void response.writeHead(401).end()
    const parts = decodeURIComponent(url.pathname).split('/')
    const counts = parts.at(-1) === '$count'
    const set = parts.at(counts ? -2 : -1) ?? ''
    if (set === '$metadata') return void response.end(metadata(lab.sets))
    const rows = lab.sets[set]
    if (rows === undefined) return void response.writeHead(404).end()
    if (counts) return void response.end(String(rows.length))
    if (lab.held.has(set)) return
    const order = (url.searchParams.get('$orderby') ?? '').split(',')
    const key = (row: Row) => order.map((name) => String(row[name]).padStart(8, '0')).join('\n')
    const sorted = [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1))
    const skip = Number(url.searchParams.get('$skip'))
    const top = Math.min(lab.largestPage, Number(url.searchParams.get('$top')))
    const names = (url.searchParams.get('$select') ?? '').split(',')
    const value = sorted
      .slice(skip, skip + top)
      .map((row) => Object.fromEntries(names.map((name) => [name, row[name]])))
    response.setHeader('content-type', 'application/json;odata=minimalmetadata;charset=utf-8')
    response.end(JSON.stringify({ 'odata.metadata': '…', value }))
  })
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => resolve())
    })
  await listen(0)
  lab.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/trade/odata/standard.odata`
  return lab
}
export type ODataServer = Awaited<ReturnType<typeof odataServer>>

function metadata(sets: Sets): string {
  const types = Object.entries(sets).map(([set, rows]) => {
    const names = new Set(rows.flatMap((row) => Object.keys(row)))
    const properties = [...names]
      .map((name) => `<Property Name="${name}" Type="Edm.String" Nullable="true"/>`)
      .join('\n')
    return `<EntityType Name="${set}"><Key><PropertyRef Name="Ref_Key"/></Key>${properties}</EntityType>`
  })
  const entitySets = Object.keys(sets).map((set) => `<EntitySet Name="${set}" EntityType="StandardODATA.${set}"/>`)
  return `<?xml version="1.0"?><edmx:Edmx Version="1.0"><edmx:DataServices><Schema Namespace="StandardODATA">
${types.join('\n')}
<ComplexType Name="Row"><Property Name="Лишнее" Type="Edm.String"/></ComplexType>
<EntityContainer Name="EnterpriseV8">${entitySets.join('\n')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`
}

const guid = (kind: string, n: number) => `${String(n).padStart(8, '0')}-${kind}-11ec-8d3d-0050569b0a01`
export const ref = {
  client: (n: number) => guid('1c01', n),
  person: (n: number) => guid('1c02', n),
  user: (n: number) => guid('1c03', n),
  department: (n: number) => guid('1c04', n),
}
const phone = (owner: string, line: number, presentation: string, more: Row = {}): Row => ({
  Ref_Key: owner,
  LineNumber: String(line),
  Тип: 'Телефон',
  Представление: presentation,
  НомерТелефона: '',
  ...more,
})

/** A base small enough to be read at a glance. */
export function smallBase(): Sets {
  const user = (n: number, name: string, internal: string, more: Row = {}): Row => ({
    Ref_Key: ref.user(n),
    Description: name,
    DeletionMark: false,
    Недействителен: false,
    Подразделение_Key: ref.department(1),
    ВнутреннийНомер: internal,
    ...more,
  })
  const client = (n: number, name: string, responsible: number, more: Row = {}): Row => ({
    Ref_Key: ref.client(n),
    Description: name,
    DeletionMark: false,
    Ответственный_Key: ref.user(responsible),
    ...more,
  })
  const person = (n: number, name: string, owner: string, more: Row = {}): Row => ({
    Ref_Key: ref.person(n),
    Description: name,
    DeletionMark: false,
    Owner_Key: owner,
    ...more,
  })
  return {
    Catalog_Подразделения: [{ Ref_Key: ref.department(1), Description: 'Отдел продаж' }],
    Catalog_Пользователи: [
      user(1, 'Иванова Анна', '103'),
      user(2, 'Петров Пётр', ''),
      user(3, 'Соколов Андрей', '', { Подразделение_Key: '00000000-0000-0000-0000-000000000000' }),
      user(4, 'Уволенный', '105', { Недействителен: true }),
      user(5, 'Удалённый', '106', { DeletionMark: true }),
      user(6, 'Нецифровой', 'сто семь'),
      user(7, 'Ноль', ' 0104 '),
    ],
    Catalog_Пользователи_КонтактнаяИнформация: [
      phone(ref.user(1), 1, '555'),
      // The internal number is not on the first line, and lines do not come in order.
      phone(ref.user(2), 10, '777'),
      phone(ref.user(2), 2, '104'),
      phone(ref.user(2), 1, '+7 903 111-22-33'),
      phone(ref.user(2), 0, '105', { Тип: 'Факс' }),
      phone(ref.user(6), 1, 'вн. 107'),
    ],
    Catalog_Контрагенты: [
      client(1, 'ООО «Ромашка»', 1),
      client(2, 'ИП Сидоров', 99),
      client(3, 'Помеченный', 1, { DeletionMark: true }),
      client(4, 'ООО «Василёк»', 4),
    ],
    Catalog_Контрагенты_КонтактнаяИнформация: [
      phone(ref.client(1), 1, '+7 (903) 567-78-76', { НомерТелефона: '79035677876' }),
      phone(ref.client(1), 2, '8 (499) 555-01-23, доб. 123'),
      phone(ref.client(1), 3, '+7 903 567-78-77; 8-916-555-01-24'),
      phone(ref.client(1), 4, '555-01-25'),
      phone(ref.client(1), 5, '', { НомерТелефона: '+79990001122' }),
      phone(ref.client(1), 6, '8 (495) 555-01-26', { Тип: 'Факс' }),
      phone(ref.client(2), 1, '89165550124'),
      phone(ref.client(3), 1, '89165550124'),
      phone(ref.client(4), 1, '8 (495) 555-01-28'),
    ],
    Catalog_КонтактныеЛица: [
      person(1, 'Петрова Мария', ref.client(1)),
      person(2, 'Кузнецов Олег', ref.client(4)),
      person(3, 'Ничей', ref.client(99)),
      person(4, 'Помеченная', ref.client(1), { DeletionMark: true }),
    ],
    Catalog_КонтактныеЛица_КонтактнаяИнформация: [
      phone(ref.person(1), 1, '8 (926) 555-01-29'),
      phone(ref.person(2), 1, '8 (495) 555-01-28 доб. 17'),
      phone(ref.person(3), 1, '8 (926) 555-01-30'),
      phone(ref.person(4), 1, '8 (926) 555-01-31'),
    ],
  }
}
