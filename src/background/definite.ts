import type { ErrorCode } from '../protocol/errors.ts'

const ALWAYS: readonly ErrorCode[] = ['invalidRequest', 'invalidParams', 'unknownMethod', 'tooLarge']

/** What the server will say tomorrow, too: asking again would only stand in the way of the rest. */
export const definite = (...others: ErrorCode[]): ReadonlySet<ErrorCode> => new Set([...ALWAYS, ...others])
