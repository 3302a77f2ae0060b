import * as v from 'valibot'
import { FieldMap, type FieldRule, type PresetId } from '../../protocol/field-map.ts'
import bsp from './bsp.json' with { type: 'json' }
import crm from './crm.json' with { type: 'json' }
import unf from './unf.json' with { type: 'json' }
import ut from './ut.json' with { type: 'json' }

/** Field maps of configurations (SPEC D5): data, with a grammar; a page gets the chosen one only. */
export const PRESETS: { [P in Exclude<PresetId, 'none'>]: FieldMap } = {
  bsp: v.parse(FieldMap, bsp),
  crm: v.parse(FieldMap, crm),
  unf: v.parse(FieldMap, unf),
  ut: v.parse(FieldMap, ut),
}

/** All these configurations are built on БСП: its lines come after their own. */
export function presetRules(preset: PresetId): FieldRule[] {
  if (preset === 'none') return []
  return preset === 'bsp' ? PRESETS.bsp.fields : [...PRESETS[preset].fields, ...PRESETS.bsp.fields]
}
