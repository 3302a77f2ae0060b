import * as v from 'valibot'

/** 1C's own address of what it can show: `e1cib/data/Документ.CRM_Интерес?ref=…` (WEBCLIENT 2). */
export const NavigationLink = v.pipe(v.string(), v.regex(/^e1cib\/(?:data|list|app)\/[^\s#]{1,300}$/u))

/** What to open, and in which base. */
export const OpenWish = v.strictObject({ base: v.string(), link: NavigationLink })
export type OpenWish = v.InferOutput<typeof OpenWish>

/** `opened` = a form has appeared. Else `address` is for the operator's own hands; null = the base has none. */
export const OpenResult = v.object({ opened: v.boolean(), address: v.nullable(v.string()) })
export type OpenResult = v.InferOutput<typeof OpenResult>
