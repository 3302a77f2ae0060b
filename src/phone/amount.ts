import { LETTER } from './letters.ts'
import type { Run } from './split.ts'

const MONEY_BEFORE = /[₽$€£¥]\s?$/u
const UNIT_AFTER = new RegExp(
  String.raw`^,\d\d(?!\d)|^\s?(?:[₽$€%]|р\.|(?:руб|коп|rub|usd|eur|шт|кг|л|м2|м²)(?!${LETTER}))`,
  'iu',
)

/** Bare digits with a currency or a unit. */
export function isAmount(clean: string, { text, start, end }: Run): boolean {
  if (/[+(]/u.test(text)) return false
  return MONEY_BEFORE.test(clean.slice(Math.max(0, start - 2), start)) || UNIT_AFTER.test(clean.slice(end, end + 6))
}
