import { withoutNoise } from './noise.ts'
import { withAreaCode, withCountryCode } from './plan.ts'

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

/**
 * `phoneField` = a caption has said that this is a phone, so that short numbers and ten bare digits count too;
 * `anywhere` = nothing but the form tells (free text).
 */
export type Where = 'phoneField' | 'anywhere'

/** Longest text looked into: БСП keeps 100 characters for a phone, a description may be any size. */
const MAX_TEXT = 2000
/** Spaces of all widths, hyphens and dashes, dots, brackets. */
const SEPARATOR = '[\\s.()\\-\u2010-\u2015]'
const RUN = new RegExp(`\\+?\\(?\\d(?:${SEPARATOR}{0,3}\\d)*`, 'gu')
const EXTENSION =
  /^\s*[,;]?\s*\(?\s*(?:(?:добавочный|доб|внутренний|внутр|вн|д|ext|x)[.:]?\s*|[#№]\s*|,,\s*)(?:№\s*)?(\d{1,6})(?![\d-])\)?/iu
/** Between the beginning of a part and a short number: nothing, or a word for «phone». */
const LABEL =
  /^\s*\(?(?:(?:телефон|тел|т|раб(?:очий)?|дом(?:ашний)?|моб(?:ильный)?|гор(?:одской)?|внутр(?:енний)?|вн|доб(?:авочный)?|номер|phone|tel|ext)[.:)]*\s*)*$/iu
/** After a short number: nothing, or a comment in brackets or words without digits. */
const COMMENT = /^\s*(?:\([^)\d]*\)|[-\u2010-\u2015]?\s*[^\d]*)$/u
/** Digits in threes with spaces: a sum of money. */
const SUM = /^\d{1,3}(?:\s\d{3})+$/u

/** All numbers of a value, in their order. Never throws, whatever the text. */
export function findNumbers(text: string, where: Where = 'phoneField'): Found[] {
  const source = text.slice(0, MAX_TEXT)
  const clean = withoutNoise(source)
  const found: Found[] = []
  let from = 0
  for (const match of clean.matchAll(RUN)) {
    const start = match.index
    if (start < from) continue
    for (const run of split(match[0], start, where)) {
      const number = read(clean, run, where)
      if (!number) continue
      const ext = EXTENSION.exec(clean.slice(run.end))
      const end = run.end + (ext?.[0].length ?? 0)
      found.push({
        ...number,
        ...(ext?.[1] === undefined ? {} : { ext: ext[1] }),
        raw: source.slice(run.start, end).trim(),
        start: run.start,
        end,
      })
      from = end
    }
  }
  if (where === 'phoneField' && found.length === 0) return short(source, clean)
  return found
}

type Run = { text: string; start: number; end: number }

/**
 * In a phone field two numbers may have only a space between them, or a stray digit beside them: «1) 8 903 …», «… (2 линия)».
 * Where the whole is no number, the longest stretches of its words that are one are taken.
 */
function split(text: string, start: number, where: Where): Run[] {
  const whole = { text, start, end: start + text.length }
  if (where === 'anywhere' || digitsOf(text).length <= 11 || text.length > 80) return [whole]
  if (withCountryCode(digitsOf(text), text.startsWith('+')) !== null) return [whole]
  const words = [...text.matchAll(/\S+/gu)].map((word) => ({ from: word.index, to: word.index + word[0].length }))
  // Ten bare digits are believed only where nothing is left over: «9035677876 9035677877», but no piece of an account.
  const all = pieces(text, words, (digits, plus) => withCountryCode(digits, plus) ?? withAreaCode(digits))
  const found = all.used === words.length ? all.runs : pieces(text, words, withCountryCode).runs
  return found.length > 0 ? found.map((run) => ({ ...run, start: start + run.start, end: start + run.end })) : [whole]
}

/** From left to right the longest stretches of words that are numbers, and how many words they take. */
function pieces(
  text: string,
  words: readonly { from: number; to: number }[],
  known: (digits: string, plus: boolean) => string | null,
): { runs: Run[]; used: number } {
  const runs: Run[] = []
  let used = 0
  for (let first = 0; first < words.length; first++) {
    for (let last = words.length - 1; last >= first; last--) {
      const start = words[first]?.from ?? 0
      const end = words[last]?.to ?? 0
      const piece = text.slice(start, end)
      if (known(digitsOf(piece), piece.startsWith('+')) === null) continue
      runs.push({ text: piece, start, end })
      used += last - first + 1
      first = last
      break
    }
  }
  return { runs, used }
}

function read(clean: string, run: Run, where: Where): Pick<Found, 'digits' | 'kind'> | null {
  if (touchesLetters(clean, run, where)) return null
  const digits = digitsOf(run.text)
  const plus = run.text.startsWith('+')
  if (!plus && SUM.test(run.text)) return null
  const full = withCountryCode(digits, plus)
  if (full !== null) return { digits: full, kind: 'full' }
  if (plus) return null
  const ten = withAreaCode(digits)
  if (ten !== null && tenDigitsLookRight(run.text, where)) return { digits: ten, kind: 'full' }
  if (where === 'phoneField' && digits.length === 7 && !digits.startsWith('0') && standsAlone(clean, run)) {
    return { digits, kind: 'local' }
  }
  return null
}

/** «(495) 123-45-67» everywhere; bare digits, or a first group of an area code's length, only under a caption. */
function tenDigitsLookRight(text: string, where: Where): boolean {
  if (/^\(\d{3,5}\)/u.test(text)) return true
  return where === 'phoneField' && !text.includes('(') && /^\d{3,}/u.test(text)
}

/** Part of a longer word: a file name, an e-mail address, a serial number, a GUID. */
function touchesLetters(clean: string, { start, end }: Run, where: Where): boolean {
  const before = clean.slice(Math.max(0, start - 2), start)
  const after = clean.slice(end, end + 1)
  // «тел89035677876», «89035677876доб12»: only where a caption says phone, and only Cyrillic.
  const glued = where === 'phoneField' ? /[A-Za-z\d_@=&%]/u : /[\p{L}\d_@=&%]/u
  const hyphened = where === 'phoneField' ? /[A-Za-z]-$/u : /\p{L}[-/]$/u
  return glued.test(before.slice(-1)) || glued.test(after) || hyphened.test(before)
}

/** A local number counts only when its part of the value holds nothing else but its label or a comment. */
function standsAlone(clean: string, { start, end }: Run): boolean {
  const before = /[^,;/|\n]*$/u.exec(clean.slice(0, start))?.[0] ?? ''
  const after = clean.slice(end)
  return LABEL.test(before) && (EXTENSION.test(after) || COMMENT.test(/^[^,;/|\n]*/u.exec(after)?.[0] ?? ''))
}

/**
 * Internal numbers (2–5 digits) and short local ones (5 or 6, in groups): only where the value has no other digits.
 * Else «каб. 12» would ring somebody.
 */
function short(source: string, clean: string): Found[] {
  const found: Found[] = []
  for (const part of clean.matchAll(/[^,;/|\n]+/gu)) {
    if (!/\d/u.test(part[0])) continue
    const match = /\d(?:[\s\-\u2010-\u2015]?\d){1,5}/u.exec(part[0])
    if (!match) return []
    const start = part.index + match.index
    const run = { text: match[0], start, end: start + match[0].length }
    const digits = digitsOf(match[0])
    const grouped = digits !== match[0]
    // Hyphens make a local number; spaces make a quantity.
    if (grouped && (/\s/u.test(match[0]) || digits.length < 5)) return []
    if (!grouped && digits.length === 6 && digits.startsWith('0')) return []
    if (!standsAlone(clean, run) || /[\p{L}\d]$/u.test(clean.slice(0, start).trimEnd().slice(-1))) return []
    found.push({
      digits,
      kind: grouped || digits.length > 5 ? 'local' : 'internal',
      raw: source.slice(run.start, run.end),
      start: run.start,
      end: run.end,
    })
  }
  return found
}

const digitsOf = (text: string): string => text.replace(/\D/gu, '')
