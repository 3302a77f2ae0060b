import { describe, expect, test } from 'vitest'
import { readFieldMap, writeFieldMap } from '../../../src/options/field-map-file.ts'
import type { FieldRule } from '../../../src/protocol/field-map.ts'

const RULES: FieldRule[] = [
  { means: 'phone', caption: 'Связь' },
  { means: 'other', caption: 'Код', list: 'Список' },
]
const file = (over: object) => JSON.stringify({ format: 'trubka.fields.1', title: 'База', fields: RULES, ...over })

describe('a field map as a file', () => {
  test('that was saved can be loaded', () => {
    expect(readFieldMap(writeFieldMap('http://1c.local/crm', RULES))).toEqual({
      format: 'trubka.fields.1',
      title: 'http://1c.local/crm',
      fields: RULES,
    })
  })

  test('may begin with what Windows editors put there', () => {
    expect(readFieldMap(`\uFEFF${file({})}`)).toMatchObject({ fields: RULES })
  })

  test.each([
    ['', '', ''],
    ['{', '', ''],
    ['[]', 'format', ''],
    [file({ format: 'other' }), 'format', ''],
    [file({ title: 1 }), 'title', ''],
    [file({ fields: [RULES[0], { means: 'telephone', caption: 'x' }] }), 'fields.1.means', 'x'],
    [file({ fields: [{ means: 'phone' }] }), 'fields.0', ''],
    [file({ fields: [{ means: 'phone', caption: '', script: 'x' }] }), 'fields.0.caption', ''],
    [file({ fields: 'all' }), 'fields', ''],
  ])('that is wrong is told where, and in which field: %s', (text, at, field) => {
    expect(readFieldMap(text)).toEqual({ at, field })
  })
})
