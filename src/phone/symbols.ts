const DASHES = /[\u00ad\u2010-\u2015\u2043\u2212\ufe58\ufe63]/gu
/** Zero-width spaces and joiners, marks of writing direction; «8~10» is how Russia writes its way abroad. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069]|(?<=8)~(?=10)/gu
const FULL_WIDTH = /[\uff01-\uff5e]/gu
/** Nothing of the above is among these. */
const PLAIN = /^[\x20-\x7d\u0400-\u04ff]*$/u
const FULL_WIDTH_OFFSET = 0xfee0

/** The same text in plain hyphens, spaces, brackets and digits, letter for letter: places in it stay what they were. */
export function plainSymbols(text: string): string {
  if (PLAIN.test(text)) return text
  return text
    .replace(FULL_WIDTH, (each) => String.fromCharCode(each.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(DASHES, '-')
    .replace(INVISIBLE, ' ')
}

export const digitsOf = (text: string): string => text.replace(/\D/gu, '')
