/** How a table's key and an internal number are held as whole numbers. Both may begin with zeros, which count. */

/** A key of `digits` digits, at most 15, as its value; −1 when it is none. */
export function keyOf(text: string, digits: number): number {
  if (text.length !== digits) return -1
  const small = Math.min(digits, SMALL_DIGITS)
  let n = 0
  for (let i = 0; i < small; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    n = Math.imul(n, 10) + digit
  }
  for (let i = small; i < digits; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    n = n * 10 + digit
  }
  return n
}

/** So many digits fit into 31 bits, in which the processor reckons faster. */
const SMALL_DIGITS = 9

export const keyText = (key: number, digits: number): string => String(key).padStart(digits, '0')

/** Longer internal numbers do not exist. */
export const MAX_TARGET = 9

/** In the place of an internal number: there is none, the rule is removed. */
export const NO_TARGET = 1

/** An internal number with a 1 before it, so that `0103` stays another number than `103`; 0 when it is none. */
export function targetOf(text: string): number {
  if (text.length === 0 || text.length > MAX_TARGET) return 0
  let value = NO_TARGET
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return 0
    value = value * 10 + digit
  }
  return value
}

/** Those of the usual lengths are few, and are asked for at each call: each text is made once. */
const TEXTS = new Array<string | undefined>(200_000)

export function targetText(value: number): string {
  if (value >= TEXTS.length) return String(value).slice(1)
  const known = TEXTS[value]
  if (known !== undefined) return known
  const text = String(value).slice(1)
  TEXTS[value] = text
  return text
}
