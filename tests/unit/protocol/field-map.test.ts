import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { baseAddress, FIELD_MAP_FORMAT, FieldMap, FieldRule, mergeMaps } from '../../../src/protocol/field-map.ts'

describe('a field map from a file', () => {
  const map = { format: FIELD_MAP_FORMAT, title: 'Наша 1С', fields: [{ means: 'phone', caption: 'Связь' }] }

  test('is taken as it was exported', () => {
    expect(v.parse(FieldMap, JSON.parse(JSON.stringify(map)))).toEqual(map)
  })

  test.each([
    ['of another format', { ...map, format: 'trubka.fields.2' }],
    ['with a line that names no field', { ...map, fields: [{ means: 'phone' }] }],
    ['with a line that fits everything', { ...map, fields: [{ means: 'phone', caption: ' ' }] }],
    ['with a meaning there is none of', { ...map, fields: [{ means: 'sum', caption: 'Сумма' }] }],
    ['with what is not in the grammar', { ...map, fields: [{ means: 'phone', caption: 'А', run: 'alert(1)' }] }],
    ['of endless length', { ...map, fields: Array.from({ length: 501 }, () => ({ means: 'phone', caption: 'А' })) }],
    ['that is no map', [1, 2, 3]],
  ])('%s is refused', (_what, file) => {
    expect(v.safeParse(FieldMap, file).success).toBe(false)
  })

  test('a column has no name of its own', () => {
    expect(v.safeParse(FieldRule, { means: 'phone', name: 'Телефон', list: 'Список' }).success).toBe(false)
  })
})

test('what was taught is stronger than the administrator’s map, and that than the preset', () => {
  const preset: FieldRule[] = [{ means: 'phone', caption: 'А' }]
  const administrator: FieldRule[] = [{ means: 'fax', caption: 'А' }]
  const taught: FieldRule[] = [{ means: 'other', caption: 'А' }]
  expect(mergeMaps({ preset, administrator, taught }).map(({ from }) => from)).toEqual([
    'taught',
    'administrator',
    'preset',
  ])
})

test.each([
  ['https://1c.example/crm/ru/', 'https://1c.example/crm'],
  ['https://1c.example/crm/ru_RU/e1cib/data/Справочник.Контрагенты', 'https://1c.example/crm'],
  ['https://1c.example/crm', 'https://1c.example/crm'],
  ['https://1c.example/crm/en_US/#e1cib/list/x', 'https://1c.example/crm'],
  ['http://1c.example:8080/base/e1cib/app/X', 'http://1c.example:8080/base'],
  ['https://1c.example/', 'https://1c.example'],
  ['about:blank', null],
  ['nonsense', null],
])('the base of %s', (page, base) => {
  expect(baseAddress(page)).toBe(base)
})
