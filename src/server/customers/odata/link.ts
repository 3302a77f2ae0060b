import type { OneCObject } from '../customers.ts'
import { isGuid } from './literals.ts'
import type { Preset } from './presets/preset.ts'

const KINDS: Readonly<Record<string, string>> = { Catalog: 'Справочник', Document: 'Документ' }

/**
 * The navigation link of an object, such as `e1cib/data/Документ.CRM_Интерес?ref=…`; its reference is parts 4, 5, 3, 2, 1 of
 * the GUID. Null when there can be none.
 */
export function linkTo(set: string, ref: string): string | null {
  const [, prefix = '', name = ''] = /^([A-Za-z]+)_(.+)$/.exec(set) ?? []
  const kind = KINDS[prefix]
  if (kind === undefined || !isGuid(ref)) return null
  const [a = '', b = '', c = '', d = '', e = ''] = ref.toLowerCase().split('-')
  return `e1cib/data/${kind}.${name}?ref=${d}${e}${c}${b}${a}`
}

export function setOf(preset: Preset, object: OneCObject): string {
  switch (object) {
    case 'counterparty':
      return preset.counterparties.set
    case 'person':
      return preset.persons.set
    case 'potential':
      return preset.potentials.set
    case 'interest':
      return preset.interests.set
    case 'interaction':
      return preset.interactions.set
    case 'phoneCall':
      return preset.phoneCalls.set
    case 'article':
      return preset.articles.set
  }
}
