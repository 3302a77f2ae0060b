import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { POTENTIAL_KIND } from '../../../stand/data/kinds.ts'
import { type OneC, openOneC } from './one-c.ts'

const POTENTIALS = 'Catalog_CRM_ПотенциальныеКлиенты'
const INTERESTS = 'Document_CRM_Интерес'
let oneC: OneC

beforeEach(async () => {
  oneC = await openOneC()
})
afterEach(() => oneC.stand.stop())

const post = (set: string, body: object) => oneC.ask(set, { method: 'POST', body })
const line = (n: number, text: string) => ({
  LineNumber: String(n),
  Тип: 'Телефон',
  Вид_Key: POTENTIAL_KIND.phone.ref,
  Представление: text,
})

test('a potential client is made with its phones under a given key, once; a written table part replaces the old one', async () => {
  const ref = randomUUID()
  const body = {
    Ref_Key: ref,
    Description: 'Имение',
    КонтактнаяИнформация: [line(1, '+79125557701'), line(2, '+79125557702')],
  }
  expect((await post(POTENTIALS, body)).status).toBe(201)
  expect((await post(POTENTIALS, body)).status).toBe(400)
  const changed = await oneC.ask(`${POTENTIALS}(guid'${ref}')`, {
    method: 'PATCH',
    body: { КонтактнаяИнформация: [line(1, '+79125557703')] },
  })
  expect(changed.json()).toMatchObject({ Description: 'Имение' })
  const rows = await oneC.rows(`${POTENTIALS}_КонтактнаяИнформация?$format=json&$filter=Ref_Key eq guid'${ref}'`)
  expect(rows.map(({ Представление, НомерТелефона }) => [Представление, НомерТелефона])).toEqual([
    ['+79125557703', '79125557703'],
  ])
})

test('lines that are not numbered from 1, and kinds that there are not, are refused', async () => {
  const owner = (lines: object[]) => ({ Description: 'Имение', КонтактнаяИнформация: lines })
  expect((await post(POTENTIALS, owner([line(2, '+79125557701')]))).status).toBe(400)
  expect((await post(POTENTIALS, owner([{ ...line(1, '1'), Вид_Key: randomUUID() }]))).status).toBe(400)
})

test('an Interest gets a number, its topic is cut, and who is nobody is refused', async () => {
  const made = await post(INTERESTS, { Date: '2031-01-02T10:00:00', Тема: 'х'.repeat(150), НетТакого: 1 })
  expect(made.status).toBe(201)
  expect(made.json()).toMatchObject({ Number: 'CRM-000004', Тема: 'х'.repeat(100), Date: '2031-01-02T10:00:00' })
  expect(made.json()).not.toHaveProperty('НетТакого')
  expect((await post(INTERESTS, { Ответственный_Key: randomUUID() })).status).toBe(400)
})

test('$metadata declares what an intake needs', async () => {
  const { text } = await oneC.ask('$metadata')
  for (const set of [
    POTENTIALS,
    INTERESTS,
    'Document_CRM_Взаимодействие',
    'Catalog_CRM_ТипыУслуг',
    'Catalog_Подразделения_ТипыУслуг',
    'Catalog_БазаЗнаний',
  ])
    expect(text).toContain(`<EntitySet Name="${set}"`)
})
