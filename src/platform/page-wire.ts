import type { ErrorCode } from '../protocol/errors.ts'
import type { PageMethod } from '../protocol/page.ts'

/** What goes through runtime.sendMessage. The name of the first key tells our messages from anybody else's. */
export type PageRequest = { trubka: PageMethod; params: unknown }
export type PageAnswer = { result: unknown } | { error: { code: ErrorCode; message: string; field?: string } }
