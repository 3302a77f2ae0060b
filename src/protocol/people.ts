import * as v from 'valibot'

/** An employee. `number` is null while 1C knows no internal number of theirs (SPEC C6). */
export const Colleague = v.object({
  /** Ref_Key of the 1C user. */
  id: v.string(),
  /** The 1C presentation; two people may share it. */
  name: v.string(),
  department: v.string(),
  number: v.nullable(v.string()),
  /** A phone outside of the PBX, as it stands in the user's card in 1C. */
  mobile: v.optional(v.pipe(v.string(), v.maxLength(100))),
  /** There is a photo (SPEC A3); another text for another one. */
  photo: v.optional(v.pipe(v.string(), v.maxLength(64))),
})
export type Colleague = v.InferOutput<typeof Colleague>

/** A small picture, in base64, whose first bytes were looked at. */
export const Photo = v.object({
  type: v.picklist(['image/png', 'image/jpeg', 'image/webp']),
  data: v.pipe(v.string(), v.maxLength(200_000)),
})
export type Photo = v.InferOutput<typeof Photo>
