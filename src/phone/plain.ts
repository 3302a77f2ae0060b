import type { Found } from './find.ts'

/**
 * The spellings in which nine numbers of ten are written, as the whole of a text: read at one go. Zones of the plan that
 * nobody doubts; the rest is for the whole reading.
 */
const PLAIN = /^(?:\+7|8)(?:[ -]?([3489]\d\d)[ -]?| ?\(([3489]\d\d)\) ?)(\d{3})[ -]?(\d\d)[ -]?(\d\d)$/

/** The same as `findNumbers` gives for such a text, in a tenth of the time; null for every other. */
export function plainNumber(text: string): Found[] | null {
  const match = PLAIN.exec(text)
  if (!match) return null
  const [, bare, bracketed, first, second, third] = match
  const digits = `7${bare ?? bracketed}${first}${second}${third}`
  return [{ digits, kind: 'full', raw: text, start: 0, end: text.length }]
}
