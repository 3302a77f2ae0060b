import { findNumbers } from '../phone/find.ts'
import { format } from '../phone/format.ts'
import { type Contact, favouriteKey } from '../protocol/address-book.ts'
import type { Choice, ColleagueChoice, ContactChoice } from '../protocol/choice.ts'
import type { Colleague } from '../protocol/people.ts'
import { inEitherLayout, wordsOf } from '../protocol/search-words.ts'
import type { Line, OperatorState } from '../protocol/state.ts'
import type { ShownStatus } from '../protocol/status.ts'
import { firstOf } from './first-of.ts'
import { type PresenceLook, presenceLook } from './presence.ts'

type People = Pick<OperatorState, 'self' | 'colleagues' | 'lines' | 'statuses'>

const MAX_CHOICES = 8
/** As many as an operator scrolls through before typing the first letter. */
const MAX_OFFERED = 50
const BARE_NUMBER = /^\+?[\d\s().\-\u2010-\u2015]+$/

/**
 * Whom the typed text may mean, the likeliest first: the colleague who has exactly this number, the number itself,
 * colleagues whose number begins so, colleagues by the first letters of any word of their name or department (SPEC A4),
 * in whichever layout the keys were pressed.
 */
export function choices(typed: string, state: People | null): Choice[] {
  const text = typed.trim()
  if (text === '') return []
  const others = othersOf(state)
  const number = dialable(text)
  const digits = /^\d+$/.test(text) ? text : null
  const ofColleague = choiceOf(state)

  const exact = others.filter((each) => each.number !== null && each.number === digits)
  const begins =
    digits === null ? [] : others.filter((each) => each.number?.startsWith(digits) && each.number !== digits)
  const named = digits === null ? others.filter(hasWords(text)) : []
  return [
    ...exact.map(ofColleague),
    ...(number !== null && exact.length === 0
      ? [{ kind: 'number' as const, key: 'number', to: number, text: format(number) }]
      : []),
    ...begins.map(ofColleague),
    ...firstOf(named, MAX_CHOICES, byName).map(ofColleague),
  ].slice(0, MAX_CHOICES)
}

/** Who is free and at their desk comes first, who wants to be left alone last of those who are there. */
const ORDER: Record<PresenceLook, number> = { free: 0, talking: 1, ringing: 1, away: 2, doNotDisturb: 3, offline: 4 }

/** Whom a call can be given to: before anything is typed, everybody with a number, those who are free first. */
export function transferTargets(typed: string, state: People | null): Choice[] {
  return typed.trim() === '' ? reachable(state, false) : choices(typed, state)
}

/** Asked anew at each change of a line, while one looks: by name they stand in order already. */
function reachable(state: People | null, withSelf: boolean): Choice[] {
  const ranks: Colleague[][] = [[], [], [], [], []]
  for (const colleague of state ? inNameOrder(state) : []) {
    if (colleague.number === null || (!withSelf && colleague.id === state?.self.id)) continue
    const look = presenceLook(lineOf(colleague, state), statusOf(colleague, state)) ?? 'talking'
    const rank = ranks[ORDER[look]]
    if (rank && rank.length < MAX_OFFERED) rank.push(colleague)
  }
  return ranks.flat().slice(0, MAX_OFFERED).map(choiceOf(state))
}

/** The operator among them. */
function inNameOrder({ self, colleagues }: People): readonly Colleague[] {
  const known = nameOrders.get(colleagues)
  if (known?.self === self) return known.order
  const order = colleagues.filter(({ id }) => id !== self.id)
  order.push(self)
  order.sort(byName)
  nameOrders.set(colleagues, { self, order })
  return order
}
const nameOrders = new WeakMap<readonly Colleague[], { self: Colleague; order: readonly Colleague[] }>()

/** As many as one looks through; whoever is further down is found by typing. */
const MAX_MANAGERS = 200

/** Whom a request can be given to, the operator among them, with a number or without: by department, then by name. */
export function managerChoices(
  typed: string,
  departments: readonly string[] | null,
  state: People | null,
): ColleagueChoice[] {
  const text = typed.trim()
  const digits = /^\d+$/.test(text) ? text : null
  const named = hasWords(text)
  const means = (each: Colleague) =>
    text === '' || (digits === null ? named(each) : each.number?.startsWith(digits) === true)
  return everybody(state)
    .filter((each) => (departments === null || departments.includes(each.department)) && means(each))
    .sort((a, b) => a.department.localeCompare(b.department, 'ru') || byName(a, b))
    .slice(0, MAX_MANAGERS)
    .map(choiceOf(state))
}

export function userChoice(id: string, state: People | null): ColleagueChoice | null {
  const user = everybody(state).find((each) => each.id === id)
  return user ? choiceOf(state)(user) : null
}

/** Whom a client's calls can be forwarded to: the operator, too. */
export function forwardTargets(typed: string, state: People | null): Choice[] {
  if (typed.trim() === '') return reachable(state, true)
  return choices(typed, state && { ...state, colleagues: [state.self, ...othersOf(state)], self: NOBODY })
}
const NOBODY: Colleague = { id: '', name: '', department: '', number: null }

const everybody = (state: People | null): Colleague[] => (state ? [state.self, ...othersOf(state)] : [])
const othersOf = (state: People | null) => (state?.colleagues ?? []).filter(({ id }) => id !== state?.self.id)
const lineOf = ({ number }: Colleague, state: People | null): Line | null =>
  (number === null ? undefined : state?.lines[number]) ?? null
const statusOf = ({ id }: Colleague, state: People | null): ShownStatus | null => state?.statuses[id] ?? null
const inRussian = new Intl.Collator('ru').compare
const byName = (a: Colleague, b: Colleague) => inRussian(a.name, b.name)
const choiceOf =
  (state: People | null) =>
  (colleague: Colleague): ColleagueChoice => ({
    kind: 'colleague',
    key: colleague.id,
    to: colleague.number,
    colleague,
    line: lineOf(colleague, state),
    status: statusOf(colleague, state),
  })

/** Colleagues of this state as they are shown. */
export const colleagueChoice = (colleague: Colleague, state: People | null): ColleagueChoice =>
  choiceOf(state)(colleague)

/** Somebody of an address book, by the number of theirs that was typed, else by their first. */
export function contactChoice(contact: Contact, typed = ''): ContactChoice {
  const digits = typed.replace(/\D/g, '')
  const meant = /^[+\d\s().-]+$/.test(typed.trim()) && digits !== '' ? digits.replace(/^8(?=\d{3})/, '') : null
  const found = contact.numbers.find(({ number }) => meant !== null && number.includes(meant)) ?? contact.numbers[0]
  return { kind: 'contact', key: favouriteKey('contact', contact.id), to: found?.number ?? null, contact }
}

/** Colleagues come first, then the books; what was found in them moves nobody who stands there already. */
export function withContacts(found: readonly Choice[], contacts: readonly Contact[], typed: string): Choice[] {
  const known = new Set(found.map(({ kind, to }) => (kind === 'colleague' ? to : null)))
  const more = contacts.map((contact) => contactChoice(contact, typed))
  return [...found, ...more.filter(({ to }) => to === null || !known.has(to))].slice(0, MAX_CHOICES)
}

/** A number that was dialled before: the colleague's whose it is, or as it is. */
export function redialChoice(number: string, state: People | null): Choice {
  const colleague = othersOf(state).find((each) => each.number === number)
  if (colleague) return choiceOf(state)(colleague)
  return { kind: 'number', key: number, to: number, text: format(number) }
}

/** What would be dialled for the text as a number; null when it is none. */
export function dialable(text: string): string | null {
  const [found, ...more] = findNumbers(text)
  if (found && more.length === 0 && found.kind === 'full') return found.digits
  if (!BARE_NUMBER.test(text)) return null
  const bare = text.replace(/[^\d+]/g, '')
  return /^\+?\d{2,20}$/.test(bare) ? bare : null
}

/** Each typed word begins a word of the name or the department, in any order. */
function hasWords(text: string): (colleague: Colleague) => boolean {
  const wishes = inEitherLayout(text)
    .map((typed) => wordsOf(typed).map((word) => ` ${word}`))
    .filter((starts) => starts.length > 0)
  return (colleague) => {
    const words = wordsText(colleague)
    return wishes.some((starts) => starts.every((start) => words.includes(start)))
  }
}

/** Ten thousand colleagues are looked through at each key: what their words are is found out once. */
const knownWords = new WeakMap<Colleague, string>()
function wordsText(colleague: Colleague): string {
  const known = knownWords.get(colleague)
  if (known !== undefined) return known
  const words = wordsOf(`${colleague.name} ${colleague.department}`)
    .map((word) => ` ${word}`)
    .join('')
  knownWords.set(colleague, words)
  return words
}
