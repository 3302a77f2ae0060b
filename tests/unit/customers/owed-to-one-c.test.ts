import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ODataCustomers } from '../../../src/server/customers/odata/odata-customers.ts'
import type { Outbox } from '../../../src/server/ledger/outbox.ts'
import { openOutbox } from '../../../src/server/outbox.ts'
import { ADMINISTRATOR, interactionsWriter, tokenWriter } from '../../../src/server/writers.ts'
import { memoryLog } from '../../support/log.ts'
import { type RoutingLab, routingLab, settings } from '../routing/lab.ts'
import { type OneC, openOneC } from '../stand-odata/one-c.ts'

const PHONES = ['9035677876', '4995550123', '9035677877', '9165550124', '5550125']
/** The same by eleven digits; a local number stays one. */
const LONGER = ['79035677876', '74995550123', '79035677877', '79165550124', '5550125']
const NOBODY = { user: '', internal: '' }
/** Each question goes through all clients. */
const SLOW = { timeout: 60_000 }

const log = memoryLog()
let oneC: OneC
let romashka: string
let user103: string
let lab: RoutingLab
let customers: ODataCustomers
let outbox: Outbox

const base = () => oneC.stand.base
const register = () => [...base().phoneRegister.values()]
const recordsOf = (contact: string) =>
  Object.fromEntries(
    register()
      .filter((record) => record.contact === contact)
      .map(({ number, user, internal }) => [number, { user, internal }]),
  )
const all = (numbers: readonly string[], value: { user: string; internal: string }) =>
  Object.fromEntries(numbers.map((number) => [number, value]))
const lengths = (lastDigits: number) => ({ lastDigits, internalLength: settings.internalLength })

type Wish = { bases?: { id: string; phoneRegister: boolean }[]; lastDigits?: number }
const TRADE = [{ id: 'trade', phoneRegister: true }]

async function start({ bases = TRADE, lastDigits = 10 }: Wish = {}): Promise<void> {
  const routing = await lab.start({ settings: { ...settings, lastDigits } })
  const odata = { url: oneC.stand.odataUrl, user: 'trubka', password: 'trubka' }
  customers = new ODataCustomers({
    bases: bases.map(({ id }) => ({ id, name: id, urls: [], odata, refreshSeconds: 3600 })),
    ...lengths(lastDigits),
    logger: log.logger,
    timeoutMs: 5000,
    retryMs: 20,
  })
  const { ledger, folder } = lab
  const timing = { retryFirst: 20, retryMost: 50 }
  outbox = openOutbox({
    ledger,
    data: folder,
    bases,
    customers,
    routing,
    calls: { unknownTo: null, recordingLink: null },
    logger: log.logger,
    timing,
  })
  await outbox.start()
  customers.start()
}

async function stop(): Promise<void> {
  await outbox.stop()
  await customers.stop()
  await lab.stop()
}

/** On the manager page. */
async function setLastDigits(lastDigits: number): Promise<void> {
  await lab.routing.setLengths(lengths(lastDigits))
  customers.setLengths(lengths(lastDigits))
}

const away = () => oneC.stand.odata.set({ state: 'down' })
const back = () => oneC.stand.odata.set({ state: 'up' })
const owed = () => outbox.state('trade').owed
const delivered = () => expect.poll(owed, { timeout: 30_000 }).toBe(0)

beforeAll(async () => {
  oneC = await openOneC()
  romashka = base().clientNamed('ООО «Ромашка»').ref
  user103 = base().employeeWithNumber('103').ref
}, 60_000)
beforeEach(async () => {
  base().phoneRegister.clear()
  back()
  lab = await routingLab()
  log.lines.length = 0
  await start()
})
afterEach(async () => {
  await stop()
  await lab.close()
})
afterAll(() => oneC.stand.stop())

describe('a rule owed to 1C while «Последние цифры» changes', SLOW, () => {
  test('to more: the register gets what was written, and is not emptied', async () => {
    await lab.write(['9035677876=103'])
    await delivered()
    away()
    await lab.write(['9035677876=103', '4995550123=103'])
    await setLastDigits(11)
    back()
    await delivered()
    expect(recordsOf(romashka)).toMatchObject(all(PHONES, { user: user103, internal: '103' }))
    expect(register().filter(({ internal }) => internal !== '103')).toEqual([])
    // No record without a contact beside those of the client.
    expect(recordsOf('')).toEqual({})
  })

  test('to more, and a later rule by more digits: the later one counts', async () => {
    away()
    await lab.write(['9035677876=104'])
    await setLastDigits(11)
    await lab.write(['79035677876=103'])
    back()
    await delivered()
    expect(recordsOf(romashka)).toEqual(all(LONGER, { user: user103, internal: '103' }))
  })

  test('to fewer: the client’s records get the rule, and no other is made', async () => {
    away()
    await lab.write(['9035677876=103'])
    await setLastDigits(7)
    back()
    await delivered()
    const value = { user: user103, internal: '103' }
    expect(recordsOf(romashka)).toEqual(
      all(
        PHONES.map((number) => number.slice(-7)),
        value,
      ),
    )
    expect(recordsOf('')).toEqual({})
  })
})

test('a rule of a number of interactions is owed to 1C, too; one that 1C has sent itself, or an administrator wrote, is not', async () => {
  for (const by of [tokenWriter('1'), ADMINISTRATOR]) await lab.write(['9035677876=104'], { by })
  expect(owed()).toBe(0)
  await lab.write(['9035677876=103'], { by: interactionsWriter(user103) })
  await delivered()
  expect(recordsOf(romashka)).toMatchObject(all(PHONES, { user: user103, internal: '103' }))
  expect(register().filter(({ internal }) => internal === '104')).toEqual([])
}, 60_000)

describe('while routing is off', SLOW, () => {
  test('a removal waits: the client’s other numbers may have rules', async () => {
    await lab.write(['9035677876=103', '4995550123=103'])
    await delivered()
    away()
    await lab.write(['9035677876='])
    await lab.routing.setEnabled(false)
    back()
    await expect.poll(() => outbox.state('trade').fault, { timeout: 30_000 }).toContain('routing is off')
    expect(recordsOf(romashka)).toEqual(all(PHONES, { user: user103, internal: '103' }))
    await lab.routing.setEnabled(true)
    await delivered()
    expect(recordsOf(romashka)).toEqual(all(PHONES, { user: user103, internal: '103' }))
    await lab.write(['4995550123='])
    await delivered()
    expect(recordsOf(romashka)).toEqual(all(PHONES, NOBODY))
  })
})

describe('what is owed to a base', SLOW, () => {
  test.for([
    [
      'that is missing in the settings once',
      [{ id: 'service', phoneRegister: true }],
      'the base is not in the settings',
    ],
    ['whose phoneRegister is switched off once', [{ id: 'trade', phoneRegister: false }], 'phoneRegister is false'],
  ] as const)('%s is kept, said, and delivered afterwards', async ([, bases, why]) => {
    away()
    await lab.write(['9035677876=103'])
    await stop()
    back()
    await start({ bases: [...bases] })
    expect(log.lines).toContainEqual(expect.objectContaining({ to: 'trade', owed: 1, why }))
    await expect.poll(() => customers.bases()[0]?.state, { timeout: 30_000 }).toBe('up')
    expect(owed()).toBe(1)
    expect(register()).toEqual([])
    await stop()
    await start()
    await delivered()
    expect(recordsOf(romashka)).toEqual(all(PHONES, { user: user103, internal: '103' }))
  })
})
