import * as v from 'valibot'
import {
  BaseAddress,
  type FieldRule,
  KeptFields,
  type MappedRule,
  mergeMaps,
  type PresetId,
  sameField,
} from '../protocol/field-map.ts'
import { presetRules } from './presets/presets.ts'

/** By the base's address. `version` changes with each change, so that pages know when to ask again. */
export const KeptFieldMaps = v.object({ version: v.number(), bases: v.record(BaseAddress, KeptFields) })
export type KeptFieldMaps = v.InferOutput<typeof KeptFieldMaps>
type Kept = { get: () => Promise<KeptFieldMaps | null>; set: (value: KeptFieldMaps) => Promise<void> }

/** What the administrator has rolled out: `preset` null = the operator chooses. */
export type RolledOut = {
  bases: readonly string[]
  fieldsOf(base: string): { preset: PresetId | null; fields: readonly FieldRule[] }
}
const NOTHING: RolledOut = { bases: [], fieldsOf: () => ({ preset: null, fields: [] }) }

/** What a base has that nobody has said anything about. */
const USUAL: KeptFields = { preset: 'bsp', taught: [] }
/** More bases than one operator works in, and more fields than anybody points at. */
const MOST_BASES = 100
const MOST_TAUGHT = 500

/** The field maps of this browser, one for each 1C base (SPEC D5). */
export class FieldMaps {
  readonly #kept: Kept
  readonly #onChange: () => void
  readonly #administrator: RolledOut
  #maps: KeptFieldMaps = { version: 0, bases: {} }

  constructor(kept: Kept, onChange: () => void, administrator: RolledOut = NOTHING) {
    this.#kept = kept
    this.#onChange = onChange
    this.#administrator = administrator
  }

  get version(): number {
    return this.#maps.version
  }

  async restore(): Promise<void> {
    this.#maps = (await this.#kept.get()) ?? this.#maps
  }

  /** What a page of this base goes by. The base is known from then on, to be found in the options. */
  async of(base: string): Promise<MappedRule[]> {
    if (!Object.hasOwn(this.#maps.bases, base)) await this.#set(base, USUAL, this.version)
    const { preset, taught } = this.#maps.bases[base] ?? USUAL
    const rolledOut = this.#administrator.fieldsOf(base)
    return mergeMaps({
      taught,
      administrator: rolledOut.fields,
      preset: presetRules(rolledOut.preset ?? preset),
    })
  }

  /** `managed` = the preset is the administrator's; `rolledOut` = so many lines are. */
  all(): ({ base: string; managed: boolean; rolledOut: number } & KeptFields)[] {
    const bases = new Set([...this.#administrator.bases, ...Object.keys(this.#maps.bases)])
    return [...bases].map((base) => {
      const { preset, taught } = this.#maps.bases[base] ?? USUAL
      const rolledOut = this.#administrator.fieldsOf(base)
      return {
        base,
        preset: rolledOut.preset ?? preset,
        taught,
        managed: rolledOut.preset !== null,
        rolledOut: rolledOut.fields.length,
      }
    })
  }

  /** The administrator has said something else: pages ask for their maps anew. */
  rolledOut(): Promise<void> {
    this.#maps = { ...this.#maps, version: this.version + 1 }
    this.#onChange()
    return this.#kept.set(this.#maps)
  }

  keep(base: string, kept: KeptFields): Promise<void> {
    return this.#set(base, { ...kept, taught: kept.taught.slice(0, MOST_TAUGHT) })
  }

  /** The last word on a field counts, and stands first. */
  teach(base: string, rule: FieldRule): Promise<void> {
    const { preset, taught } = this.#maps.bases[base] ?? USUAL
    return this.keep(base, { preset, taught: [rule, ...taught.filter((each) => !sameField(each, rule))] })
  }

  forget(base: string, rule: FieldRule): Promise<void> {
    const { preset, taught } = this.#maps.bases[base] ?? USUAL
    return this.keep(base, { preset, taught: taught.filter((each) => !sameField(each, rule)) })
  }

  async #set(base: string, kept: KeptFields, version = this.version + 1): Promise<void> {
    const entries = Object.entries({ ...this.#maps.bases, [base]: kept }).slice(-MOST_BASES)
    this.#maps = { version, bases: Object.fromEntries(entries) }
    if (version !== this.version || kept !== USUAL) this.#onChange()
    await this.#kept.set(this.#maps)
  }
}
