import * as v from 'valibot'

/** 1C's own address of what it can show: `e1cib/data/Документ.CRM_Интерес?ref=…` (WEBCLIENT 2). */
export const NavigationLink = v.pipe(v.string(), v.regex(/^e1cib\/(?:data|list|app)\/[^\s#]{1,300}$/u))

/** What to open, and in which base. */
export const OpenWish = v.strictObject({ base: v.string(), link: NavigationLink })
export type OpenWish = v.InferOutput<typeof OpenWish>

/** Where the thin client finds a base: `e1c://server/srv-1c/trade`; a navigation link after it, behind a `#`, opens there. */
export const ThinClientAddress = v.pipe(
  v.string(),
  v.regex(/^e1c:\/\/(?:server|filev|file|http|https|ws)\/[^\s#"'<>\p{Cc}]{1,300}$/u),
)

/** `opened` = a form has appeared. Else `address` is for the operator's own hands; null = the base has none. */
export const OpenResult = v.object({
  opened: v.boolean(),
  address: v.nullable(v.string()),
  /** The same for the thin client, where the base has one. */
  thinClient: v.optional(v.string()),
})
export type OpenResult = v.InferOutput<typeof OpenResult>
