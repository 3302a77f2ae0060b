import * as v from 'valibot'
import { Contact } from './address-book.ts'
import { Colleague } from './people.ts'
import { Line } from './state.ts'
import { ShownStatus } from './status.ts'

export const ColleagueChoice = v.object({
  kind: v.literal('colleague'),
  key: v.string(),
  to: v.nullable(v.string()),
  colleague: Colleague,
  line: v.nullable(Line),
  status: v.nullable(ShownStatus),
})
export type ColleagueChoice = v.InferOutput<typeof ColleagueChoice>

/** Of an address book; `to` is the number that is meant of those it has. */
export const ContactChoice = v.object({
  kind: v.literal('contact'),
  key: v.string(),
  to: v.nullable(v.string()),
  contact: Contact,
})
export type ContactChoice = v.InferOutput<typeof ContactChoice>

/** Somebody or something that can be dialled; `to` is null for who has no number. */
export const Choice = v.variant('kind', [
  v.object({ kind: v.literal('number'), key: v.string(), to: v.string(), text: v.string() }),
  ColleagueChoice,
  ContactChoice,
])
export type Choice = v.InferOutput<typeof Choice>
