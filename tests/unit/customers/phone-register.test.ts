import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ODataCustomers } from '../../../src/server/customers/odata/odata-customers.ts'
import { recordKey } from '../../../stand/data/base.ts'
import { CLIENT_KIND } from '../../../stand/data/kinds.ts'
import type { PhoneRecord } from '../../../stand/data/types.ts'
import { memoryLog } from '../../support/log.ts'
import { type OneC, openOneC } from '../stand-odata/one-c.ts'

const PHONES = ['9035677876', '4995550123', '9035677877', '9165550124', '5550125']
const NOBODY = { user: '', internal: '' }
/** Each question goes through all clients. */
const SLOW = { timeout: 30_000 }
const log = memoryLog()
let oneC: OneC
let customers: ODataCustomers
let romashka: string
let sidorov: string
let user103: string
let user104: string
/** The rules, as the table has them. */
let rules: Map<string, string>

const base = () => oneC.stand.base
const tell = (...keys: string[]) => customers.writeRoutes('crm', { keys, targetOf: (key) => rules.get(key) ?? null })
/** The register's records of a contact: number → user and internal number. */
const recordsOf = (contact: string) =>
  Object.fromEntries(
    [...base().phoneRegister.values()]
      .filter((record) => record.contact === contact)
      .map(({ number, user, internal }) => [number, { user, internal }]),
  )
const all = (numbers: readonly string[], value: { user: string; internal: string }) =>
  Object.fromEntries(numbers.map((number) => [number, value]))
const writes = () => oneC.stand.odata.requests().filter(({ method }) => method !== 'GET')

beforeAll(async () => {
  oneC = await openOneC()
  romashka = base().clientNamed('ООО «Ромашка»').ref
  sidorov = base().clientNamed('ИП Сидоров').ref
  user103 = base().employeeWithNumber('103').ref
  user104 = base().employeeWithNumber('104').ref
  customers = new ODataCustomers({
    bases: [
      {
        id: 'crm',
        name: 'CRM',
        urls: [],
        odata: { url: oneC.stand.odataUrl, user: 'trubka', password: 'trubka' },
        refreshSeconds: 3600,
      },
    ],
    lastDigits: 10,
    internalLength: { min: 2, max: 5 },
    logger: log.logger,
    timeoutMs: 5000,
    retryMs: 20,
  })
  customers.start()
  await vi.waitFor(() => expect(customers.bases()[0]?.state).toBe('up'), 50_000)
  // As some bases do.
  oneC.stand.odata.set({ keyFilter: 'fails' })
}, 60_000)
beforeEach(() => {
  base().phoneRegister.clear()
  oneC.stand.odata.set({ state: 'up', delayMs: 0, password: 'trubka', failNext: 0, cutNext: 0 })
  rules = new Map()
})
afterAll(async () => {
  await customers.stop()
  await oneC.stand.stop()
})

describe('the register «Номера телефонов для поиска»', SLOW, () => {
  test('gets user and internal number for all numbers of the contact', async () => {
    rules.set('9035677876', '103')
    await tell('9035677876')
    expect(recordsOf(romashka)).toEqual(all(PHONES, { user: user103, internal: '103' }))
  })

  test('keeps what else its records hold, whatever form their numbers have', async () => {
    const record: PhoneRecord = {
      number: '+79035677876',
      contact: romashka,
      contactType: 'StandardODATA.Catalog_Контрагенты',
      user: user104,
      internal: '104',
      comment: 'звонить утром',
    }
    base().phoneRegister.set(recordKey(record), record)
    rules.set('9035677876', '103')
    await tell('9035677876')
    const kept = [...base().phoneRegister.values()].filter(({ number }) => number.endsWith('9035677876'))
    expect(kept).toEqual([{ ...record, user: user103, internal: '103' }])
  })

  test('follows a change of the user, and is written only where something differs', async () => {
    rules.set('9035677876', '103')
    await tell('9035677876')
    const before = writes().length
    await tell('9035677876')
    expect(writes()).toHaveLength(before)
    rules.set('9035677876', '104')
    await tell('9035677876')
    expect(recordsOf(romashka)).toEqual(all(PHONES, { user: user104, internal: '104' }))
  })

  test('is emptied when the contact has no rule any more', async () => {
    rules.set('9035677876', '103')
    await tell('9035677876')
    rules.clear()
    await tell('9035677876')
    expect(recordsOf(romashka)).toEqual(all(PHONES, NOBODY))
  })

  test('stays while another number of the contact has a rule', async () => {
    rules.set('9035677876', '103').set('4995550123', '103')
    await tell('9035677876', '4995550123')
    rules.delete('9035677876')
    await tell('9035677876')
    expect(recordsOf(romashka)).toEqual(all(PHONES, { user: user103, internal: '103' }))
  })

  test('is emptied under a number that was taken off the card, and only there', async () => {
    rules.set('9035677876', '103').set('4995550123', '103')
    await tell('9035677876', '4995550123')
    const { contacts } = base().clientNamed('ООО «Ромашка»')
    base().writeClient(romashka, { contacts: contacts.slice(1) })
    rules.delete('9035677876')
    try {
      // The callers' index does not know yet.
      await tell('9035677876')
    } finally {
      base().writeClient(romashka, { contacts })
    }
    const { 9035677876: gone, ...others } = recordsOf(romashka)
    expect(gone).toEqual(NOBODY)
    expect(others).toEqual(all(PHONES.slice(1), { user: user103, internal: '103' }))
  })

  test('is written for both contacts who share the number', async () => {
    rules.set('9165550124', '103')
    await tell('9165550124')
    const value = { user: user103, internal: '103' }
    expect(recordsOf(romashka)).toEqual(all(PHONES, value))
    expect(recordsOf(sidorov)).toEqual({ 9165550124: value })
  })

  test('is written for a contact person', async () => {
    rules.set('9265550129', '103')
    await tell('9265550129')
    const person = base().personsOf(romashka)[0]?.ref ?? ''
    expect(recordsOf(person)).toEqual({ 9265550129: { user: user103, internal: '103' } })
    expect(recordsOf(romashka)).toEqual({})
  })

  test('is written for a card saved a moment ago, which the callers’ index does not know', async () => {
    const contacts = [{ kind: CLIENT_KIND.phone.ref, text: '+7 (903) 999-88-77', comment: '', old: false }]
    const { ref } = base().addClient({ name: 'ООО «Новый»', contacts })
    rules.set('9039998877', '103')
    await tell('9039998877')
    expect(recordsOf(ref)).toEqual({ 9039998877: { user: user103, internal: '103' } })
  })

  test('has a record without a contact for a number that nobody has, and none is made for a removal', async () => {
    await tell('9030009900')
    expect(base().phoneRegister.size).toBe(0)
    rules.set('9030009900', '103')
    await tell('9030009900')
    expect(recordsOf('')).toEqual({ 9030009900: { user: user103, internal: '103' } })
    rules.clear()
    await tell('9030009900')
    expect(recordsOf('')).toEqual({ 9030009900: NOBODY })
  })

  test('keeps the internal number of a phone that no user has', async () => {
    rules.set('9265550129', '199')
    await tell('9265550129')
    expect(recordsOf(base().personsOf(romashka)[0]?.ref ?? '')).toEqual({ 9265550129: { user: '', internal: '199' } })
  })
})

describe('1C that', SLOW, () => {
  test('breaks off its answer has done what was asked: the repetition writes it no second time', async () => {
    rules.set('9265550129', '103')
    // Found nothing, asked who has the number, asked for their numbers and records; then the write.
    for (let trials = 0; trials < 12; trials++) {
      oneC.stand.odata.set({ cutNext: 1 })
      await tell('9265550129').catch(() => undefined)
    }
    oneC.stand.odata.set({ cutNext: 0 })
    const before = writes().length
    await tell('9265550129')
    expect(writes().length - before).toBeLessThanOrEqual(1)
    expect([...base().phoneRegister.values()].map(({ internal }) => internal)).toEqual(['103'])
  })

  test.for([
    ['is down', { state: 'down' }],
    ['does not know the password', { password: 'другой' }],
  ] as const)('%s is tried again', async ([, switches]) => {
    rules.set('9265550129', '103')
    oneC.stand.odata.set(switches)
    await expect(tell('9265550129')).rejects.not.toMatchObject({ name: 'Refused' })
    oneC.stand.odata.set({ state: 'up', password: 'trubka' })
    await tell('9265550129')
    expect(base().phoneRegister.size).toBe(1)
  })

  test('cuts the internal number refuses it, in words', async () => {
    rules.set('9265550129', '12345678901')
    await expect(tell('9265550129')).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('ВнутреннийНомер'),
    })
  })
})
