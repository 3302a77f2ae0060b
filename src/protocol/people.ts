import * as v from 'valibot'

/** An employee. `number` is null while 1C knows no internal number of theirs (SPEC C6). */
export const Colleague = v.object({
  /** Ref_Key of the 1C user. */
  id: v.string(),
  /** The 1C presentation; two people may share it. */
  name: v.string(),
  department: v.string(),
  number: v.nullable(v.string()),
})
export type Colleague = v.InferOutput<typeof Colleague>
