import { readdirSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { PRESETS, presetRules } from '../../../src/background/presets/presets.ts'
import { FieldMap, sameField } from '../../../src/protocol/field-map.ts'

const FOLDER = 'src/background/presets'
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))

describe.each(files)('%s', (file) => {
  const text = readFileSync(`${FOLDER}/${file}`, 'utf8')

  test('is a field map, and one that can be chosen', () => {
    const map = v.parse(FieldMap, JSON.parse(text))
    expect(Object.values(PRESETS)).toContainEqual(map)
    expect(map.fields.length).toBeGreaterThan(0)
  })

  test('says nothing twice', () => {
    const { fields } = v.parse(FieldMap, JSON.parse(text))
    for (const [at, rule] of fields.entries()) {
      expect(fields.slice(at + 1).filter((each) => sameField(each, rule))).toEqual([])
    }
  })
})

test('no preset can be chosen, too', () => {
  expect(presetRules('none')).toEqual([])
})

test.each(['crm', 'unf', 'ut'] as const)('%s goes on with БСП, its own lines first', (preset) => {
  expect(presetRules(preset)).toEqual([...PRESETS[preset].fields, ...PRESETS.bsp.fields])
})
