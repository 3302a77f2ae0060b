import { NumberEnds } from './number-ends.ts'

/** How many interactions each user has had with each client, base by base, whatever number of digits tells clients apart. */
export class InteractionCounts {
  /** Of each number in full: user → count. */
  readonly #counts = new NumberEnds<ReadonlyMap<string, number>>()

  /** Of all numbers with these last digits. */
  of(base: string, digits: string, user: string): number {
    let sum = 0
    for (const users of this.#counts.ending(base, digits)) sum += users.get(user) ?? 0
    return sum
  }

  add(base: string, number: string, user: string, count = 1): void {
    const users = this.#counts.get(base, number)
    this.#counts.set(base, number, new Map(users).set(user, (users?.get(user) ?? 0) + count))
  }

  forget(base: string, digits: string): void {
    this.#counts.delete(base, digits, (number) => number.endsWith(digits))
  }

  /** As they are now, whatever comes while they are gone through. */
  all(): Iterable<[base: string, number: string, user: string, count: number]> {
    return each(this.#counts.all())
  }
}

function* each(
  numbers: Iterable<{ base: string; number: string; value: ReadonlyMap<string, number> }>,
): Generator<[base: string, number: string, user: string, count: number], void, undefined> {
  for (const { base, number, value } of numbers) for (const [user, count] of value) yield [base, number, user, count]
}
