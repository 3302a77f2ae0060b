import * as v from 'valibot'

/** What a field of a 1C form, or a column of a list, may mean. `other` = certainly none of these. */
export const FieldMeaning = v.picklist(['phone', 'fax', 'routing', 'user', 'client', 'other'])
export type FieldMeaning = v.InferOutput<typeof FieldMeaning>

/** As 1C shows it, in any case of letters; `*` stands for any text. */
const Pattern = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))

/**
 * One line of a field map (SPEC D5). What is given must all fit: `caption` of the field or column, `name` of the form's
 * element, `list` the name of the list that a column belongs to, `form` the caption of the form. A rule with `name` is
 * for fields alone (cells have no names), one with `list` for columns alone.
 */
export const FieldRule = v.pipe(
  v.strictObject({
    means: FieldMeaning,
    caption: v.optional(Pattern),
    name: v.optional(Pattern),
    list: v.optional(Pattern),
    form: v.optional(Pattern),
  }),
  v.check(({ caption, name }) => caption !== undefined || name !== undefined, 'caption or name is needed'),
  v.check(({ name, list }) => name === undefined || list === undefined, 'a column has no name'),
)
export type FieldRule = v.InferOutput<typeof FieldRule>

export const FIELD_MAP_FORMAT = 'trubka.fields.1'
/** Far more than any configuration needs; each is looked at for each new field. */
const MOST_RULES = 500

/** A field map as it is exported, imported and rolled out. The first rule that fits decides. */
export const FieldMap = v.strictObject({
  format: v.literal(FIELD_MAP_FORMAT),
  title: v.pipe(v.string(), v.maxLength(100)),
  fields: v.pipe(v.array(FieldRule), v.maxLength(MOST_RULES)),
})
export type FieldMap = v.InferOutput<typeof FieldMap>

/** Who said so: the operator by pointing, the administrator, or the preset of the configuration. */
export type RuleSource = 'taught' | 'administrator' | 'preset'
/** What a page gets: the rules of all sources, the strongest first. */
export type MappedRule = FieldRule & { from: RuleSource }

export const PresetId = v.picklist(['none', 'bsp', 'crm', 'unf', 'ut'])
export type PresetId = v.InferOutput<typeof PresetId>

/** A 1C base as field maps know it: the address of its publication, without language and what comes after. */
export const BaseAddress = v.pipe(v.string(), v.url(), v.maxLength(500))

/** What is kept for one base. */
export const KeptFields = v.object({ preset: PresetId, taught: v.array(FieldRule) })
export type KeptFields = v.InferOutput<typeof KeptFields>

/** Operator's over administrator's over preset's. */
export function mergeMaps(maps: { [S in RuleSource]: readonly FieldRule[] }): MappedRule[] {
  const of = (from: RuleSource) => maps[from].map((rule) => ({ ...rule, from }))
  return [...of('taught'), ...of('administrator'), ...of('preset')]
}

const sameText = (a: string | undefined, b: string | undefined) => a?.toLocaleLowerCase() === b?.toLocaleLowerCase()

/** Whether two rules speak of the same field: teaching it anew replaces what was taught before. */
export const sameField = (a: FieldRule, b: FieldRule): boolean =>
  sameText(a.caption, b.caption) && sameText(a.name, b.name) && sameText(a.list, b.list) && sameText(a.form, b.form)

/** The publication a page belongs to: `https://1c.local/crm/ru/` → `https://1c.local/crm`. Null when it is no address. */
export function baseAddress(page: string): string | null {
  if (!URL.canParse(page)) return null
  const { origin, pathname } = new URL(page)
  if (origin === 'null') return null
  const path = pathname.replace(/\/e1cib(?:\/.*)?$/u, '').replace(/\/+$/u, '')
  return origin + path.replace(/\/[a-z]{2}(?:_[A-Z]{2})?$/u, '')
}
