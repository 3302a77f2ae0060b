import { expect, test } from 'vitest'
import { presetRules } from '../../../src/background/presets/presets.ts'
import { explain } from '../../../src/content/onec/explain.ts'
import { compileMap } from '../../../src/content/onec/mapped.ts'
import type { PresetId } from '../../../src/protocol/field-map.ts'
import { client, field, page } from '../../support/onec-markup.ts'
import { openPage } from '../../support/onec-page.ts'

// A form of each configuration (SPEC D5), with what its preset makes of it: the name of each element, its caption, what
// it is taken for, and whether it is the preset that says so.

type Row = [name: string, caption: string, meaning: string, why: 'preset' | 'other']

const FORMS: [PresetId, string, Row[]][] = [
  [
    'bsp',
    'Phone call 12 (Телефонный звонок)',
    [
      ['АбонентКакСвязаться', 'How to contact:', 'phone', 'preset'],
      ['АбонентКонтакт', 'Contact:', 'client', 'preset'],
      ['КонтактнаяИнформацияПолеТелефонПользователя', 'Связь:', 'phone', 'preset'],
      ['КонтактнаяИнформацияПолеEmailПользователя', 'Телефонная почта:', 'other', 'preset'],
      ['Ответственный', 'Owner:', 'user', 'preset'],
      ['Наименование', 'Наименование:', 'other', 'other'],
    ],
  ],
  ['bsp', 'Иванова Анна Сергеевна (Пользователь)', [['Наименование', 'Полное имя:', 'user', 'preset']]],
  [
    'crm',
    'Ромашка (Клиент)',
    [
      ['ПользовательДляПереключенияЗвонков', 'Кому:', 'routing', 'preset'],
      ['Поле1', 'Переключатель для перевода звонков:', 'routing', 'preset'],
      ['Поле2', 'Потенциальный клиент:', 'client', 'preset'],
      ['Партнер', 'Кто:', 'client', 'preset'],
      ['Поле3', 'Ответственный менеджер:', 'user', 'preset'],
      ['АбонентКакСвязаться', 'Чем:', 'phone', 'preset'],
      ['ИНН', 'ИНН:', 'other', 'other'],
    ],
  ],
  [
    'unf',
    'Заказ покупателя 12',
    [
      ['Контрагент', 'Кому:', 'client', 'preset'],
      ['Поле1', 'Покупатель:', 'client', 'preset'],
      ['Поле2', 'Контакт:', 'client', 'preset'],
      ['Поле3', 'Ответственный:', 'user', 'preset'],
      ['Телефон', 'Телефон:', 'phone', 'other'],
      ['СуммаДокумента', 'Сумма:', 'other', 'other'],
    ],
  ],
  [
    'ut',
    'Реализация 12',
    [
      ['ПеревозчикТелефоны', 'Связь:', 'phone', 'preset'],
      ['ПеревозчикИНН', 'Телефон или ИНН:', 'other', 'preset'],
      ['ОсновнойМенеджер', 'Ведёт:', 'user', 'preset'],
      ['Партнер', 'Кто:', 'client', 'preset'],
      ['НомерДоверенности', 'Номер:', 'other', 'other'],
    ],
  ],
]

test.each(FORMS)('%s: «%s»', (preset, caption, rows) => {
  const fields = rows.map(([name, title], at) => field(1, name, title, '8 912 345-67-89', { top: 24 * at }))
  const doc = openPage(client(page(1, 1, fields.join(''), { caption })))
  const rules = presetRules(preset).map((rule) => ({ ...rule, from: 'preset' as const }))
  const [form] = explain(doc, compileMap(rules)).forms
  const found = form?.fields.map(({ name, caption: title, meaning, why }) => [
    name,
    title,
    meaning,
    why === 'preset' ? why : 'other',
  ])
  expect(found).toEqual(rows)
  for (const { meaning, numbers } of form?.fields ?? []) expect(numbers.length).toBe(meaning === 'phone' ? 1 : 0)
})
