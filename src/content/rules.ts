import { lastDigits } from '../phone/format.ts'
import type { PageMethod, PageParams, PageResult } from '../protocol/page.ts'
import type { Colleague } from '../protocol/people.ts'
import { newCommandId } from '../ui/command-id.ts'
import type { KnownValues } from './onec/card.ts'
import type { SavedCard } from './onec/saves.ts'

export type Ask = <M extends PageMethod>(method: M, params: PageParams<M>) => Promise<PageResult<M>>

/** Who a presentation in the routing field stands for. */
export type Target =
  | { kind: 'number'; number: string }
  /** Who of them is meant is for the operator to say. */
  | { kind: 'sharedName'; colleagues: Colleague[] }
  | { kind: 'noNumber' | 'unknownUser' | 'notLoaded' | 'notConnected' }

/** Two people of one name and one number are as good as one. Throws what `ask` throws. */
export async function targetOf(user: string, ask: Ask): Promise<Target> {
  const { connected, loaded, colleagues } = await ask('people.named', { name: user.slice(0, 300) })
  // Of a list that has not come from 1C yet nobody can be missing.
  if (colleagues.length === 0) return { kind: !connected ? 'notConnected' : loaded ? 'unknownUser' : 'notLoaded' }
  const numbers = new Set(colleagues.map(({ number }) => number))
  const [number] = numbers
  if (numbers.size > 1) return { kind: 'sharedName', colleagues: colleagues.filter((each) => each.number !== null) }
  return number ? { kind: 'number', number } : { kind: 'noNumber' }
}

/**
 * Rule lines of a saved card (SPEC C2, C6), and what the server knows of the card once it has them.
 * `target` null = no rule can be made for the user; phones taken off the card still lose theirs.
 *
 * Only numbers that this card gave to somebody lose their rule: those it had when it was last known to be saved with a
 * user. What a page cannot tell: whether another card with the same number has given it to somebody else since then,
 * and what a card had that was already changed when it was first seen — there the phones count that stood beside the
 * user then.
 */
export function rulesOf(
  { values, before }: SavedCard,
  target: string | null,
  digits: number,
): { lines: string[]; known: KnownValues } {
  const keys = (phones: string[]) =>
    new Set(phones.filter((phone) => phone.length >= digits).map((phone) => lastDigits(phone, digits)))
  const now = keys(values.phones)
  const removed = before.user ? [...keys(before.phones)].filter((key) => !now.has(key)) : []
  const removals = removed.map((key) => `${key}=`)

  if (values.user === '') {
    const given = before.user === '' ? [] : [...keys(before.phones)]
    return { lines: given.map((key) => `${key}=`), known: values }
  }
  if (target === null) {
    const kept = before.phones.filter((phone) => now.has(lastDigits(phone, digits)))
    return { lines: removals, known: { user: before.user, phones: kept } }
  }
  return { lines: [...[...now].map((key) => `${key}=${target}`), ...removals], known: values }
}

/** The background answers as soon as it has the lines in its outbox: a few tries outlast its death and revival. */
const RETRY_MS = [1000, 4000, 15_000]

/** Hands lines over, once, under one id. Throws what the last try threw. */
export async function write(lines: string[], ask: Ask, signal: AbortSignal): Promise<PageResult<'routing.write'>> {
  const commandId = newCommandId()
  for (const delay of RETRY_MS) {
    try {
      return await ask('routing.write', { commandId, lines })
    } catch (error) {
      if (signal.aborted || !mayPass(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, delay))
    }
  }
  return ask('routing.write', { commandId, lines })
}

const mayPass = (error: unknown): boolean => {
  const code = (error as { code?: unknown }).code
  return code === 'internal' || code === 'timeout' || code === 'tooMany'
}
