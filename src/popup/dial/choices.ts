import { findNumbers } from '../../phone/find.ts'
import { format } from '../../phone/format.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { OperatorState } from '../../protocol/state.ts'

/** Somebody or something that can be dialled; `to` is null for a colleague without a number. */
export type Choice =
  | { kind: 'number'; key: string; to: string; text: string }
  | { kind: 'colleague'; key: string; to: string | null; colleague: Colleague }

const MAX_CHOICES = 8
const BARE_NUMBER = /^\+?[\d\s().\-\u2010-\u2015]+$/

/**
 * Whom the typed text may mean, the likeliest first: the colleague who has exactly this number, the number itself,
 * colleagues whose number begins so, colleagues by the first letters of any word of their name or department (SPEC A4).
 */
export function choices(typed: string, state: Pick<OperatorState, 'self' | 'colleagues'> | null): Choice[] {
  const text = typed.trim()
  if (text === '') return []
  const others = (state?.colleagues ?? []).filter(({ id }) => id !== state?.self.id)
  const number = dialable(text)
  const digits = /^\d+$/.test(text) ? text : null

  const exact = others.filter((each) => each.number !== null && each.number === digits)
  const begins =
    digits === null ? [] : others.filter((each) => each.number?.startsWith(digits) && each.number !== digits)
  const named = digits === null ? others.filter((each) => hasWords(each, text)) : []
  return [
    ...exact.map(ofColleague),
    ...(number !== null && exact.length === 0
      ? [{ kind: 'number' as const, key: 'number', to: number, text: format(number) }]
      : []),
    ...begins.map(ofColleague),
    ...named.sort((a, b) => a.name.localeCompare(b.name, 'ru')).map(ofColleague),
  ].slice(0, MAX_CHOICES)
}

const ofColleague = (colleague: Colleague): Choice => ({
  kind: 'colleague',
  key: colleague.id,
  to: colleague.number,
  colleague,
})

/** What would be dialled for the text as a number; null when it is none. */
export function dialable(text: string): string | null {
  const [found, ...more] = findNumbers(text)
  if (found && more.length === 0 && found.kind === 'full') return found.digits
  if (!BARE_NUMBER.test(text)) return null
  const bare = text.replace(/[^\d+]/g, '')
  return /^\+?\d{2,20}$/.test(bare) ? bare : null
}

/** Each typed word begins a word of the name or the department, in any order. */
function hasWords({ name, department }: Colleague, text: string): boolean {
  const words = wordsOf(`${name} ${department}`)
  return wordsOf(text).every((typed) => words.some((word) => word.startsWith(typed)))
}

const wordsOf = (text: string): string[] =>
  text
    .toLocaleLowerCase('ru')
    .replaceAll('ё', 'е')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
