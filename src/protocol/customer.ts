import * as v from 'valibot'

/** Who calls, as 1C knows it (SPEC A1). Empty strings where 1C has nothing. */
export const Customer = v.object({
  /** The id of the base it comes from. */
  base: v.string(),
  /** Ref_Key of the counterparty, or of the contact person or the potential client where there is none. */
  ref: v.string(),
  /** What `ref` belongs to; absent = a counterparty. */
  kind: v.optional(v.picklist(['person', 'potential'])),
  /** Ref_Key of the contact person, where `contact` names one. */
  person: v.optional(v.string()),
  contact: v.string(),
  counterparty: v.string(),
  responsible: v.string(),
  /** Navigation link of its card; absent = there is none to open. */
  link: v.optional(v.string()),
})
export type Customer = v.InferOutput<typeof Customer>
