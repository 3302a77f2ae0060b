import * as v from 'valibot'
import { pageAddress, serverAddress } from './address.ts'
import { FieldRule, PresetId } from './field-map.ts'
import { LanguageChoice, type Preferences, Tone, TransferKind } from './preferences.ts'

/** A base whose address has been rolled out. `preset` null = the operator chooses. */
export type ManagedBase = { address: string; preset: PresetId | null; fields: FieldRule[] }

/** What the administrator has set by the browser's policy (SPEC D3): it goes before what an operator chooses. */
export type Managed = {
  server: string | null
  bases: ManagedBase[]
  /** Of every base, after its own. */
  fields: FieldRule[]
  preferences: Partial<Preferences>
  /** Settings that are no use as they are written, each by its name; they are as if they were not set. */
  faults: string[]
}

export const NOTHING_MANAGED: Managed = { server: null, bases: [], fields: [], preferences: {}, faults: [] }

const MOST_BASES = 100
const MOST_RULES = 500

const made = (read: (typed: string) => string | null) =>
  v.pipe(
    v.string(),
    v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
      const address = read(dataset.value)
      if (address !== null) return address
      addIssue({ message: 'no address' })
      return NEVER
    }),
  )

const Rules = v.pipe(v.array(FieldRule), v.maxLength(MOST_RULES))
const Base = v.pipe(
  v.object({ address: made(pageAddress), preset: v.optional(PresetId), fields: v.optional(Rules, []) }),
  v.transform(({ preset = null, ...rest }): ManagedBase => ({ ...rest, preset })),
)

const PREFERENCES = {
  language: LanguageChoice,
  sound: v.boolean(),
  /** Administrators write percents. */
  volume: v.pipe(
    v.number(),
    v.minValue(0),
    v.maxValue(100),
    v.transform((percent) => percent / 100),
  ),
  tone: Tone,
  notifications: v.boolean(),
  transfer: TransferKind,
  htmlFields: v.boolean(),
  wizard: v.boolean(),
  showIdle: v.boolean(),
  openInterest: v.boolean(),
} satisfies {
  [P in keyof Preferences]: v.GenericSchema<Preferences[P], unknown> | v.GenericSchema<unknown, Preferences[P]>
}

const SETTINGS = {
  server: made(serverAddress),
  bases: v.pipe(v.array(v.unknown()), v.maxLength(MOST_BASES)),
  fields: Rules,
  ...PREFERENCES,
}
/** All that can be set; managed-schema.json tells browsers the same. */
export const MANAGED_SETTINGS: readonly string[] = Object.keys(SETTINGS)

/** One setting that is wrong takes no other with it: not every browser checks them. */
export function readManaged(given: Readonly<Record<string, unknown>>): Managed {
  const faults = Object.keys(given).filter((name) => !Object.hasOwn(SETTINGS, name))
  const one = <S extends v.GenericSchema>(name: string, value: unknown, schema: S): v.InferOutput<S> | undefined => {
    if (value === undefined || value === null) return undefined
    const parsed = v.safeParse(schema, value)
    if (parsed.success) return parsed.output
    faults.push(name)
    return undefined
  }
  const list = one('bases', given.bases, SETTINGS.bases) ?? []
  const preferences = Object.entries(PREFERENCES).flatMap(([name, schema]) => {
    const value = one(name, given[name], schema)
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    server: one('server', given.server, SETTINGS.server) ?? null,
    bases: list.flatMap((base, at) => one(`bases.${at}`, base, Base) ?? []),
    fields: one('fields', given.fields, SETTINGS.fields) ?? [],
    preferences: Object.fromEntries(preferences),
    faults,
  }
}
