import * as v from 'valibot'
import { ErrorData, TrubkaError } from './errors.ts'

/** JSON-RPC 2.0 (jsonrpc.org/specification) without batches: a frame holds one message. */
export const SUBPROTOCOL = 'trubka.v1'

export const Request = v.object({
  jsonrpc: v.literal('2.0'),
  id: v.union([v.string(), v.number()]),
  method: v.string(),
  params: v.optional(v.unknown()),
})
export type Request = v.InferOutput<typeof Request>

export const Notification = v.object({ jsonrpc: v.literal('2.0'), method: v.string(), params: v.optional(v.unknown()) })
export type Notification = v.InferOutput<typeof Notification>

export const Success = v.object({
  jsonrpc: v.literal('2.0'),
  id: v.union([v.string(), v.number()]),
  result: v.unknown(),
})

export const Failure = v.object({
  jsonrpc: v.literal('2.0'),
  /** null when the request could not be read (JSON-RPC 5). */
  id: v.nullable(v.union([v.string(), v.number()])),
  error: v.object({ code: v.number(), message: v.string(), data: v.optional(ErrorData) }),
})
export type Failure = v.InferOutput<typeof Failure>

/** The numbers JSON-RPC fixes; all other errors of ours share one, and are told apart by `data.code`. */
const NUMBERS: Partial<Record<ErrorData['code'], number>> = {
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
}
const OTHER = -32000

export function failure(id: Failure['id'], error: TrubkaError): Failure {
  const data: ErrorData = error.field === undefined ? { code: error.code } : { code: error.code, field: error.field }
  return { jsonrpc: '2.0', id, error: { code: NUMBERS[error.code] ?? OTHER, message: error.message, data } }
}

/** The other way: what came over the wire, as the error the asker throws. */
export function errorOf({ error }: Failure): TrubkaError {
  return new TrubkaError(error.data?.code ?? 'internal', error.message, error.data?.field)
}

/** Checks data at the border; the error names the first field at fault. `root` is the path's beginning. */
export function check<const S extends v.GenericSchema>(schema: S, data: unknown, root = 'params'): v.InferOutput<S> {
  const result = v.safeParse(schema, data, { abortEarly: true })
  if (result.success) return result.output
  const issue = result.issues[0]
  const path = v.getDotPath(issue)
  const field = path ? `${root}.${path}` : root
  throw new TrubkaError('invalidParams', `${field}: ${issue.message.slice(0, 200)}`, field)
}
