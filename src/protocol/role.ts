import * as v from 'valibot'

/** What a signed-in operator is, the one with fewer rights first; each may do what those before it may. */
export const ROLES = ['operator', 'supervisor', 'administrator'] as const
export const Role = v.picklist(ROLES)
export type Role = v.InferOutput<typeof Role>
