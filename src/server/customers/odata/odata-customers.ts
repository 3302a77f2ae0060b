import type { Logger } from 'pino'
import type { Customer } from '../../../protocol/customer.ts'
import type { Article, ClientDetails, Services } from '../../../protocol/intake.ts'
import type { Colleague } from '../../../protocol/people.ts'
import type { RoutingSettings } from '../../../protocol/routing.ts'
import type { Base } from '../../../protocol/state.ts'
import { Emitter } from '../../events.ts'
import type { RecordedCall } from '../../ledger/recorded-call.ts'
import type {
  ArticleWish,
  CallToRegister,
  Customers,
  CustomersEvents,
  OneCObject,
  RequestToRegister,
  Routes,
} from '../customers.ts'
import { findArticles } from './articles.ts'
import type { Progress } from './base-data.ts'
import { BaseLink, type BaseSettings, type Lengths } from './base-link.ts'
import { readDetails } from './details.ts'
import { linkTo, setOf } from './link.ts'
import type { Absent } from './metadata.ts'
import { findPhoneCall } from './phone-calls.ts'
import { register } from './register.ts'
import { remember } from './remember.ts'
import { searchCustomers } from './search.ts'

export type { BaseSettings } from './base-link.ts'

export type ODataCustomersOptions = {
  bases: readonly BaseSettings[]
  lastDigits: number
  internalLength: RoutingSettings['internalLength']
  logger: Logger
  /** Employees remembered from before; they stay while a base that may know them has not been loaded. */
  knownPeople?: readonly Colleague[]
  timeoutMs?: number
  liveMs?: number
  retryMs?: number
}

/** 1C over its standard OData interface (DESIGN 11): read into memory and refreshed; a call never waits for 1C. */
export class ODataCustomers extends Emitter<CustomersEvents> implements Customers {
  readonly #links: readonly BaseLink[]
  readonly #remembered: readonly Colleague[]
  #told: string

  constructor({ bases, lastDigits, internalLength, logger, ...o }: ODataCustomersOptions) {
    super()
    this.#remembered = o.knownPeople ?? []
    this.#told = JSON.stringify(this.#remembered)
    this.#links = bases.map((base) => {
      const link = new BaseLink({
        base,
        lengths: { lastDigits, internalLength },
        logger,
        timeoutMs: o.timeoutMs ?? 30_000,
        liveMs: o.liveMs,
        retryMs: o.retryMs ?? 2000,
        changed: () => this.#changed(link),
      })
      return link
    })
  }

  bases(): Base[] {
    return this.#links.map(({ base }) => base)
  }

  /** Of all bases; who is in two with the same reference is one person. */
  people(): Colleague[] {
    const whole = this.#links.every(({ loaded }) => loaded !== null)
    const all = [...this.#links.flatMap(({ people }) => people), ...(whole ? [] : this.#remembered)]
    const seen = new Set<string>()
    return all.filter(({ id }) => !seen.has(id) && seen.add(id))
  }

  identify(number: string): Customer[] | null {
    const found = this.#links.flatMap(({ callers }) => callers?.find(number) ?? [])
    return found.length > 0 || this.#links.some(({ loaded }) => loaded !== null) ? found : null
  }

  employee(base: string, number: string): Colleague | null {
    return this.#link(base)?.employee(number) ?? null
  }

  async writeRoutes(base: string, routes: Routes): Promise<void> {
    await this.#known(base).writeRoutes(routes)
  }

  async search(base: string, text: string): Promise<Customer[]> {
    const live = this.#known(base).live()
    const found = await searchCustomers(live, text)
    for (const { customer, keys } of found) remember(live, customer, keys)
    return found.map(({ customer }) => customer)
  }

  async details(base: string, client: Customer): Promise<ClientDetails> {
    return readDetails(this.#known(base).live(), client)
  }

  services(base: string): Services {
    return this.#known(base).loaded?.services ?? { types: [], departments: {} }
  }

  async articles(base: string, wish: ArticleWish): Promise<Article[]> {
    return findArticles(this.#known(base).live(), wish)
  }

  async register(base: string, request: RequestToRegister): Promise<void> {
    const link = this.#known(base)
    const live = link.writing()
    const customer = await register(live, request, link.hasPhoneRegister ? link.phoneRegister() : null)
    if (customer !== null) remember(live, customer, [...live.loaded.index.keysOf([request.number])])
  }

  async registerCall(base: string, wish: CallToRegister): Promise<void> {
    const link = this.#known(base)
    if (this.#knows(link, wish.call)) return link.registerCall(wish, false)
    if (base !== wish.unknownTo) return
    const others = this.#links.filter((other) => other !== link && wish.others.includes(other.base.id))
    for (const other of others) {
      if (other.base.state === 'loading') throw new Error(`${other.base.id} is not read yet: it may know the number`)
      if (other.loaded !== null && this.#knows(other, wish.call)) return
    }
    await link.registerCall(wish, true)
  }

  async phoneCall(bases: readonly string[], callId: string): Promise<{ base: string; link: string } | null> {
    let fault: unknown = null
    for (const base of bases) {
      try {
        const ref = await findPhoneCall(this.#known(base).live(), callId)
        const link = ref === null ? null : this.link(base, 'phoneCall', ref)
        if (link !== null) return { base, link }
      } catch (error) {
        fault ??= error
      }
    }
    // Whoever does not answer may have it.
    if (fault !== null) throw fault
    return null
  }

  /** @throws while the base has not been read yet */
  #knows(link: BaseLink, { direction, caller, number }: RecordedCall): boolean {
    const { index } = link.live().loaded
    if (direction !== 'internal') return index.find(number).length > 0
    return [caller, number].some((each) => each !== null && link.employee(each) !== null)
  }

  link(base: string, object: OneCObject, ref: string): string | null {
    const link = this.#link(base)
    if (link === undefined) return null
    const set = setOf(link.preset, object)
    // What a preset names, this base need not have; 1C would open nothing.
    const absent = link.loaded !== null && !link.loaded.properties.has(set)
    return absent ? null : linkTo(set, ref)
  }

  /** Of the loading that goes on; null when none does. */
  progress(base: string): Progress | null {
    return this.#link(base)?.progress ?? null
  }

  /** What a base lacks of what Trubka can make use of. */
  lacks(base: string): readonly Absent[] {
    return this.#link(base)?.lacks ?? []
  }

  #known(base: string): BaseLink {
    const link = this.#link(base)
    if (link === undefined) throw new Error(`no base «${base}»`)
    return link
  }

  #link(base: string): BaseLink | undefined {
    return this.#links.find((link) => link.base.id === base)
  }

  /** Why a base is down, in words for an administrator; null when it is not. */
  fault(base: string): string | null {
    return this.#link(base)?.fault ?? null
  }

  /** Callers and employees are read anew, by these. */
  setLengths(lengths: Lengths): void {
    for (const link of this.#links) link.setLengths(lengths)
  }

  start(): void {
    for (const link of this.#links) link.start()
  }

  async stop(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.stop()))
  }

  #changed(link: BaseLink): void {
    this.emit('base', link.base)
    const people = this.people()
    const text = JSON.stringify(people)
    if (text === this.#told) return
    this.#told = text
    this.emit('people', people)
  }
}
