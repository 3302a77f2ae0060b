import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Colleague } from '../../../src/protocol/people.ts'
import type { Base } from '../../../src/protocol/state.ts'
import { ODataCustomers, type ODataCustomersOptions } from '../../../src/server/customers/odata/odata-customers.ts'
import { memoryLog } from '../../support/log.ts'
import { type ODataServer, odataServer, PASSWORD, ref, type Sets, smallBase, USER } from './odata-server.ts'

let log: ReturnType<typeof memoryLog>
const servers: ODataServer[] = []
const running: ODataCustomers[] = []
beforeEach(() => {
  log = memoryLog()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((customers) => customers.stop()))
  await Promise.all(servers.splice(0).map((server) => server.close().catch(() => undefined)))
  expect(log.text()).not.toContain(PASSWORD)
  expect(log.text()).not.toContain(Buffer.from(`${USER}:${PASSWORD}`).toString('base64'))
})

async function serve(sets: Sets = smallBase()): Promise<ODataServer> {
  const server = await odataServer(sets)
  servers.push(server)
  return server
}
function settingsOf(server: ODataServer, id = 'trade', password = PASSWORD) {
  return {
    id,
    name: 'Торговля',
    urls: ['https://1c/trade'],
    odata: { url: server.url, user: USER, password },
    refreshSeconds: 0.05,
  }
}
function start(bases: ODataCustomersOptions['bases'], more: Partial<ODataCustomersOptions> = {}): ODataCustomers {
  const customers = new ODataCustomers({
    bases,
    lastDigits: 10,
    internalLength: { min: 2, max: 5 },
    logger: log.logger,
    timeoutMs: 500,
    retryMs: 5,
    ...more,
  })
  running.push(customers)
  customers.start()
  return customers
}
const state = (customers: ODataCustomers, at = 0) => customers.bases()[at]?.state
const isUp = (customers: ODataCustomers) => expect.poll(() => state(customers)).toBe('up')
const isDown = (customers: ODataCustomers) => expect.poll(() => state(customers)).toBe('down')
const romashka = {
  base: 'trade',
  ref: ref.client(1),
  contact: '',
  counterparty: 'ООО «Ромашка»',
  responsible: 'Иванова Анна',
}

describe('who is calling', () => {
  test('is a client, with the responsible user, whatever the form of the number', async () => {
    const customers = start([settingsOf(await serve())])
    await isUp(customers)
    for (const number of ['79035677876', '+79035677876', '89035677876', '9035677876', '8 (903) 567-78-76']) {
      expect(customers.identify(number)).toEqual([romashka])
    }
  })

  test.each([
    ['a number with an extension, without it', '84995550123'],
    ['the first of two numbers in one field', '79035677877'],
    ['a local number as a whole', '5550125'],
    ['a number that stands only in НомерТелефона', '79990001122'],
  ])('is found by %s', async (_, number) => {
    const customers = start([settingsOf(await serve())])
    await isUp(customers)
    expect(customers.identify(number)).toEqual([romashka])
  })

  test('are all who share the number, but not those marked for deletion', async () => {
    const customers = start([settingsOf(await serve())])
    await isUp(customers)
    const sidorov = { base: 'trade', ref: ref.client(2), contact: '', counterparty: 'ИП Сидоров', responsible: '' }
    expect(customers.identify('+79165550124')).toEqual([romashka, sidorov])
  })

  test('is a contact person of a client, or of nobody; a firm is not named twice', async () => {
    const customers = start([settingsOf(await serve())])
    await isUp(customers)
    expect(customers.identify('79265550129')).toEqual([
      { ...romashka, person: ref.person(1), contact: 'Петрова Мария' },
    ])
    expect(customers.identify('74955550128')).toEqual([
      {
        base: 'trade',
        ref: ref.client(4),
        person: ref.person(2),
        contact: 'Кузнецов Олег',
        counterparty: 'ООО «Василёк»',
        // Whoever has left may still stand in the card.
        responsible: 'Уволенный',
      },
    ])
    expect(customers.identify('79265550130')).toEqual([
      {
        base: 'trade',
        ref: ref.person(3),
        kind: 'person',
        person: ref.person(3),
        contact: 'Ничей',
        counterparty: '',
        responsible: '',
      },
    ])
  })

  test.each(['79035677875', '74955550126', '79265550131', '123', '', 'anonymous', '105', '9'.repeat(100_000)])(
    'is nobody for %.20s',
    async (number) => {
      const customers = start([settingsOf(await serve())])
      expect(customers.identify(number)).toBeNull()
      await isUp(customers)
      expect(customers.identify(number)).toEqual([])
    },
  )
})

describe('the employees', () => {
  test('have department, internal number (of the field, else the first phone of such a length) and mobile number', async () => {
    const told: Colleague[][] = []
    const customers = start([settingsOf(await serve())])
    customers.on('people', (people) => told.push(people))
    await isUp(customers)
    const sales = 'Отдел продаж'
    expect(customers.people()).toEqual([
      { id: ref.user(1), name: 'Иванова Анна', department: sales, number: '103' },
      { id: ref.user(2), name: 'Петров Пётр', department: sales, number: '104', mobile: '79031112233' },
      { id: ref.user(3), name: 'Соколов Андрей', department: '', number: null },
      { id: ref.user(6), name: 'Нецифровой', department: sales, number: '107' },
      { id: ref.user(7), name: 'Ноль', department: sales, number: '0104' },
    ])
    await expect
      .poll(() => servers[0]?.requests.filter((each) => each.includes('Подразделения')).length)
      .toBeGreaterThan(6)
    expect(told).toEqual([customers.people()])
  })

  test('may lack the field «Внутренний номер» in this configuration', async () => {
    const sets = smallBase()
    for (const user of sets.Catalog_Пользователи ?? []) delete user.ВнутреннийНомер
    const server = await serve(sets)
    const customers = start([settingsOf(server)])
    await isUp(customers)
    expect(customers.people()[0]).toMatchObject({ number: '555' })
    expect(server.requests.join()).not.toContain('ВнутреннийНомер')
  })

  test('remembered from before stay until every base has been loaded', async () => {
    const old = { id: 'old', name: 'Давний', department: '', number: '199' }
    const one = await serve()
    const two = await serve({})
    const customers = start([settingsOf(one), settingsOf(two, 'service')], { knownPeople: [old] })
    expect(customers.people()).toEqual([old])
    await isUp(customers)
    await expect.poll(() => state(customers, 1)).toBe('down')
    expect(customers.people().map(({ name }) => name)).toEqual(expect.arrayContaining(['Иванова Анна', 'Давний']))
    two.sets = smallBase()
    await expect.poll(() => state(customers, 1)).toBe('up')
    expect(customers.people().map(({ name }) => name)).not.toContain('Давний')
    expect(customers.people()).toHaveLength(5)
  })
})

describe('1C', () => {
  test('is read in pages, however short the server cuts them', async () => {
    const sets = smallBase()
    const clients = Array.from({ length: 2500 }, (_, n) => ({
      ...sets.Catalog_Контрагенты?.[0],
      Ref_Key: ref.client(1000 + n),
      Description: `Клиент ${n}`,
    }))
    sets.Catalog_Контрагенты = clients
    sets.Catalog_Контрагенты_КонтактнаяИнформация = clients.map(({ Ref_Key }, n) => ({
      ...sets.Catalog_Контрагенты_КонтактнаяИнформация?.[0],
      Ref_Key,
      Представление: String(79_100_000_000 + n),
      НомерТелефона: '',
    }))
    const server = await serve(sets)
    server.largestPage = 700
    const customers = start([settingsOf(server)])
    await isUp(customers)
    for (const n of [0, 699, 700, 1400, 2499]) {
      expect(customers.identify(String(79_100_000_000 + n))?.[0]?.counterparty).toBe(`Клиент ${n}`)
    }
  })

  test('that is read for the first time: whoever has been read is known, and how far it has come is told', async () => {
    const sets = smallBase()
    const rows = Object.values(sets).reduce((sum, { length }) => sum + length, 0)
    const server = await serve(sets)
    server.held.add('Catalog_КонтактныеЛица_КонтактнаяИнформация')
    const customers = start([settingsOf(server)], { timeoutMs: 60_000 })
    await expect.poll(() => customers.identify('79035677876')).toEqual([romashka])
    expect(customers.identify('79265550129')).toBeNull()
    const left = sets.Catalog_КонтактныеЛица_КонтактнаяИнформация?.length ?? 0
    expect(customers.bases()[0]).toMatchObject({
      state: 'loading',
      loadedAt: null,
      progress: { read: rows - left, of: rows },
    })
    expect(customers.progress('trade')).toEqual({ read: rows - left, of: rows })
    server.held.clear()
    await server.down()
    await server.up()
    await isUp(customers)
    expect(customers.bases()[0]).not.toHaveProperty('progress')
    expect(customers.identify('79265550129')).toHaveLength(1)
  })

  test('that changes is read again', async () => {
    const server = await serve()
    const customers = start([settingsOf(server)])
    await isUp(customers)
    server.sets.Catalog_Контрагенты_КонтактнаяИнформация?.splice(0, 1)
    await expect.poll(() => customers.identify('79035677876')).toEqual([])
  })

  test('is read again at once when the lengths of numbers change', async () => {
    const customers = start([{ ...settingsOf(await serve()), refreshSeconds: 3600 }])
    await isUp(customers)
    expect(customers.identify('5677876')).toEqual([])
    customers.setLengths({ lastDigits: 7, internalLength: { min: 2, max: 5 } })
    await expect.poll(() => customers.identify('5677876')).toEqual([romashka])
  })

  test('that goes down leaves the old index in force, says so, and comes back', async () => {
    const server = await serve()
    const customers = start([settingsOf(server)])
    const told: Base[] = []
    customers.on('base', (base) => told.push(base))
    await isUp(customers)
    await server.down()
    await isDown(customers)
    expect(customers.identify('79035677876')).toEqual([romashka])
    expect(customers.people()).toHaveLength(5)
    expect(customers.bases()[0]?.loadedAt).toBeTypeOf('number')
    expect(customers.fault('trade')).toContain('ECONNREFUSED')
    await server.up()
    await isUp(customers)
    expect(customers.fault('trade')).toBeNull()
    const states = told.map((base) => base.state).filter((each, i, all) => each !== all[i - 1])
    expect(states).toEqual(['up', 'down', 'up'])
  })

  test('down at the start: nothing can be said, it is tried until it is there, and said once', async () => {
    const server = await serve()
    await server.down()
    const customers = start([settingsOf(server)])
    await isDown(customers)
    expect(customers.identify('79035677876')).toBeNull()
    expect(customers.bases()[0]).toMatchObject({ id: 'trade', name: 'Торговля', state: 'down', loadedAt: null })
    await server.up()
    await isUp(customers)
    expect(log.lines.filter(({ msg }) => msg === '1C base cannot be read')).toHaveLength(1)
  })

  test('without departments and contact persons: the rest is there, and what is lacking is named once', async () => {
    const server = await serve()
    delete server.sets.Catalog_Подразделения
    delete server.sets.Catalog_КонтактныеЛица
    delete server.sets.Catalog_КонтактныеЛица_КонтактнаяИнформация
    const customers = start([settingsOf(server)])
    await isUp(customers)
    expect(new Set(customers.people().map(({ department }) => department))).toEqual(new Set(['']))
    expect(customers.people().length).toBeGreaterThan(0)
    expect(customers.identify('79035677876')).not.toEqual([])
    await expect.poll(() => log.lines.filter(({ msg }) => msg === '1C base loaded').length).toBeGreaterThan(2)
    const warnings = log.lines.filter(({ level }) => level === 40)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]?.msg).toContain(
      'lacks Catalog_КонтактныеЛица, Catalog_КонтактныеЛица_КонтактнаяИнформация, Catalog_Подразделения',
    )
    server.sets = smallBase()
    await expect.poll(() => customers.people().some(({ department }) => department !== '')).toBe(true)
  })

  test('without a needed set: the set is named', async () => {
    const server = await serve()
    delete server.sets.Catalog_Контрагенты_КонтактнаяИнформация
    delete server.sets.Catalog_Пользователи
    const customers = start([settingsOf(server)])
    await isDown(customers)
    expect(customers.fault('trade')).toMatch(
      /lacks Catalog_Пользователи, Catalog_Контрагенты_КонтактнаяИнформация: add it/,
    )
    expect(log.text()).toContain('Catalog_Контрагенты_КонтактнаяИнформация')
    server.sets = smallBase()
    await isUp(customers)
  })

  test('without a needed property: set and property are named', async () => {
    const sets = smallBase()
    for (const row of sets.Catalog_Контрагенты_КонтактнаяИнформация ?? []) delete row.Представление
    const customers = start([settingsOf(await serve(sets))])
    await isDown(customers)
    expect(customers.fault('trade')).toContain('Catalog_Контрагенты_КонтактнаяИнформация.Представление')
  })

  test('that refuses user and password: said in words, without the password', async () => {
    const server = await serve()
    const customers = start([settingsOf(server, 'trade', 'wrong-9d1')])
    await isDown(customers)
    expect(customers.fault('trade')).toContain('does not accept this user and password')
    expect(log.text()).not.toContain('wrong-9d1')
  })

  test.each<[string, ODataServer['instead'], string]>([
    ['hangs', () => undefined, 'no answer within'],
    ['answers 500', (_, response) => response.writeHead(500).end(), '1C answers 500'],
    ['answers with a page of its own', (_, response) => response.end('<html>Вход</html>'), 'names no sets'],
  ])('that %s is down, and what was loaded stays', async (_, instead, fault) => {
    const server = await serve()
    const customers = start([settingsOf(server)])
    await isUp(customers)
    server.instead = instead
    await isDown(customers)
    await expect.poll(() => customers.fault('trade')).toContain(fault)
    expect(customers.identify('79035677876')).toEqual([romashka])
    server.instead = null
    await isUp(customers)
  })

  test('whose answers make no sense in part is read as far as they do', async () => {
    const sets = smallBase()
    const odd: unknown[] = [null, 7, [], 'x', { Ref_Key: 5 }, { Ref_Key: ref.client(50), Description: { a: 1 } }]
    // @ts-expect-error: what a broken server sends
    sets.Catalog_Контрагенты?.push(...odd.filter((row) => row !== null && typeof row === 'object'))
    sets.Catalog_Контрагенты?.push({ Ref_Key: ref.client(51), Description: 'Ы'.repeat(100_000), DeletionMark: false })
    sets.Catalog_Контрагенты_КонтактнаяИнформация?.push(
      { Ref_Key: ref.client(51), LineNumber: 1, Тип: 'Телефон', Представление: `${'9'.repeat(50_000)} 89150000001` },
      { Ref_Key: ref.client(51), LineNumber: 2, Тип: 'Телефон', Представление: '89150000002' },
    )
    const customers = start([settingsOf(await serve(sets))])
    await isUp(customers)
    expect(customers.identify('79035677876')).toEqual([romashka])
    expect(customers.identify('89150000002')?.[0]?.counterparty).toHaveLength(300)
  })

  test('is left in peace after stop, even when it hangs', async () => {
    const server = await serve()
    server.instead = () => undefined
    const customers = start([settingsOf(server)], { timeoutMs: 60_000 })
    await expect.poll(() => server.open).toBe(1)
    await customers.stop()
    await expect.poll(() => server.open).toBe(0)
    const asked = server.requests.length
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(server.requests).toHaveLength(asked)
  })
})
