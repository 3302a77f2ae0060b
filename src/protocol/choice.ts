import * as v from 'valibot'
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

/** Somebody or something that can be dialled; `to` is null for a colleague without a number. */
export const Choice = v.variant('kind', [
  v.object({ kind: v.literal('number'), key: v.string(), to: v.string(), text: v.string() }),
  ColleagueChoice,
])
export type Choice = v.InferOutput<typeof Choice>
