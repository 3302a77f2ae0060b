import * as v from 'valibot'

/** The two ways of giving a call away: after a word with the colleague, or at once. */
export const TransferKind = v.picklist(['consult', 'singleStepTransfer'])
export type TransferKind = v.InferOutput<typeof TransferKind>

/** How the browser rings. */
export const Tone = v.picklist(['double', 'soft', 'bright'])
export type Tone = v.InferOutput<typeof Tone>

/** `browser` = as the browser speaks. */
export const LanguageChoice = v.picklist(['browser', 'ru', 'en'])
export type LanguageChoice = v.InferOutput<typeof LanguageChoice>

/** What an operator has chosen in this browser. */
export const Preferences = v.object({
  language: v.optional(LanguageChoice, 'browser'),
  /** Ringing by the browser, beside the phone's own. */
  sound: v.boolean(),
  /** 0…1 */
  volume: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  tone: v.optional(Tone, 'double'),
  /** A notification of the system for a call that no visible page shows. */
  notifications: v.boolean(),
  /** What Enter does when a call is given away. */
  transfer: TransferKind,
  /** Phones are also looked for in fields of HTML, by their form alone. */
  htmlFields: v.optional(v.boolean(), false),
  /** «Мастер принятия обращения» opens by itself; off = for whoever takes calls and no requests. */
  wizard: v.optional(v.boolean(), true),
  /** Colleagues see when nobody is at this machine (SPEC A8). */
  showIdle: v.optional(v.boolean(), true),
  /** «Открывать интерес»: what an accepted intake has become is opened in 1C (SPEC B10). */
  openInterest: v.optional(v.boolean(), false),
})
export type Preferences = v.InferOutput<typeof Preferences>

export const DEFAULT_PREFERENCES: Preferences = {
  language: 'browser',
  sound: true,
  volume: 0.4,
  tone: 'double',
  notifications: true,
  transfer: 'consult',
  htmlFields: false,
  wizard: true,
  showIdle: true,
  openInterest: false,
}
