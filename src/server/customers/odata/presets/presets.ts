import { BSP } from './bsp.ts'
import { CRM } from './crm.ts'
import type { Preset } from './preset.ts'
import { UNF } from './unf.ts'
import { UT } from './ut.ts'

const PRESETS = { bsp: BSP, crm: CRM, unf: UNF, ut: UT }
export type PresetId = keyof typeof PRESETS
export { PARTS, type PartName, type Preset } from './preset.ts'

/** Single names of one's own: `interests.topic` → `ТемаОбращения`; an empty set or property: there is none. */
export type OwnNames = Readonly<Record<string, string>>

/** @throws UnknownName */
export function presetOf(id: PresetId, names: OwnNames = {}): Preset {
  const preset: Preset = structuredClone(PRESETS[id])
  for (const [path, name] of Object.entries(names)) setName(preset, path, name)
  return preset
}

/** Somebody names what Trubka does not ask for. */
export class UnknownName extends Error {
  override readonly name = 'UnknownName'
  readonly path: string

  constructor(path: string, known: readonly string[]) {
    super(`is no name that is asked for; there are ${known.join(', ')}`)
    this.path = path
  }
}

function setName(preset: Preset, path: string, name: string): void {
  const [part = '', property, ...more] = path.split('.')
  const parts = new Map<string, unknown>(Object.entries(preset))
  parts.delete('expected')
  const found = parts.get(part)
  if (property === undefined) {
    if (typeof found !== 'string') throw new UnknownName(path, namesOf(parts))
    Object.assign(preset, { [part]: name })
    return
  }
  const old = typeof found === 'object' ? new Map(Object.entries(found ?? {})).get(property) : undefined
  if (typeof found !== 'object' || found === null || typeof old !== 'string' || more.length > 0)
    throw new UnknownName(path, namesOf(parts))
  // What may be missing may be missing under any name.
  Object.assign(found, { [property]: old.startsWith('?') && name !== '' ? `?${name}` : name })
}

function namesOf(parts: ReadonlyMap<string, unknown>): string[] {
  return [...parts].flatMap(([part, names]) =>
    typeof names === 'object' && names !== null ? Object.keys(names).map((name) => `${part}.${name}`) : [part],
  )
}
