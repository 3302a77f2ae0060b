import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PresetId } from '../../../src/server/customers/odata/presets/presets.ts'
import { type Crm, openCrm, request } from './crm.ts'
import { type OtherNames, renamedOneC } from './renamed-one-c.ts'

/** Each question goes through all clients. */
const SLOW = { timeout: 60_000 }

const PARTNERS: OtherNames = {
  everywhere: {
    Catalog_Контрагенты: 'Catalog_Партнеры',
    Catalog_КонтактныеЛица: 'Catalog_КонтактныеЛицаПартнеров',
    Catalog_Подразделения: 'Catalog_СтруктураПредприятия',
    Контрагент_Key: 'Партнер_Key',
  },
  within: { Catalog_Контрагенты: { Ответственный_Key: 'ОсновнойМенеджер_Key' } },
}
const SMALL_FIRM: OtherNames = {
  everywhere: { Catalog_Подразделения: 'Catalog_СтруктурныеЕдиницы' },
  // An employee there, and no user.
  within: { Catalog_Контрагенты: { Ответственный_Key: 'Ответственный' } },
}

describe.each<[string, PresetId, OtherNames]>([
  ['1С:CRM', 'crm', PARTNERS],
  ['УТ', 'ut', PARTNERS],
  ['УНФ', 'unf', SMALL_FIRM],
])('a base of %s, by its preset', SLOW, (_, preset, names) => {
  let crm: Crm
  const base = () => crm.oneC.stand.base
  beforeAll(async () => {
    crm = await openCrm({ preset }, (url) => renamedOneC(url, names))
  }, 60_000)
  afterAll(() => crm.close())

  test('lacks nothing of what is asked for', () => {
    expect(crm.customers.lacks('crm')).toEqual([])
  })

  test('knows who calls, with who is responsible where a user is, and whom it employs', () => {
    const { responsible } = base().clientNamed('ООО «Ромашка»')
    const name = base().employees.find(({ ref }) => ref === responsible)?.name
    expect(crm.caller('79035677876')).toMatchObject({
      counterparty: 'ООО «Ромашка»',
      responsible: preset === 'unf' ? '' : name,
    })
    expect(crm.caller('79265550129')).toMatchObject({ contact: 'Петрова Мария Ивановна' })
    const manager = base().employeeWithNumber('103')
    const department = base().departments.find(({ ref }) => ref === manager.department)?.name
    expect(crm.customers.people().find(({ number }) => number === '103')).toMatchObject({ department })
    expect(Object.keys(crm.customers.services('crm').departments)).toContain('Сервисный центр')
  })

  test('is searched live, and tells a client’s Interests and interactions', async () => {
    expect(await crm.customers.search('crm', '8 (499) 555-01-23')).toMatchObject([{ counterparty: 'ООО «Ромашка»' }])
    expect(await crm.customers.search('crm', 'петрова мария')).toMatchObject([{ counterparty: 'ООО «Ромашка»' }])
    const { interests, interactions } = await crm.customers.details('crm', crm.caller('79035677876'))
    expect(interests.map(({ topic }) => topic)).toContain('Обновление программы')
    expect(interactions.map(({ topic }) => topic)).toContain('Отправлены цены')
  })

  test('takes a stranger’s intake and a known client’s, each once', async () => {
    const stranger = request({}, { number: '+79125557731' })
    const client = crm.caller('79035677876')
    const known = request({ client, name: 'Новый Человек' }, { number: '+79035677876' })
    for (const wish of [stranger, stranger, known, known]) await crm.customers.register('crm', wish)
    const { interests, interactions } = base().crm
    expect(interests.filter(({ ref }) => ref === stranger.refs.interest)).toMatchObject([
      { potential: stranger.refs.client, topic: 'Касса для магазина' },
    ])
    expect(base().crm.potential(stranger.refs.client)).toMatchObject({ person: 'Ольга Ларина' })
    expect(interests.filter(({ ref }) => ref === known.refs.interest)).toMatchObject([{ client: client.ref }])
    expect(base().person(known.refs.contact)).toMatchObject({ name: 'Новый Человек', owner: client.ref })
    const made = [stranger, known].map(({ refs }) => interactions.filter(({ ref }) => ref === refs.interaction).length)
    expect(made).toEqual([1, 1])
  })
})

test('a base of another configuration than its preset says which names it lacks', async () => {
  const crm = await openCrm({ preset: 'unf' }, (url) => renamedOneC(url, PARTNERS), 'down')
  expect(crm.customers.fault('crm')).toContain('Catalog_Контрагенты')
  await crm.close()
}, 60_000)
