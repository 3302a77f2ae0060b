import type { Where } from './noise.ts'
import { withAreaCode, withCountryCode } from './plan.ts'
import { digitsOf } from './symbols.ts'

export type Run = { text: string; start: number; end: number }

/** As people write a number when nothing else tells that it is one. */
const UNMISTAKABLE = /^(?:\+|\(|[78]\D{1,3}\d{3,5}\D|[78]\d{10}$)/u
/** Bank cards: groups of four and nothing else. */
const CARD = /^\d{4}(?:[\s-]\d{4}){2,}/u
const LEFT_OVER = 4
const LONGEST = 80

/**
 * Two numbers may have only a space between them, or a stray digit beside them: «1) 8 903 …», «… (2 линия)». Where the
 * whole is no number, the longest stretches of its words that are one are taken.
 */
export function split(text: string, start: number, where: Where): Run[] {
  const whole = { text, start, end: start + text.length }
  if (digitsOf(text).length <= 11 || text.length > LONGEST || CARD.test(text)) return [whole]
  if (withCountryCode(digitsOf(text), text.startsWith('+')) !== null) return [whole]
  const words = [...text.matchAll(/\S+/gu)].map((word) => ({ from: word.index, to: word.index + word[0].length }))
  const found = where === 'phoneField' ? inPhoneField(text, words) : anywhere(text, words)
  return found.length > 0 ? found.map((run) => ({ ...run, start: start + run.start, end: start + run.end })) : [whole]
}

type Word = { from: number; to: number }

/** Ten bare digits are believed only where nothing is left over: «9035677876 9035677877», but no piece of an account. */
function inPhoneField(text: string, words: readonly Word[]): Run[] {
  const all = pieces(text, words, (piece) => known(piece) ?? withAreaCode(digitsOf(piece)))
  if (all.left.length === 0) return all.runs
  const some = pieces(text, words, plain)
  return areStray(some.left) ? some.runs : []
}

function anywhere(text: string, words: readonly Word[]): Run[] {
  const { runs, left } = pieces(text, words, (piece) => {
    return UNMISTAKABLE.test(piece) ? plain(piece) : null
  })
  return areStray(left) ? runs : []
}

/** What is left over may be «1)», a year or a house, but not a piece of something longer. */
const areStray = (left: string[]): boolean => left.every((word) => digitsOf(word).length <= LEFT_OVER)

const known = (piece: string): string | null => withCountryCode(digitsOf(piece), piece.startsWith('+'))

/** With its country, or with its area's code in brackets. */
const plain = (piece: string): string | null =>
  known(piece) ?? (piece.startsWith('(') ? withAreaCode(digitsOf(piece)) : null)

/** From left to right the longest stretches of words that are numbers, and the words between them. */
function pieces(
  text: string,
  words: readonly Word[],
  isNumber: (piece: string) => string | null,
): { runs: Run[]; left: string[] } {
  const runs: Run[] = []
  const left: string[] = []
  for (let first = 0; first < words.length; first++) {
    const start = words[first]?.from ?? 0
    const last = words.findLastIndex((word, at) => at >= first && isNumber(text.slice(start, word.to)) !== null)
    const end = words[Math.max(first, last)]?.to ?? 0
    if (last < 0) left.push(text.slice(start, end))
    else {
      runs.push({ text: text.slice(start, end), start, end })
      first = last
    }
  }
  return { runs, left }
}
