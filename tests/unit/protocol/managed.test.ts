import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FieldMeaning, PresetId } from '../../../src/protocol/field-map.ts'
import { MANAGED_SETTINGS, NOTHING_MANAGED, readManaged } from '../../../src/protocol/managed.ts'
import { LanguageChoice, Preferences, Tone, TransferKind } from '../../../src/protocol/preferences.ts'

describe('what an administrator sets by policy', () => {
  test('is read whole, addresses as people write them', () => {
    const managed = readManaged({
      server: 'phone.company.ru',
      bases: [{ address: 'https://1c.company.ru/trade/ru/', preset: 'ut' }, { address: '1c.company.ru/crm' }],
      fields: [{ means: 'phone', caption: 'Связь' }],
      language: 'en',
      volume: 60,
      wizard: false,
    })
    expect(managed).toEqual({
      server: 'wss://phone.company.ru/',
      bases: [
        { address: 'https://1c.company.ru/trade/ru/', preset: 'ut', fields: [] },
        { address: 'https://1c.company.ru/crm', preset: null, fields: [] },
      ],
      fields: [{ means: 'phone', caption: 'Связь' }],
      preferences: { language: 'en', volume: 0.6, wizard: false },
      faults: [],
    })
  })

  test('takes nothing else with it where one setting is wrong, and names that one', () => {
    const managed = readManaged({
      server: 'not an address',
      bases: [{ address: 'https://1c.company.ru/' }, { address: 'file:///etc/passwd' }],
      volume: 101,
      sound: true,
      colour: 'green',
    })
    expect(managed).toMatchObject({
      server: null,
      bases: [{ address: 'https://1c.company.ru/' }],
      preferences: { sound: true },
    })
    expect(managed.faults.toSorted()).toEqual(['bases.1', 'colour', 'server', 'volume'])
  })

  test('is nothing where nothing is set', () => {
    expect(readManaged({})).toEqual(NOTHING_MANAGED)
  })
})

describe('the schema that browsers are given', () => {
  const schema = JSON.parse(readFileSync('managed-schema.json', 'utf8'))

  test('has every setting, and every preference among them', () => {
    expect(Object.keys(schema.properties)).toEqual(MANAGED_SETTINGS)
    expect(MANAGED_SETTINGS).toEqual(expect.arrayContaining(Object.keys(Preferences.entries)))
  })

  test('allows the same words as we do', () => {
    const { language, tone, transfer, bases, fields } = schema.properties
    expect(language.enum).toEqual(LanguageChoice.options)
    expect(tone.enum).toEqual(Tone.options)
    expect(transfer.enum).toEqual(TransferKind.options)
    expect(bases.items.properties.preset.enum).toEqual(PresetId.options)
    expect(fields.items.properties.means.enum).toEqual(FieldMeaning.options)
    expect(bases.items.properties.fields).toMatchObject({ items: fields.items })
  })
})
