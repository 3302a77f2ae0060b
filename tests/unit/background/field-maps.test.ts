import { describe, expect, test, vi } from 'vitest'
import { FieldMaps, type KeptFieldMaps } from '../../../src/background/field-maps.ts'
import { presetRules } from '../../../src/background/presets/presets.ts'
import type { FieldRule, PresetId } from '../../../src/protocol/field-map.ts'
import { memorySlot } from './support.ts'

const BASE = 'https://1c.example/crm'
const RULE: FieldRule = { means: 'phone', name: 'Связь' }

function maps(administrator: readonly FieldRule[] = [], preset: PresetId | null = null) {
  const slot = memorySlot<KeptFieldMaps>()
  const changed = vi.fn()
  const bases = preset === null ? [] : [BASE]
  const rolledOut = { bases, fieldsOf: () => ({ preset, fields: administrator }) }
  return { slot, changed, maps: new FieldMaps(slot, changed, rolledOut) }
}

describe('the field maps of a browser', () => {
  test('give a base that nobody has spoken of the map of БСП', async () => {
    const { maps: kept } = maps()
    expect(await kept.of(BASE)).toEqual(presetRules('bsp').map((rule) => ({ ...rule, from: 'preset' })))
    expect(kept.all()).toEqual([{ base: BASE, preset: 'bsp', taught: [], managed: false, rolledOut: 0 }])
  })

  test('put what was taught before what was rolled out, and that before the preset', async () => {
    const { maps: kept } = maps([{ means: 'fax', caption: 'Связь' }])
    await kept.keep(BASE, { preset: 'ut', taught: [] })
    await kept.teach(BASE, RULE)
    const rules = await kept.of(BASE)
    expect(rules.slice(0, 2)).toEqual([
      { ...RULE, from: 'taught' },
      { means: 'fax', caption: 'Связь', from: 'administrator' },
    ])
    expect(rules).toContainEqual({ means: 'phone', name: 'ПеревозчикТелефоны', from: 'preset' })
  })

  test('have the administrator’s preset, whatever was chosen, and show the base before it is ever opened', async () => {
    const { maps: kept } = maps([{ means: 'fax', caption: 'Связь' }], 'ut')
    expect(kept.all()).toEqual([{ base: BASE, preset: 'ut', taught: [], managed: true, rolledOut: 1 }])
    await kept.keep(BASE, { preset: 'none', taught: [] })
    expect(await kept.of(BASE)).toContainEqual({ means: 'phone', name: 'ПеревозчикТелефоны', from: 'preset' })
  })

  test('keep one base apart from the other', async () => {
    const { maps: kept } = maps()
    await kept.teach(BASE, RULE)
    expect(await kept.of('https://1c.example/trade')).not.toContainEqual({ ...RULE, from: 'taught' })
  })

  test('take the last word on a field, and forget it when told to', async () => {
    const { maps: kept, changed } = maps()
    await kept.teach(BASE, RULE)
    await kept.teach(BASE, { means: 'other', name: 'связь' })
    expect(kept.all()[0]?.taught).toEqual([{ means: 'other', name: 'связь' }])
    await kept.forget(BASE, RULE)
    expect(kept.all()[0]?.taught).toEqual([])
    expect(changed).toHaveBeenCalledTimes(3)
  })

  test('change their version with each change, and outlive the background', async () => {
    const { maps: kept, slot } = maps()
    await kept.teach(BASE, RULE)
    const { version } = kept
    await kept.teach(BASE, { means: 'user', caption: 'Куратор' })
    expect(kept.version).not.toBe(version)
    const revived = new FieldMaps(slot, () => {})
    await revived.restore()
    expect(revived.version).toBe(kept.version)
    expect(await revived.of(BASE)).toEqual(await kept.of(BASE))
  })

  test('are read by pages without a change for all of them', async () => {
    const { maps: kept, changed } = maps()
    await kept.of(BASE)
    await kept.of(BASE)
    expect(changed).not.toHaveBeenCalled()
  })
})
