import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ODataCustomers } from '../../../src/server/customers/odata/odata-customers.ts'
import { Base } from '../../../stand/data/base.ts'
import { EMPLOYEE_KIND, kindOf } from '../../../stand/data/kinds.ts'
import { numbersIn } from '../../../stand/data/phones.ts'
import { ODATA_PATH, ODataServer } from '../../../stand/odata/server.ts'
import { memoryLog } from '../../support/log.ts'

let base: Base
let odata: ODataServer
let server: Server
let customers: ODataCustomers

beforeEach(async () => {
  base = new Base()
  odata = new ODataServer(base)
  server = createServer((request, response) => {
    void odata.handle(request, response, new URL(request.url ?? '/', 'http://stand'))
  })
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}${ODATA_PATH}`
  customers = new ODataCustomers({
    bases: [
      { id: 'crm', name: 'CRM', urls: [], odata: { url, user: 'trubka', password: 'trubka' }, refreshSeconds: 0.2 },
    ],
    lastDigits: 10,
    internalLength: { min: 2, max: 5 },
    logger: memoryLog().logger,
    timeoutMs: 2000,
    retryMs: 20,
  })
  customers.start()
  await expect.poll(() => customers.bases()[0]?.state, { timeout: 50_000 }).toBe('up')
}, 200_000)
afterEach(async () => {
  await customers.stop()
  odata.stop()
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

test('the stand’s clients are known by their numbers', () => {
  const romashka = base.clientNamed('ООО «Ромашка»')
  expect(customers.identify('79035677876')).toEqual([
    {
      base: 'crm',
      ref: romashka.ref,
      contact: '',
      counterparty: 'ООО «Ромашка»',
      responsible: base.employee(romashka.responsible)?.name,
    },
  ])
  expect(customers.identify('79265550129')).toMatchObject([
    { ref: romashka.ref, contact: 'Петрова Мария Ивановна', counterparty: 'ООО «Ромашка»' },
  ])
  const both = customers.identify('79165550124')?.map(({ counterparty }) => counterparty)
  expect(new Set(both)).toEqual(new Set(['ООО «Ромашка»', 'ИП Сидоров']))
  expect(customers.identify('74955550128')).toMatchObject([
    { contact: 'Кузнецов Олег Павлович', counterparty: 'ООО «Василёк»' },
  ])
  expect(customers.identify('79990000000')).toEqual([])
})

test('every phone of every client leads to that client', () => {
  const alive = base.clients.filter(({ deleted }) => !deleted)
  const wrong = alive.flatMap((client) =>
    client.contacts
      .filter(({ kind }) => kindOf(kind).type === 'Телефон')
      .flatMap(({ text }) => numbersIn(text))
      .filter((number) => !customers.identify(number)?.some(({ ref }) => ref === client.ref))
      .map((number) => `${number} of ${client.name}`),
  )
  expect(alive.length).toBeGreaterThan(1900)
  expect(wrong).toEqual([])
})

test('the stand’s employees come with department, mobile and internal number, wherever it stands', () => {
  const people = customers.people()
  const anna = base.employeeWithNumber('103')
  const mobile = anna.contacts.find(({ kind }) => kind === EMPLOYEE_KIND.mobile.ref)?.text ?? ''
  expect(people.find(({ number }) => number === '103')).toEqual({
    id: anna.ref,
    name: 'Иванова Анна Сергеевна',
    department: base.departments[0]?.name,
    number: '103',
    mobile: `7${numbersIn(mobile)[0]}`,
  })
  // Their number stands in a phone of the card.
  for (const number of ['111', '126']) {
    expect(people.find((person) => person.number === number)?.id).toBe(base.employeeWithNumber(number).ref)
  }
  expect(people.filter(({ number }) => number === null).length).toBeGreaterThanOrEqual(3)
})

test('1C down and up again: the clients stay known, what changed meanwhile is read', async () => {
  odata.set({ state: 'down' })
  await expect.poll(() => customers.bases()[0]?.state, { timeout: 90_000 }).toBe('down')
  expect(customers.identify('79035677876')).toHaveLength(1)
  const romashka = base.clientNamed('ООО «Ромашка»')
  base.writeClient(romashka.ref, { name: 'ООО «Ромашка плюс»' })
  odata.set({ state: 'up' })
  await expect
    .poll(() => customers.identify('79035677876')?.[0]?.counterparty, { timeout: 90_000 })
    .toBe('ООО «Ромашка плюс»')
}, 200_000)
