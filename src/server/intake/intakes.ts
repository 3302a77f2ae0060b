import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Call, Party } from '../../protocol/call.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import type { Intake, IntakeForm } from '../../protocol/intake.ts'
import type { Calls } from '../calls/calls.ts'
import type { Customers } from '../customers/customers.ts'
import { Emitter } from '../events.ts'
import type { Directory } from '../people/directory.ts'
import type { Acceptances, Accepter, OfCall } from './acceptances.ts'
import { Callers, isWithClient } from './callers.ts'
import { type Entry, type EntryStore, IntakeEntries } from './entries.ts'
import { intakeIdOf } from './intake-id.ts'
import { prefilled } from './prefill.ts'

export type IntakesEvents = {
  /** A new wizard of this phone's operator, or one that changed. */
  changed: [device: string, intake: Intake]
  closed: [device: string, id: string]
}

export type IntakesOptions = {
  calls: Pick<Calls, 'on' | 'forDevice'>
  customers: Pick<Customers, 'bases' | 'employee' | 'details'>
  people: Pick<Directory, 'byNumber' | 'byName'>
  acceptances: Pick<Acceptances, 'accept' | 'has'>
  store: EntryStore
  now?: () => number
  logger: Logger
}

/** «Вернуть» is offered for so long. */
const REOPENED_WITHIN = 10 * 60_000
/** The last keystrokes of whoever gave the call away may come after it. */
const LATE_WITHIN = 10_000

/**
 * The wizards «Мастер принятия обращения»: one for each operator who talks with a client, from the answer until it is
 * accepted or dismissed. Whom the call is given to gets what was typed (SPEC B9).
 */
export class Intakes extends Emitter<IntakesEvents> {
  readonly #o: IntakesOptions
  readonly #now: () => number
  readonly #callers = new Callers()
  readonly #entries: IntakeEntries
  /** By id: of whom it was filled in, as long as nobody has typed. */
  readonly #filledFor = new Map<string, string>()
  readonly #changed = new Set<string>()
  readonly #unhook: (() => void)[]
  #stopped = false

  constructor(options: IntakesOptions) {
    super()
    this.#o = options
    this.#now = options.now ?? Date.now
    this.#entries = new IntakeEntries(options.store, this.#now)
    this.#unhook = [
      options.calls.on('call', (device, call) => {
        this.#callers.put(device, call)
        this.#look(call.id)
      }),
      options.calls.on('gone', (device, callId) => {
        this.#callers.remove(device, callId)
        this.#look(callId)
      }),
    ]
  }

  /** What was open before a restart is open again. */
  async load(): Promise<void> {
    await this.#entries.load((id) => this.#o.acceptances.has(id))
  }

  /** What has changed is on disk when this resolves. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const unhook of this.#unhook) unhook()
    await this.#entries.flush()
  }

  forDevice(device: string): Intake[] {
    return this.#entries.openOf(device).map(({ intake }) => intake)
  }

  keep(device: string, { id, callId, number, form, version }: OfCall & { version: number }): void {
    const entry = this.#entries.get(id)
    if (!entry) {
      // Nothing of it was on disk when we were killed: the browser knows it still.
      if (id !== intakeIdOf(device, callId) || this.#o.acceptances.has(id)) return
      this.#open(device, { id, callId, number, form, version, from: null })
      return
    }
    if (entry.device !== device || version <= entry.intake.version) return
    if (entry.standing === 'open') this.#show({ ...entry, intake: { ...entry.intake, form, version } })
    else if (entry.standing === 'handed') this.#keepLate(entry, form, version)
  }

  /** @throws TrubkaError when it is another operator's */
  async accept(accepter: Accepter, device: string, wish: OfCall): Promise<{ link: string }> {
    const entry = this.#entries.get(wish.id)
    if (entry && entry.device !== device) throw new TrubkaError('noSuchIntake', 'the intake is not of this phone')
    if (!this.#o.customers.bases().some(({ id }) => id === wish.form.base))
      throw new TrubkaError('unknownBase', 'no such base', 'params.form.base')
    const { link } = await this.#o.acceptances.accept(accepter, wish)
    // As it stands by now: the ledger took its time.
    const now = this.#entries.get(wish.id)
    if (now) this.#close({ ...now, intake: { ...now.intake, form: wish.form } }, 'accepted')
    return { link: await link }
  }

  dismiss(device: string, id: string): void {
    const entry = this.#entries.get(id)
    if (entry?.device === device && entry.standing === 'open') this.#close(entry, 'dismissed')
  }

  /** @throws TrubkaError when it is too late for that */
  reopen(device: string, id: string): void {
    const entry = this.#entries.get(id)
    if (entry?.device === device && entry.standing === 'open') return
    const early = entry?.device === device && this.#now() - entry.since <= REOPENED_WITHIN
    if (!early || entry.standing !== 'dismissed') throw new TrubkaError('noSuchIntake', 'the intake is closed for good')
    this.#open(device, entry.intake)
  }

  /** By hand, for a call that is there. @throws TrubkaError */
  openFor(device: string, callId: string): string {
    const id = intakeIdOf(device, callId)
    const entry = this.#entries.get(id)
    if (entry?.standing === 'open') return id
    const call = this.#o.calls.forDevice(device).find((each) => each.id === callId)
    if (!call) throw new TrubkaError('noSuchCall')
    if (call.party.identity === 'colleague') throw new TrubkaError('notNow', 'this is a call between colleagues')
    if (entry?.standing === 'dismissed') this.#open(device, entry.intake)
    else if (this.#o.acceptances.has(id)) throw new TrubkaError('noSuchIntake', 'accepted already')
    else this.#begin(device, call)
    if (!this.#entries.get(id)) throw new TrubkaError('unknownBase', 'this operator works in no base')
    return id
  }

  /** Phones change one after the other; what they come to is looked at when all have. */
  #look(callId: string): void {
    if (this.#changed.size === 0) queueMicrotask(() => this.#decideAll())
    this.#changed.add(callId)
  }

  #decideAll(): void {
    const callIds = [...this.#changed]
    this.#changed.clear()
    if (this.#stopped) return
    try {
      for (const callId of callIds) this.#decide(callId)
    } catch (error) {
      this.#o.logger.error({ err: error }, 'wizards could not be brought up to date')
    }
  }

  #decide(callId: string): void {
    const phones = this.#callers.in(callId)
    for (const [device, call] of phones) {
      if (!isWithClient(call)) continue
      const own = this.#entries.get(intakeIdOf(device, callId))
      if (own && own.standing !== 'handed') this.#fillAgain(own, call.party)
      else if (call.direction === 'incoming' && (own || !this.#o.acceptances.has(intakeIdOf(device, callId)))) {
        const others = this.#entries.ofCall(callId).filter((entry) => entry.device !== device)
        // Whoever has the wizard is still there: three talk together.
        if (others.some((entry) => phones.has(entry.device) && entry.standing !== 'handed')) continue
        const source = others.findLast(({ standing }) => standing === 'open' || standing === 'dismissed')
        if (source) this.#handOver(source, device, call.party)
        else this.#begin(device, call)
      }
    }
  }

  #begin(device: string, { id: callId, party }: Call): void {
    const form = prefilled(party, device, this.#o)
    if (form === null) return
    const id = intakeIdOf(device, callId)
    // Higher than whatever a browser still keeps of an earlier time with this call.
    const before = this.#entries.get(id)
    const version = before ? before.intake.version + 1 : 0
    this.#filledFor.set(id, partyKey(party))
    this.#open(device, { id, callId, number: party.number, form, version, from: null })
    void this.#askManager(id)
  }

  #handOver(source: Entry, device: string, party: Party): void {
    const { callId, number, form, version } = source.intake
    const id = intakeIdOf(device, callId)
    const before = this.#entries.get(id)
    const from = this.#o.people.byNumber(source.device)?.name ?? source.device
    this.#close(source, 'handed', id)
    this.#open(device, {
      id,
      callId,
      number: party.number || number,
      form: forColleague(form),
      version: Math.max(version, before ? before.intake.version + 1 : 0),
      from,
    })
  }

  #keepLate(source: Entry, form: IntakeForm, version: number): void {
    const next = source.next === null ? undefined : this.#entries.get(source.next)
    const untouched = next?.standing === 'open' && next.intake.version === source.intake.version
    if (!untouched || this.#now() - source.since > LATE_WITHIN) return
    this.#entries.put({ ...source, intake: { ...source.intake, form, version } })
    this.#show({ ...next, intake: { ...next.intake, form: forColleague(form), version } })
  }

  /** 1C was loaded meanwhile, or the PBX has learnt who it is. */
  #fillAgain(entry: Entry, party: Party): void {
    const { intake, device, standing } = entry
    if (standing !== 'open' || intake.version > 0 || intake.from !== null) return
    if (this.#filledFor.get(intake.id) === partyKey(party)) return
    this.#filledFor.set(intake.id, partyKey(party))
    const form = prefilled(party, device, this.#o)
    if (form === null) return
    const changed = { ...intake, number: party.number || intake.number, form }
    if (!isDeepStrictEqual(changed, intake)) this.#show({ ...entry, intake: changed })
    void this.#askManager(intake.id)
  }

  /** By its reference, which only 1C itself knows; of what is typed meanwhile nothing is changed. */
  async #askManager(id: string): Promise<void> {
    const client = this.#entries.get(id)?.intake.form.client
    if (!client) return
    try {
      const { responsible } = await this.#o.customers.details(client.base, client)
      const entry = this.#entries.get(id)
      if (entry?.standing !== 'open' || entry.intake.version > 0 || responsible === '') return
      const { form } = entry.intake
      if (form.client?.ref !== client.ref || form.manager === responsible) return
      this.#show({ ...entry, intake: { ...entry.intake, form: { ...form, manager: responsible } } })
    } catch (error) {
      this.#o.logger.debug({ err: error, base: client.base }, 'who is responsible for a client could not be asked')
    }
  }

  #open(device: string, intake: Intake): void {
    this.#makeRoom(device, intake.id)
    this.#show({ intake, device, standing: 'open', since: this.#now(), next: null })
  }

  /** A wizard into which nobody typed, of a call that is over, gives way to the next one. */
  #makeRoom(device: string, but: string): void {
    for (const entry of this.#entries.openOf(device)) {
      const { id, callId, version, from } = entry.intake
      const idle = version === 0 && from === null && !this.#callers.in(callId).has(device)
      if (idle && id !== but) this.#close(entry, 'dismissed')
    }
    for (const entry of this.#entries.tooMany(device)) this.#close(entry, 'dismissed')
  }

  #show(entry: Entry): void {
    this.#entries.put(entry)
    this.emit('changed', entry.device, entry.intake)
  }

  #close(entry: Entry, standing: Exclude<Entry['standing'], 'open'>, next: string | null = null): void {
    this.#entries.put({ ...entry, standing, since: this.#now(), next })
    this.#filledFor.delete(entry.intake.id)
    if (entry.standing === 'open') this.emit('closed', entry.device, entry.intake.id)
  }
}

/** What is theirs to choose begins anew: the number stands in their search field (SPEC B9). */
const forColleague = (form: IntakeForm): IntakeForm => ({ ...form, search: null, openInterest: false })

const partyKey = ({ number, identity, customers }: Party): string =>
  JSON.stringify([number, identity, customers.map(({ base, ref, responsible }) => [base, ref, responsible])])
