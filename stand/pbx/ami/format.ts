import type { Fields } from '../fields.ts'

/** A line break in a value would begin a line of its own; Asterisk takes them out as well. */
export const oneLine = (value: string): string => value.replace(/[\r\n\0]/g, '')

/** One AMI message: `Key: value` lines and an empty one. */
export function format(fields: Fields): string {
  return `${fields.map(([key, value]) => `${oneLine(key)}: ${oneLine(value)}\r\n`).join('')}\r\n`
}
