import * as v from 'valibot'
import { type ErrorCode as Code, ERROR_CODES } from './trubka-error.ts'

export { ERROR_CODES, TrubkaError } from './trubka-error.ts'

export const ErrorCode = v.picklist(ERROR_CODES)
export type ErrorCode = Code

export const ErrorData = v.object({
  code: ErrorCode,
  /** The field at fault, as a path: `params.lines.0`. */
  field: v.optional(v.string()),
})
export type ErrorData = v.InferOutput<typeof ErrorData>
