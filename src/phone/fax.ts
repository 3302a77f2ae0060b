import { LETTER } from './letters.ts'
import type { Run } from './split.ts'

/** «факс 68-10-15», «ф. 68-10-15»; not «тел./факс», where both are the same number. */
const FAX_BEFORE = new RegExp(
  String.raw`(?<!(?:т|тел|телефон|tel|phone)[.\s]*(?:[/,&-]|и)\s*)(?<!${LETTER})(?:(?:факс|fax)[.:\s]*|ф[.:]\s*)$`,
  'iu',
)
/** «68-10-15 (факс)», «68-10-15 факс»; not «68-10-15, факс 68-10-16». */
const FAX_AFTER = /^\s*-?\s*(?:\((?:факс|fax)\)|(?:факс|fax)\s*(?:$|[,;\n]))/iu

/** Says beside the number that it is a fax: nobody is called on it. */
export function isFax(clean: string, { start, end }: Run): boolean {
  return FAX_BEFORE.test(clean.slice(Math.max(0, start - 30), start)) || FAX_AFTER.test(clean.slice(end, end + 12))
}
