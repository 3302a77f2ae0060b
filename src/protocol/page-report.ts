import * as v from 'valibot'
import { FieldMeaning } from './field-map.ts'

/** What told a field's meaning: a rule of the field map, or what all configurations have in common. */
export const Why = v.picklist([
  'taught',
  'administrator',
  'preset',
  'caption',
  'name',
  'callCommand',
  'comment',
  'phoneDialog',
  'nothing',
])
export type Why = v.InferOutput<typeof Why>

/** One field or column, and why it is what it is. */
export const Explained = v.object({
  kind: v.picklist(['input', 'label', 'column']),
  form: v.number(),
  caption: v.string(),
  /** Of the form's element; for a column, the list's. */
  name: v.string(),
  meaning: FieldMeaning,
  why: Why,
  /** In view, not on a hidden page inside the form. */
  shown: v.boolean(),
  /** As they would be dialled, with «доб.» after a `#`. Looked for under phones only. */
  numbers: v.array(v.string()),
})
export type Explained = v.InferOutput<typeof Explained>

/** What was found on a page, as plain data (SPEC D5). `cards` = forms that can make rules. */
export const PageReport = v.object({
  isClient: v.boolean(),
  forms: v.array(v.object({ caption: v.string(), fields: v.array(Explained) })),
  cards: v.array(v.object({ form: v.number(), phones: v.array(v.string()) })),
})
export type PageReport = v.InferOutput<typeof PageReport>
