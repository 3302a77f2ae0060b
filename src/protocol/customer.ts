import * as v from 'valibot'

/** Who calls, as 1C knows it (SPEC A1). Empty strings where 1C has nothing. */
export const Customer = v.object({
  /** The id of the base it comes from. */
  base: v.string(),
  /** Ref_Key of the counterparty, or of the contact person where there is no counterparty. */
  ref: v.string(),
  contact: v.string(),
  counterparty: v.string(),
  responsible: v.string(),
})
export type Customer = v.InferOutput<typeof Customer>
