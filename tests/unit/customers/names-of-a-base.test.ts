import { afterEach, describe, expect, test } from 'vitest'
import { ODataCustomers } from '../../../src/server/customers/odata/odata-customers.ts'
import { PARTS, presetOf } from '../../../src/server/customers/odata/presets/presets.ts'
import { memoryLog } from '../../support/log.ts'
import { type Crm, openCrm, request } from './crm.ts'
import { type ODataServer, odataServer, PASSWORD, ref, type Sets, smallBase, USER } from './odata-server.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

type Names = { preset?: 'bsp' | 'crm' | 'unf' | 'ut'; names?: Record<string, string>; phoneRegister?: boolean }

async function read(sets: Sets, more: Names = {}): Promise<{ customers: ODataCustomers; server: ODataServer }> {
  const server = await odataServer(sets)
  closing.push(() => server.close())
  const log = memoryLog()
  const odata = { url: server.url, user: USER, password: PASSWORD }
  const customers = new ODataCustomers({
    bases: [{ id: 'trade', name: 'Торговля', urls: [], odata, refreshSeconds: 3600, ...more }],
    lastDigits: 10,
    internalLength: { min: 2, max: 5 },
    logger: log.logger,
    timeoutMs: 2000,
    retryMs: 5,
  })
  closing.push(() => customers.stop())
  customers.start()
  return { customers, server }
}
const isUp = (customers: ODataCustomers) => expect.poll(() => customers.bases()[0]?.state).toBe('up')

/** The small base under other names. */
function renamed(names: Record<string, string>): Sets {
  const sets: Sets = {}
  for (const [set, rows] of Object.entries(smallBase())) {
    const to = Object.entries(names).find(([from]) => set === from || set.startsWith(`${from}_`))
    sets[to ? set.replace(to[0], to[1]) : set] = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [names[name] ?? name, value])),
    )
  }
  return sets
}

describe('the names of', () => {
  const trade = {
    Catalog_Контрагенты: 'Catalog_Партнеры',
    Catalog_КонтактныеЛица: 'Catalog_КонтактныеЛицаПартнеров',
    Catalog_Подразделения: 'Catalog_СтруктураПредприятия',
    Ответственный_Key: 'ОсновнойМенеджер_Key',
  }
  test.each([
    ['УТ', 'ut', trade],
    ['1С:CRM', 'crm', trade],
    ['УНФ', 'unf', { Catalog_Подразделения: 'Catalog_СтруктурныеЕдиницы' }],
  ] as const)('%s are known: clients, their persons, departments', async (_, preset, names) => {
    const { customers } = await read(renamed(names), { preset })
    await isUp(customers)
    expect(customers.identify('79035677876')).toMatchObject([
      { ref: ref.client(1), counterparty: 'ООО «Ромашка»', responsible: preset === 'unf' ? '' : 'Иванова Анна' },
    ])
    expect(customers.identify('79265550129')).toMatchObject([{ contact: 'Петрова Мария' }])
    expect(customers.people()[0]?.department).toBe('Отдел продаж')
  })

  test('one’s own go before the preset’s, and what may be missing may be so under any name', async () => {
    const sets = renamed({ Catalog_Контрагенты: 'Catalog_Клиенты', Ответственный_Key: 'Ведущий_Key' })
    const names = {
      'counterparties.set': 'Catalog_Клиенты',
      counterpartyContacts: 'Catalog_Клиенты_КонтактнаяИнформация',
      'counterparties.responsible': 'Ведущий_Key',
      'users.internal': 'НетТакогоПоля',
    }
    const { customers } = await read(sets, { names })
    await isUp(customers)
    expect(customers.identify('79035677876')).toMatchObject([{ responsible: 'Иванова Анна' }])
  })

  test('what nobody asks for are refused, with those that there are', () => {
    for (const path of [
      'interest.topic',
      'interests',
      'interests.theme',
      'expected',
      'expected.0',
      'a.b.c',
      '__proto__.x',
    ])
      expect(() => presetOf('crm', { [path]: 'Тема' })).toThrow(/interests\.topic/)
  })
})

describe('what a base lacks', () => {
  test('is told by parts, with the names to look for', async () => {
    const sets = smallBase()
    delete sets.Catalog_КонтактныеЛица
    sets.Document_CRM_Интерес = [{ Ref_Key: '', Number: '', Date: '', DeletionMark: false, Контрагент_Key: '' }]
    const { customers } = await read(sets)
    await isUp(customers)
    const lacks = customers.lacks('trade')
    expect(lacks.map(({ part }) => part)).toEqual(PARTS.filter((part) => part !== 'departments'))
    expect(lacks).toContainEqual({ part: 'persons', names: ['Catalog_КонтактныеЛица'] })
    expect(lacks).toContainEqual({
      part: 'interests',
      names: ['Document_CRM_Интерес.Тема', 'Document_CRM_Интерес.Ответственный_Key'],
    })
  })

  test('is not missed where the settings say that there is none', async () => {
    const { customers } = await read(smallBase(), { phoneRegister: false, names: { 'articles.set': '' } })
    await isUp(customers)
    const parts = customers.lacks('trade').map(({ part }) => part)
    expect(parts).not.toContain('phoneRegister')
    expect(parts).not.toContain('articles')
  })
})

describe('a base without Interests', { timeout: 60_000 }, () => {
  async function without(names: Record<string, string>): Promise<Crm> {
    const crm = await openCrm({ names })
    closing.push(() => crm.close())
    return crm
  }

  test('registers an intake as a phone call, with all that was said', async () => {
    const crm = await without({ 'interests.set': '' })
    const { base } = crm.oneC.stand
    const responsible = base.employeeWithNumber('103').ref
    const client = crm.caller('79035677876')
    const wish = request({ client, name: 'Пётр', manager: responsible }, { number: '+79035677876' })
    await crm.customers.register('crm', wish)
    await crm.customers.register('crm', wish)
    const { customers } = crm
    expect(customers.link('crm', 'interest', wish.refs.interest)).toBeNull()
    expect(customers.link('crm', 'phoneCall', wish.refs.interaction)).toContain('Документ.ТелефонныйЗвонок?ref=')
    const made = base.calls.filter(({ ref: each }) => each === wish.refs.interaction)
    expect(made).toMatchObject([
      {
        incoming: true,
        subscriber: 'Пётр',
        contactWay: '+7 (912) 555-77-01',
        subject: 'Касса для магазина',
        responsible,
      },
    ])
    expect(made[0]?.text).toContain('Что сделать: Перезвонить до вечера')
    expect(base.crm.interests.some(({ ref: each }) => each === wish.refs.interest)).toBe(false)
  })

  test('and without phone calls says that there is nothing to register an intake as', async () => {
    const crm = await without({ 'interests.set': '', 'phoneCalls.set': '' })
    await expect(crm.customers.register('crm', request())).rejects.toMatchObject({ name: 'Refused' })
  })

  test.each([
    ['has no interactions', { 'interactions.set': '' }],
    ['calls their text by another name', { 'interactions.content': 'НетТакого' }],
  ])('but one that %s: what is said of an Interest that is there becomes a phone call', async (_, names) => {
    const crm = await without(names)
    const { base } = crm.oneC.stand
    const client = crm.caller('79035677876')
    const [open] = (await crm.customers.details('crm', client)).interests
    const wish = request({ client, interest: open?.ref ?? null, topic: '' }, { number: '+79035677876' })
    await crm.customers.register('crm', wish)
    await crm.customers.register('crm', wish)
    const made = base.calls.filter(({ ref: each }) => each === wish.refs.interaction)
    expect(made).toMatchObject([{ contactWay: '+7 (912) 555-77-01', subject: 'Перезвонить до вечера' }])
    expect(made[0]?.text.split('\n')).toEqual(
      expect.arrayContaining(['Два магазина в Туле', 'Что сделать: Перезвонить до вечера']),
    )
  })

  test('offers none to be opened, also where the settings name them', async () => {
    const { customers } = await read(smallBase())
    const interest = () => customers.link('trade', 'interest', ref.client(1))
    // Not read yet, it may have them.
    expect(interest()).toContain('Документ.CRM_Интерес?ref=')
    await expect.poll(interest).toBeNull()
  })

  test('but with neither interactions nor phone calls does not say that it has what it has not', async () => {
    const crm = await without({ 'interactions.set': '', 'phoneCalls.set': '' })
    const client = crm.caller('79035677876')
    const [open] = (await crm.customers.details('crm', client)).interests
    const about = request({ client, interest: open?.ref ?? null }, { number: '+79035677876' })
    await expect(crm.customers.register('crm', about)).rejects.toMatchObject({ name: 'Refused' })
    const anew = request({ client }, { number: '+79035677876' })
    await crm.customers.register('crm', anew)
    expect(crm.oneC.stand.base.crm.interests.find(({ ref }) => ref === anew.refs.interest)).toMatchObject({
      whatToDo: 'Перезвонить до вечера',
    })
  })

  test('keeps the whole of a topic that 1C cuts', async () => {
    const crm = await without({ 'interests.set': '' })
    const wish = request({ topic: `Касса ${'и весы '.repeat(20)}`.trim() })
    await crm.customers.register('crm', wish)
    const made = crm.oneC.stand.base.calls.find(({ ref: each }) => each === wish.refs.interaction)
    expect(made?.text).toContain(`Тема: ${wish.form.topic}`)
  })

  test('a field that has no place of its own stands in the description', async () => {
    const crm = await without({ 'interests.whatToDo': 'НетТакого', 'potentials.set': '' })
    const wish = request()
    await crm.customers.register('crm', wish)
    const made = crm.oneC.stand.base.crm.interests.find(({ ref }) => ref === wish.refs.interest)
    expect(made?.description.split('\n')).toEqual([
      'Два магазина в Туле',
      'Имя: Ольга Ларина',
      'Компания: ООО «Имение»',
      'Что сделать: Перезвонить до вечера',
    ])
  })
})
