import { isAmount } from './amount.ts'
import { extensionIn } from './extension.ts'
import { isFax } from './fax.ts'
import { LETTER, LETTERS } from './letters.ts'
import { type Where, withoutNoise } from './noise.ts'
import { isMoscowInn, withAreaCode, withCountryCode } from './plan.ts'
import { isLocal, shortNumbers } from './short.ts'
import { type Run, split } from './split.ts'
import { digitsOf, plainSymbols } from './symbols.ts'

export type { Where } from './noise.ts'

export type Found = {
  /** What is to be dialled: `79035677876` for Russia, the same with any country code, local and internal numbers as written. */
  digits: string
  /** «доб. 123» */
  ext?: string
  kind: 'full' | 'local' | 'internal'
  /** As written, and where: [start, end) in the text. */
  raw: string
  start: number
  end: number
}

/** Longest text looked into: БСП keeps 100 characters for a phone, a description may be any size. */
const MAX_TEXT = 2000
/** Spaces of all widths, hyphens, dots, brackets; a new line begins a new number. */
const SEPARATOR = '[^\\S\\n\\r]|[.()\\-]'
const RUN = new RegExp(`(?:\\+ ?)?\\(?\\d(?:(?:${SEPARATOR}){0,5}\\d)*`, 'gu')

/** All numbers of a value, in their order. Never throws, whatever the text. */
export function findNumbers(text: string, where: Where = 'phoneField'): Found[] {
  const source = text.slice(0, MAX_TEXT)
  const plain = plainSymbols(source)
  if (!/\d/u.test(plain)) return []
  const clean = withoutNoise(withoutSlashes(plain), where)
  const found: Found[] = []
  let from = 0
  for (const match of clean.matchAll(RUN)) {
    const start = match.index
    if (start < from) continue
    for (const run of split(match[0], start, where)) {
      const extension = extensionIn(clean.slice(run.end))
      const number = read(clean, run, where, extension !== null)
      if (!number || isFax(clean, run)) continue
      const end = run.end + (extension?.length ?? 0)
      const raw = source.slice(run.start, end).trim()
      found.push({ ...number, ...(extension && { ext: extension.ext }), raw, start: run.start, end })
      from = end
    }
  }
  if (where === 'anywhere' || found.length > 0) return found
  return shortNumbers(clean).map(({ text: written, start, end, kind }) => {
    return { digits: digitsOf(written), kind, raw: source.slice(start, end), start, end }
  })
}

/** «8/903/567-78-76», «495/555-01-28»: a slash after the code. Letter for letter, as with noise. */
const CODE_SLASH = /(?<![\d/])(?:(\+?[78])\/)?([3489]\d{2})\/(?=\d{3}[- ]?\d{2}[- ]?\d{2}(?!\d))/gu
const withoutSlashes = (text: string): string =>
  text.includes('/') ? text.replace(CODE_SLASH, (found) => found.replaceAll('/', ' ')) : text

/** Digits in threes with spaces, with two after a dot or not: a sum of money. 3-3-3-2: СНИЛС. */
const SUM = /^\d{1,3}(?:\s\d{3})+(?:\.\d\d)?$/u
const SNILS = /^\d{3}-\d{3}-\d{3}[\s-]\d{2}$/u
/** «+44 (0)20 …»: the nought is dialled inside the country only. */
const TRUNK_ZERO = /\(0\)/u
/** «+8 903 …», «+8903…»: no country begins with 89, and what stands apart is Russia's own 8. */
const PLUS_EIGHT = /^\+ ?8(?:9\d{9}$|[\s(-])/u
/** A latitude with its sign. */
const DEGREES = /^\+\d{1,3}\.\d{4,6}$/u
const BARE = /^\d+$/u

function read(clean: string, run: Run, where: Where, hasExt: boolean): Pick<Found, 'digits' | 'kind'> | null {
  const { text } = run
  const plus = text.startsWith('+')
  if (touchesLetters(clean, run, where, hasExt) || isAmount(clean, run) || SNILS.test(text)) return null
  if (plus ? DEGREES.test(text) : SUM.test(text)) return null
  if (BARE.test(text) && isMoscowInn(text)) return null
  const digits = digitsOf(plus ? text.replace(TRUNK_ZERO, '') : text)
  const full = withCountryCode(digits, plus && !PLUS_EIGHT.test(text))
  if (full !== null)
    return where === 'phoneField' || plus || isUnmistakable(clean, run) ? { digits: full, kind: 'full' } : null
  if (plus) return null
  const ten = withAreaCode(digits)
  if (ten !== null && tenDigitsLookRight(text, where)) return { digits: ten, kind: 'full' }
  if (where === 'anywhere' || text.includes('(') || digits.startsWith('0')) return null
  return digits.length === 7 && isLocal(clean, run) ? { digits, kind: 'local' } : null
}

/** «(495) 123-45-67» everywhere; bare digits, or a first group of an area code's length, only under a caption. */
function tenDigitsLookRight(text: string, where: Where): boolean {
  if (/^\(\d{3,5}\)/u.test(text)) return true
  return where === 'phoneField' && /^\d{3,}[^(]*\d\d$/u.test(text)
}

/** Bare digits without a plus: eleven as Russia writes them, and «007…»; not 12 of an ИНН, not 13 or 14 of a bar code. */
function isUnmistakable(clean: string, { text, end }: Run): boolean {
  // A decimal number: a coordinate.
  if (/^\d\.\d{8,}$/u.test(text)) return false
  if (!BARE.test(text)) return true
  return /^(?:[78]|007)\d{10}$/u.test(text) && !/^\/\d/u.test(clean.slice(end))
}

/** «УТ-8903…», «А8903…»: the number of a document. One «т» may be a telephone's. */
const SERIES = new RegExp(`(?<!${LETTER})(?!т)${LETTER}{1,2}-?$`, 'iu')
/** «тел89035677876», «89035677876доб12»: only where a caption says phone, and only Cyrillic. */
const GLUED = {
  phoneField: /[A-Za-z\d_@=&%\\]/u,
  anywhere: new RegExp(String.raw`[${LETTERS}\d_@=&%\\]`, 'u'),
}
const PREFIXED = { phoneField: /[A-Za-z]-$|\d:$/u, anywhere: new RegExp(String.raw`${LETTER}[-/]$|\d:$`, 'u') }
const SERIES_AFTER = new RegExp(`^-${LETTER}{1,2}(?!${LETTER})`, 'u')

/** Part of a longer word: a file name, an e-mail address, a serial number, a GUID, a cadastral number. */
function touchesLetters(clean: string, { text, start, end }: Run, where: Where, hasExt: boolean): boolean {
  const before = clean.slice(Math.max(0, start - 4), start)
  const after = clean.slice(end, end + 4)
  const glued = GLUED[where]
  if (!text.startsWith('+') && (glued.test(before.slice(-1)) || SERIES.test(before))) return true
  if (PREFIXED[where].test(before)) return true
  if (hasExt) return false
  return glued.test(after.slice(0, 1)) || SERIES_AFTER.test(after) || /^-[A-Za-z]|^:\d/u.test(after)
}
