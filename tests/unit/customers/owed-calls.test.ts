import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type BaseSettings, ODataCustomers } from '../../../src/server/customers/odata/odata-customers.ts'
import type { Outbox } from '../../../src/server/ledger/outbox.ts'
import type { RecordedCall } from '../../../src/server/ledger/recorded-call.ts'
import { openOutbox } from '../../../src/server/outbox.ts'
import { memoryLog } from '../../support/log.ts'
import { type RoutingLab, routingLab, settings } from '../routing/lab.ts'
import { type OneC, openOneC } from '../stand-odata/one-c.ts'

const ROMASHKA = '79035677876'
const STRANGER = '79990001122'
/** On a machine that may have much to do. */
const LONG = { timeout: 60_000 }
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const log = memoryLog()
let oneC: OneC
let lab: RoutingLab
let customers: ODataCustomers
let outbox: Outbox

type Wish = { names?: Record<string, string>; ids?: string[]; unknownTo?: string; phoneRegister?: boolean }

async function start({ names = {}, ids = ['trade'], unknownTo = 'trade', phoneRegister = true }: Wish = {}) {
  const { routing, ledger, folder } = { routing: await lab.start({ settings }), ledger: lab.ledger, folder: lab.folder }
  const odata = { url: oneC.stand.odataUrl, user: 'trubka', password: 'trubka' }
  const bases = ids.map((id): BaseSettings & { phoneRegister: boolean } => ({
    id,
    name: id,
    urls: [],
    odata,
    refreshSeconds: 3600,
    names,
    phoneRegister,
    timeZone: 'Asia/Yekaterinburg',
  }))
  const { lastDigits, internalLength } = settings
  customers = new ODataCustomers({
    bases,
    lastDigits,
    internalLength,
    logger: log.logger,
    timeoutMs: 10_000,
    retryMs: 20,
  })
  outbox = openOutbox({
    ledger,
    data: folder,
    bases,
    customers,
    routing,
    calls: { unknownTo, recordingLink: 'https://pbx.example.ru/rec/{name}?call={call}' },
    logger: log.logger,
    timing: { retryFirst: 20, retryMost: 50 },
  })
  await outbox.start()
  customers.start()
}

async function stop(): Promise<void> {
  await outbox.stop()
  await customers.stop()
  await lab.stop()
}

beforeEach(async () => {
  oneC = await openOneC()
  // As some bases do; nothing is read anew here.
  oneC.stand.odata.set({ keyFilter: 'fails' })
  oneC.stand.base.calls.length = 0
  lab = await routingLab()
  log.lines.length = 0
})
afterEach(async () => {
  await stop()
  await lab.close()
  await oneC.stand.stop()
})

const AT = Date.UTC(2026, 2, 15, 10, 25)
const call = (callId: string, more: Partial<RecordedCall> = {}): RecordedCall => ({
  callId,
  direction: 'incoming',
  number: ROMASHKA,
  name: '',
  caller: null,
  startedAt: AT,
  answeredAt: null,
  endedAt: Date.UTC(2026, 2, 15, 10, 26),
  talks: [],
  rang: ['101'],
  result: 'missed',
  recording: null,
  whole: true,
  ...more,
})
const record = (recorded: RecordedCall, bases = ['trade']) =>
  lab.ledger.append({ type: 'call.recorded', ...recorded, bases, place: null })
const inOneC = () => oneC.stand.base.calls
const owed = (base = 'trade') => outbox.state(base).owed
const delivered = (base = 'trade') => expect.poll(() => owed(base), LONG).toBe(0)
const register = () => [...oneC.stand.base.phoneRegister.values()]

describe('A call becomes a «Телефонный звонок»', () => {
  test('of its client, by its responsible employee, with times as they are in the base, and what led to its recording', async () => {
    await start()
    const answeredAt = Date.UTC(2026, 2, 15, 10, 25, 10)
    const talks = [
      { who: '101', from: answeredAt, ms: 20_000 },
      { who: '103', from: answeredAt + 25_000, ms: 25_000 },
    ]
    const facts = { answeredAt, talks, givenTo: '103', rang: ['101', '103'], recording: 'май/1.1.wav' }
    await record(call('1.1', { ...facts, result: 'answered' }))
    await delivered()
    const client = oneC.stand.base.clientNamed('ООО «Ромашка»')
    const manager = oneC.stand.base.employeeWithNumber('103')
    expect(inOneC()).toMatchObject([
      {
        date: '2026-03-15T15:25:00',
        incoming: true,
        contactWay: ROMASHKA,
        subject: 'Входящий звонок',
        responsible: manager.ref,
        author: manager.ref,
      },
    ])
    const [document] = inOneC()
    const persons = oneC.stand.base.personsOf(client.ref).map(({ ref }) => ref)
    expect([client.ref, ...persons]).toContain(document?.contact)
    expect(document?.subscriber).not.toBe('')
    const operator = oneC.stand.base.employeeWithNumber('101')
    const department = oneC.stand.base.departments.find(({ ref }) => ref === manager.department)
    expect(document?.text.split('\n')).toEqual([
      'Результат: отвечен, переведён',
      'Начало: 15.03.2026 15:25:00',
      'Ответ: 15.03.2026 15:25:10',
      'Конец: 15.03.2026 15:26:00',
      'Длительность: 0:00:50',
      `Разговор: ${operator.name} (101) 0:00:20, ${manager.name} (103) 0:00:25`,
      `Переведён: ${manager.name} (103)`,
      `Подразделение: ${department?.name}`,
      `Вызывались: ${operator.name} (101), ${manager.name} (103)`,
      `Запись разговора: https://pbx.example.ru/rec/%D0%BC%D0%B0%D0%B9/1.1.wav?call=1.1~${AT}`,
      'Звонок АТС: 1.1',
    ])
    // Whom 1C knows is not registered as a number of nobody.
    expect(register()).toEqual([])
  })

  test('which is found by the PBX’s key, in the base that has it', async () => {
    await start()
    await record(call('1.1'))
    await delivered()
    const [document] = inOneC()
    const link = customers.link('trade', 'phoneCall', document?.ref ?? '')
    expect(await customers.phoneCall(['trade'], '1.1')).toEqual({ base: 'trade', link })
    expect(link).toMatch(/^e1cib\/data\/Документ\.ТелефонныйЗвонок\?ref=[0-9a-f]{32}$/)
    expect(await customers.phoneCall(['trade'], '1.2')).toBeNull()
    expect(await customers.phoneCall([], '1.1')).toBeNull()
    oneC.stand.odata.set({ state: 'down' })
    await expect(customers.phoneCall(['trade'], '1.1')).rejects.toThrow()
  })

  test('also when it was missed, and when it was made in vain', async () => {
    await start()
    await record(call('1.1'))
    await record(call('1.2', { direction: 'outgoing', caller: '103', rang: [], result: 'busy' }))
    await delivered()
    const ref = (number: string) => oneC.stand.base.employeeWithNumber(number).ref
    expect(inOneC().map(({ subject, incoming, responsible }) => ({ subject, incoming, responsible }))).toEqual([
      { subject: 'Пропущенный звонок', incoming: true, responsible: ref('101') },
      { subject: 'Исходящий звонок: занято', incoming: false, responsible: ref('103') },
    ])
  })

  test('between colleagues, where the base is to have these', async () => {
    await start()
    const { name } = oneC.stand.base.employeeWithNumber('102')
    await record(call('1.1', { direction: 'internal', caller: '101', number: '102', rang: ['102'] }))
    await delivered()
    expect(inOneC()).toMatchObject([{ subscriber: name, contact: '', subject: 'Внутренний звонок: пропущен' }])
    expect(register()).toEqual([])
  })

  test('of a stranger: the number is put into the register as well, once', async () => {
    await start()
    await record(call('1.1', { number: STRANGER, name: 'Кто-то' }))
    await record(call('1.2', { number: STRANGER }))
    await record(call('1.3', { number: '' }))
    await delivered()
    expect(inOneC().map(({ subscriber, contact }) => [subscriber, contact])).toEqual([
      ['Кто-то', ''],
      [STRANGER, ''],
      ['Номер скрыт', ''],
    ])
    expect(register()).toMatchObject([{ number: '9990001122', contact: '', user: '', internal: '' }])
  })

  test('of a stranger who has a rule: the rule in the register stays', async () => {
    await start()
    const user = oneC.stand.base.employeeWithNumber('103').ref
    const entry = { number: '9990001122', contact: '', contactType: 'StandardODATA.Undefined', user, internal: '103' }
    oneC.stand.base.phoneRegister.set('one', { ...entry, comment: '' })
    await record(call('1.1', { number: STRANGER }))
    await delivered()
    expect(register()).toMatchObject([entry])
  })

  test('of a stranger where the register is not kept: only the call', async () => {
    await start({ phoneRegister: false })
    await record(call('1.1', { number: STRANGER }))
    await delivered()
    expect(inOneC()).toHaveLength(1)
    expect(register()).toEqual([])
  })
})

describe('Once, in order, and none is missing', () => {
  test('while 1C is down, slow to answer, answers by half, or does not know us', async () => {
    await start()
    await record(call('0'))
    await delivered()
    const { odata } = oneC.stand
    odata.set({ state: 'down' })
    for (let n = 1; n <= 3; n++) await record(call(`1.${n}`))
    await expect.poll(() => outbox.state('trade').fault, LONG).not.toBeNull()
    // What was asked is done, but the answer breaks off.
    odata.set({ state: 'up', cutNext: 3 })
    await delivered()
    odata.set({ password: 'another' })
    await record(call('2.1'))
    await expect.poll(() => outbox.state('trade').fault, LONG).toContain('does not accept this user')
    odata.set({ password: 'trubka', failNext: 2 })
    await delivered()
    const keys = inOneC().map(({ text }) => /Звонок АТС: (.*)/.exec(text)?.[1])
    expect(keys).toEqual(['0', '1.1', '1.2', '1.3', '2.1'])
    expect(new Set(inOneC().map(({ ref }) => ref)).size).toBe(5)
  })

  test('over a restart of the server, with what was owed before', async () => {
    oneC.stand.odata.set({ state: 'down' })
    await start()
    await record(call('1.1'))
    await stop()
    oneC.stand.odata.set({ state: 'up' })
    await start()
    await delivered()
    await stop()
    await start()
    expect(owed()).toBe(0)
    expect(inOneC()).toHaveLength(1)
  })

  test('a base without such documents says so, and what is owed to it waits aside', async () => {
    await start({ names: { 'phoneCalls.set': 'Document_Звонок' } })
    await record(call('1.1'))
    await expect.poll(() => outbox.state('trade').aside, LONG).toBe(1)
    expect(JSON.stringify(log.lines)).toContain('has no Document_Звонок')
  })
})

describe('With several bases', () => {
  test('each has the calls of its clients; strangers are for one of them', async () => {
    // Two bases over one set of data, so both know the client.
    await start({ ids: ['trade', 'crm'], unknownTo: 'crm' })
    const both = ['trade', 'crm']
    await record(call('1.1'), both)
    await record(call('1.2', { number: STRANGER }), both)
    await delivered('trade')
    await delivered('crm')
    const keys = inOneC().map(({ text }) => /Звонок АТС: (.*)/.exec(text)?.[1])
    expect(keys.filter((key) => key === '1.1')).toHaveLength(2)
    expect(keys.filter((key) => key === '1.2')).toHaveLength(1)
    expect(keys).toHaveLength(3)
  })

  test('a stranger of a base that is not to have strangers is nobody’s', async () => {
    await start({ unknownTo: 'another' })
    await record(call('1.1', { number: STRANGER }))
    await delivered()
    expect(inOneC()).toEqual([])
  })
})
