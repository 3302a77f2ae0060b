import type { PageMethod } from '../protocol/page.ts'
import { ERROR_CODES, type ErrorCode, TrubkaError } from '../protocol/trubka-error.ts'

/** What goes through runtime.sendMessage. The name of the first key tells our messages from anybody else's. */
export type PageRequest = { trubka: PageMethod; params: unknown }
export type PageAnswer = { result: unknown } | { error: PageError }
type PageError = { code: ErrorCode; message: string; field?: string }

/**
 * The error the background answered with. Read by hand: each page of 1C would else carry a library of schemas for this
 * one object. A background of another version may know codes that we have no words for.
 */
export function errorOf({ code, message, field }: { code: string; message: string; field?: string }): TrubkaError {
  const known = ERROR_CODES.find((each) => each === code)
  return new TrubkaError(known ?? 'internal', known === undefined ? `${code}: ${message}` : message, field)
}

/** The long-lived port on which the background sends the mirror: `MirrorMessage`s. */
export const MIRROR_PORT = 'mirror'
