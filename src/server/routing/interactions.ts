import type { Logger } from 'pino'
import * as v from 'valibot'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerEntry, LedgerRecord } from '../ledger/ledger.ts'
import { ReadModel } from '../ledger/read-model.ts'
import { interactionsOf, interactionsWriter } from '../writers.ts'
import { InteractionCounts } from './interaction-counts.ts'
import { NumberEnds, sameEnds } from './number-ends.ts'
import type { Routing } from './routing.ts'

type CallEnded = Extract<LedgerRecord, { type: 'call.ended' }>
type RulesWritten = Extract<LedgerRecord, { type: 'rules.written' }>
/** A rule that a call's end has called for, until it is in the ledger. */
const Due = v.object({
  seq: v.number(),
  base: v.string(),
  key: v.string(),
  /** In full: more digits may decide by the time it is written. */
  number: v.string(),
  user: v.string(),
  target: v.string(),
})
type Due = v.InferOutput<typeof Due>

const Item = v.union([
  v.object({ count: v.tuple([v.string(), v.string(), v.string(), v.number()]) }),
  /** A rule in force that came of interactions: base, key, internal number. */
  v.object({ made: v.tuple([v.string(), v.string(), v.string()]) }),
  v.object({ due: Due }),
  v.object({ recent: v.array(v.string()) }),
])
type Item = v.InferOutput<typeof Item>

/** So many calls are remembered, so that one which comes back to the same phone counts once. */
const RECENT = 1000

export type InteractionsOptions = {
  ledger: Ledger
  /** Of the snapshot. */
  path: string
  bases: readonly { id: string; interactionsToRoute: number }[]
  routing: Pick<Routing, 'write' | 'ruleOf' | 'knows' | 'settings'>
  logger: Logger
}

/**
 * Way 2 (SPEC C9): whoever has had so many answered calls with a client gets the client's calls. Counted from the ledger's
 * calls; the rule goes the way of every rule.
 */
export class Interactions extends Emitter<{ needed: [base: string, count: number] }> {
  readonly #o: InteractionsOptions
  readonly #needed: Map<string, number>
  readonly #counts = new InteractionCounts()
  readonly #made = new NumberEnds<string>()
  readonly #due = new Map<string, Due>()
  readonly #recent = new Set<string>()
  readonly #model: ReadModel<Item>
  #started = false

  constructor(options: InteractionsOptions) {
    super()
    this.#o = options
    this.#needed = new Map(options.bases.map(({ id, interactionsToRoute }) => [id, interactionsToRoute]))
    this.#model = new ReadModel({
      ledger: options.ledger,
      path: options.path,
      item: Item,
      restore: (items) => this.#restore(items),
      apply: (entry) => this.#apply(entry),
      snapshot: () => this.#snapshot(),
      logger: options.logger,
    })
  }

  /** Counts what the ledger holds, and writes the rules that a crash has kept from being written. */
  async start(): Promise<void> {
    await this.#model.start()
    this.#started = true
    this.#writeDue()
  }

  stop(): Promise<void> {
    return this.#model.stop()
  }

  /** «Количество взаимодействий»: so many until a rule is written; 0 = off. */
  neededIn(base: string): number {
    return this.#needed.get(base) ?? 0
  }

  /** In force from the next call's end on; nothing is done at once. */
  setNeeded(base: string, count: number): void {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`${count} interactions`)
    if (!this.#needed.has(base) || this.neededIn(base) === count) return
    this.#needed.set(base, count)
    this.#o.logger.info({ base, count }, 'interactions that make a rule')
    this.emit('needed', base, count)
  }

  countOf(base: string, key: string, user: string): number {
    return this.#counts.of(base, key, user)
  }

  /** The rule that comes of one more interaction, whose call ends now at `device`; null = none. */
  targetAfter(call: { callId: string; device: string }, base: string, key: string, user: string): string | null {
    const needed = this.neededIn(base)
    if (needed === 0 || !this.#o.routing.knows(base) || this.#recent.has(nameOf(call))) return null
    if (this.countOf(base, key, user) + 1 < needed) return null
    const now = this.#o.routing.ruleOf(base, key)
    return this.#isFree(base, key, now) && now !== call.device ? call.device : null
  }

  /** What somebody has decided is not overruled by counting. */
  #isFree(base: string, key: string, now: string | null): boolean {
    return now === null || this.#made.ending(base, key).includes(now)
  }

  #apply({ seq, record }: LedgerEntry): void {
    if (record.type === 'call.ended') this.#ended(seq, record)
    else if (record.type === 'rules.written') this.#written(record)
  }

  #ended(seq: number, call: CallEnded): void {
    const name = nameOf(call)
    if (this.#recent.has(name)) return
    this.#remember(name)
    for (const { base, key, user, target } of call.interactions) {
      this.#counts.add(base, call.number, user)
      if (target !== null) this.#due.set(`${base} ${key}`, { seq, base, key, number: call.number, user, target })
    }
    if (this.#started) this.#writeDue()
  }

  #remember(name: string): void {
    this.#recent.add(name)
    if (this.#recent.size <= RECENT) return
    for (const oldest of this.#recent) {
      this.#recent.delete(oldest)
      break
    }
  }

  #written({ base, lines, by }: RulesWritten): void {
    for (const line of lines) {
      const [key = '', target = ''] = line.split('=')
      for (const [place, due] of this.#due) if (due.base === base && sameEnds(due.key, key)) this.#due.delete(place)
      this.#made.delete(base, key, (number) => sameEnds(number, key))
      if (interactionsOf(by) !== null) this.#made.set(base, key, target)
      // Somebody does not want it: the count begins anew.
      else if (target === '') this.#counts.forget(base, key)
    }
  }

  #writeDue(): void {
    const { routing, logger } = this.#o
    const { lastDigits } = routing.settings
    for (const due of this.#due.values()) {
      const { seq, base, key, number, user, target } = due
      // Kept until rules are on again, and this base's can be read.
      if (!routing.knows(base)) continue
      // Somebody may have decided since the call's end, in the file too, of which the ledger has no lines.
      const now = routing.ruleOf(base, number)
      if (now === target || !this.#isFree(base, number.slice(-lastDigits), now)) {
        this.#drop(due, 'there is a rule by now')
        continue
      }
      routing
        .write({
          base,
          lines: [`${number}=${target}`],
          by: interactionsWriter(user),
          commandId: `call:${seq}:${base}:${key}`,
        })
        .then(({ refused }) => {
          if (refused.length > 0) this.#drop(due, 'refused')
        })
        // Tried again at the next call's end, and at the next start.
        .catch((error: unknown) => logger.warn({ err: error, base }, 'a rule of interactions is not written'))
    }
  }

  #drop(due: Due, why: string): void {
    const place = `${due.base} ${due.key}`
    if (this.#due.get(place) === due) this.#due.delete(place)
    this.#o.logger.warn({ base: due.base, why }, 'a rule of interactions is not written')
  }

  #restore(items: readonly Item[]): void {
    for (const item of items) {
      if ('count' in item) this.#counts.add(...item.count)
      else if ('made' in item) this.#made.set(...item.made)
      else if ('due' in item) this.#due.set(`${item.due.base} ${item.due.key}`, item.due)
      else for (const name of item.recent) this.#remember(name)
    }
  }

  /** Little is copied: of numbers, there may be hundreds of thousands. */
  #snapshot(): Iterable<Item> {
    const [counts, made] = [this.#counts.all(), this.#made.all()]
    const few: Item[] = [...this.#due.values()].map((due) => ({ due }))
    return items(counts, made, [...few, { recent: [...this.#recent] }])
  }
}

function* items(
  counts: ReturnType<InteractionCounts['all']>,
  made: ReturnType<NumberEnds<string>['all']>,
  few: readonly Item[],
): Generator<Item, void, undefined> {
  for (const count of counts) yield { count }
  for (const { base, number, value } of made) yield { made: [base, number, value] }
  yield* few
}

const nameOf = ({ callId, device }: { callId: string; device: string }): string => `${callId} ${device}`
