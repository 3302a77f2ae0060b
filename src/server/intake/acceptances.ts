import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { type Acceptance, IntakeForm, Notice } from '../../protocol/intake.ts'
import type { Customers } from '../customers/customers.ts'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerEntry, LedgerRecord } from '../ledger/ledger.ts'
import type { Failure } from '../ledger/outbox-lane.ts'
import { ReadModel } from '../ledger/read-model.ts'
import { Waiters } from './waiters.ts'

/** What the asker's browser knows of a wizard. */
export type OfCall = { id: string; callId: string; number: string; form: IntakeForm }

export type AcceptancesEvents = {
  /** For the user with this reference; also when it has changed. */
  notice: [manager: string, notice: Notice]
  gone: [manager: string, id: string]
  /** For the operator who has accepted it: how it comes into 1C, and that it is there. */
  owed: [operator: string, acceptance: Acceptance]
  settled: [operator: string, id: string]
}

/** Who accepts. `user` = their Ref_Key in the form's base. */
export type Accepter = { id: string; name: string; user: string }

/** What is known of an accepted intake for as long as it may be asked about. */
const Accepted = v.object({
  notice: Notice,
  /** Record of the ledger. */
  seq: v.number(),
  /** Ref_Key of whom it is for; empty = nobody has to be told. */
  manager: v.string(),
  /** Ref_Key of the Interest. */
  interest: v.string(),
  /** Of what a base without Interests makes of it. */
  phoneCall: v.optional(v.string(), ''),
  inOneC: v.boolean(),
  seen: v.boolean(),
  /** Ref_Key of whoever has accepted it. */
  operator: v.optional(v.string(), ''),
  /** For as long as it is not in 1C. */
  form: v.optional(v.nullable(IntakeForm), null),
})
type Accepted = v.InferOutput<typeof Accepted>
type AcceptedRecord = Extract<LedgerRecord, { type: 'intake.accepted' }>

export type AcceptancesOptions = {
  ledger: Ledger
  /** Of its snapshot. */
  path: string
  customers: Pick<Customers, 'link'>
  /** Whose id in the outbox means that a request is in 1C, by the number of its record. */
  owedId: (seq: number) => string
  /** How long an answer waits for 1C, where the Interest is to be opened; milliseconds. */
  registeredWithin?: number
  logger: Logger
}

const REGISTERED_WITHIN = 10_000
/** An operator reads it. */
const MAX_WHY = 300
/** Word of what was accepted longer ago is not repeated any more. */
const MOST_KNOWN = 20_000

/** The accepted intakes, from the ledger: each is one record, however often it was asked for; and who has to be told. */
export class Acceptances extends Emitter<AcceptancesEvents> {
  readonly #o: AcceptancesOptions
  readonly #model: ReadModel<Accepted>
  readonly #accepted = new Map<string, Accepted>()
  /** By the id in the outbox: those that are not in 1C yet. */
  readonly #owed = new Map<string, string>()
  /** Of those that are owed: why it was not taken the last time. Found out anew after a restart. */
  readonly #failures = new Map<string, Failure>()
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #registered = new Waiters()
  #live = false

  constructor(options: AcceptancesOptions) {
    super()
    this.#o = options
    this.#model = new ReadModel({
      ledger: options.ledger,
      path: options.path,
      item: Accepted,
      restore: (items) => {
        for (const item of items) this.#put(item)
      },
      apply: (entry) => this.#apply(entry),
      snapshot: () => this.#accepted.values(),
      logger: options.logger,
    })
  }

  async start(): Promise<void> {
    await this.#model.start()
    this.#live = true
  }

  async stop(): Promise<void> {
    await this.#model.stop()
  }

  has(id: string): boolean {
    return this.#accepted.has(id)
  }

  /** What this user has not seen yet, the oldest first. */
  noticesFor(isManager: (ref: string) => boolean): Notice[] {
    return [...this.#accepted.values()]
      .filter(({ manager, seen }) => !seen && manager !== '' && isManager(manager))
      .map((accepted) => this.#noticeOf(accepted))
  }

  /** What this operator has accepted and 1C does not have yet, the oldest first. */
  owedBy(isOperator: (ref: string) => boolean): Acceptance[] {
    return [...this.#accepted.values()]
      .filter(({ operator }) => isOperator(operator))
      .flatMap((each) => this.#owedOf(each))
  }

  /** A delivery of the outbox went wrong. */
  failed(owedId: string, failure: Failure): void {
    const id = this.#owed.get(owedId)
    const accepted = id === undefined ? undefined : this.#accepted.get(id)
    if (id === undefined || accepted === undefined) return
    const before = this.#failures.get(id)
    this.#failures.set(id, failure)
    if (before?.refused !== failure.refused || (failure.refused && before.why !== failure.why)) this.#tell(accepted)
  }

  /** Resolves when it is on disk; `link` later: where the Interest is to be opened, it waits for 1C a little. */
  async accept(accepter: Accepter, wish: OfCall): Promise<{ link: Promise<string> }> {
    const { id, form } = wish
    if (!this.#accepted.has(id)) {
      const underWay = this.#underWay.get(id) ?? this.#append(accepter, wish)
      this.#underWay.set(id, underWay)
      try {
        await underWay
      } finally {
        this.#underWay.delete(id)
      }
    }
    return { link: form.openInterest ? this.#linkOf(id) : Promise.resolve('') }
  }

  /** @param isManager whether a notice for this user is for whoever has seen it */
  async seen(id: string, isManager: (ref: string) => boolean, by: string): Promise<void> {
    const accepted = this.#accepted.get(id)
    if (!accepted || accepted.seen || !isManager(accepted.manager)) return
    await this.#o.ledger.append({ type: 'notice.seen', id, by })
  }

  async #append({ id: operator, name: from, user: by }: Accepter, wish: OfCall): Promise<void> {
    const { id, callId, number, form } = wish
    const refs = { client: randomUUID(), contact: randomUUID(), interest: randomUUID(), interaction: randomUUID() }
    await this.#o.ledger.append({
      type: 'intake.accepted',
      id,
      operator,
      from,
      by,
      base: form.base,
      form,
      refs,
      callId,
      number,
    })
  }

  async #linkOf(id: string): Promise<string> {
    if (this.#accepted.get(id)?.inOneC === false)
      await this.#registered.of(id, this.#o.registeredWithin ?? REGISTERED_WITHIN)
    const accepted = this.#accepted.get(id)
    return accepted === undefined ? '' : this.#noticeOf(accepted).link
  }

  #noticeOf({ notice, interest, phoneCall, inOneC }: Accepted): Notice {
    const { customers } = this.#o
    const link = inOneC
      ? (customers.link(notice.base, 'interest', interest) ?? customers.link(notice.base, 'phoneCall', phoneCall))
      : null
    return { ...notice, link: link ?? '' }
  }

  #owedOf({ notice, form, inOneC }: Accepted): Acceptance[] {
    if (inOneC || form === null) return []
    const failure = this.#failures.get(notice.id)
    const state = failure === undefined ? 'saving' : failure.refused ? 'refused' : 'delayed'
    const why = failure?.refused ? failure.why.slice(0, MAX_WHY) : ''
    return [{ id: notice.id, at: notice.at, number: notice.number, form, state, why }]
  }

  #tell(accepted: Accepted): void {
    for (const owed of this.#owedOf(accepted)) this.emit('owed', accepted.operator, owed)
  }

  #apply({ seq, at, record }: LedgerEntry): void {
    if (record.type === 'intake.accepted') this.#add(record, seq, at)
    else if (record.type === 'notice.seen') this.#change(record.id, { seen: true })
    else if (record.type === 'outbox.done') {
      const id = this.#owed.get(record.id)
      if (id !== undefined) this.#change(id, { inOneC: true, form: null })
    }
  }

  #add(record: AcceptedRecord, seq: number, at: number): void {
    // Written twice only if a disk kept what it said it had not.
    if (this.#accepted.has(record.id)) return
    const { id, base, form, refs, number, operator, by, from } = record
    const own = form.manager === operator || form.manager === by
    const accepted = {
      notice: {
        id,
        base,
        at,
        from,
        client: clientOf(form),
        number,
        topic: form.topic,
        whatToDo: form.whatToDo,
        link: '',
      },
      seq,
      manager: own ? '' : form.manager,
      interest: form.interest ?? refs.interest,
      phoneCall: refs.interaction,
      inOneC: false,
      seen: false,
      operator,
      form,
    }
    this.#put(accepted)
    if (this.#live) this.#tell(accepted)
    if (this.#live && accepted.manager !== '') this.emit('notice', accepted.manager, accepted.notice)
  }

  #put(accepted: Accepted): void {
    const { notice, seq, inOneC } = accepted
    this.#accepted.set(notice.id, accepted)
    const owedId = this.#o.owedId(seq)
    if (inOneC) {
      this.#owed.delete(owedId)
      this.#failures.delete(notice.id)
    } else this.#owed.set(owedId, notice.id)
    for (const [id, each] of this.#accepted) {
      if (this.#accepted.size <= MOST_KNOWN) break
      this.#accepted.delete(id)
      this.#owed.delete(this.#o.owedId(each.seq))
      this.#failures.delete(id)
    }
  }

  #change(id: string, change: Partial<Pick<Accepted, 'seen' | 'inOneC' | 'form'>>): void {
    const before = this.#accepted.get(id)
    if (!before) return
    const now = { ...before, ...change }
    this.#put(now)
    if (now.inOneC) this.#registered.said(id)
    if (this.#live && now.inOneC && !before.inOneC) this.emit('settled', now.operator, id)
    if (!this.#live || now.manager === '') return
    if (now.seen && !before.seen) this.emit('gone', now.manager, id)
    else if (!now.seen) this.emit('notice', now.manager, this.#noticeOf(now))
  }
}

function clientOf({ client, name, company }: IntakeForm): string {
  const [person, firm] = client ? [client.contact, client.counterparty] : [name, company]
  return [person, firm].filter((text) => text !== '').join(', ')
}
