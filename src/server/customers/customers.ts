import type { Customer } from '../../protocol/customer.ts'
import type { Article, ClientDetails, IntakeForm, Services } from '../../protocol/intake.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { Base } from '../../protocol/state.ts'
import type { Emitter } from '../events.ts'
import type { RecordedCall } from '../ledger/recorded-call.ts'

export type CustomersEvents = {
  /** A base came, went, or was loaded again. */
  base: [Base]
  /** The employees of all bases, whole. */
  people: [Colleague[]]
}

/** Numbers (by their last digits) whose rules have changed, and where each one's calls go now; null = no rule. */
export type Routes = { keys: readonly string[]; targetOf: (key: string) => string | null }

/** What can be opened in 1C. */
export type OneCObject = 'counterparty' | 'person' | 'potential' | 'interest' | 'interaction' | 'phoneCall' | 'article'

/** An intake that an operator has accepted (SPEC B6). */
export type RequestToRegister = {
  form: IntakeForm
  /** Ref_Keys for whatever has to be made; made at the acceptance and the same at every repetition. */
  refs: { client: string; contact: string; interest: string; interaction: string }
  /** Milliseconds since 1970. */
  at: number
  /** Ref_Key of the user who has accepted it. */
  by: string
  callId: string
  /** Of the client, as it came. */
  number: string
}

/** A call that is over, and what the settings say about it (SPEC A11). */
export type CallToRegister = {
  call: RecordedCall
  /** The base for numbers that no base knows; null = they are not registered. */
  unknownTo: string | null
  /** Other bases that register this call when they know the number. */
  others: readonly string[]
  /** What leads to the recording; null = there is none. */
  recording: string | null
}

/** What fits first; `interest` = ref of the one that was chosen. */
export type ArticleWish = { text: string; service: string; interest: string | null }

/** 1C as the source of who calls and who works here. Any number of bases behind one port. */
export interface Customers extends Emitter<CustomersEvents> {
  bases(): Base[]
  people(): Colleague[]
  /**
   * Everybody who has this number, by its last digits; from memory, at once: a call never waits for 1C (DESIGN 11).
   * null = no base has been loaded yet, so nothing can be said.
   */
  identify(number: string): Customer[] | null
  /** Who has this internal number in this base; the first of two. */
  employee(base: string, number: string): Colleague | null
  /**
   * Brings the register «Номера телефонов для поиска» up to date with the rules of these numbers, for all numbers of the
   * contacts who have them (SPEC C8). Asked twice, done once.
   * @throws Refused when 1C will not have it; anything else = not now
   */
  writeRoutes(base: string, routes: Routes): Promise<void>
  /**
   * A second try, live in 1C: by a number or by a name. Who is found by a number is known to `identify` from then on.
   * @throws when 1C cannot be asked now
   */
  search(base: string, text: string): Promise<Customer[]>
  /** Live. @throws when 1C cannot be asked now */
  details(base: string, client: Customer): Promise<ClientDetails>
  /** From memory, as it was read with the base. */
  services(base: string): Services
  /** Live. @throws when 1C cannot be asked now */
  articles(base: string, wish: ArticleWish): Promise<Article[]>
  /**
   * Makes what an intake says: client, contact information, Interest, interaction. Asked twice, done once.
   * @throws Refused when 1C will not have it; anything else = not now
   */
  register(base: string, request: RequestToRegister): Promise<void>
  /**
   * Makes a call a «Телефонный звонок» where the base knows the number, or is the one for unknown numbers; such a number is
   * put into the register «Номера телефонов для поиска» as well. Asked twice, done once.
   * @throws Refused when 1C will not have it; anything else = not now
   */
  registerCall(base: string, call: CallToRegister): Promise<void>
  /**
   * Where the «Телефонный звонок» of a call is, by the PBX's key: live, in the first of these bases that has it; null = none
   * has. @throws when 1C cannot be asked now
   */
  phoneCall(bases: readonly string[], callId: string): Promise<{ base: string; link: string } | null>
  /** A navigation link, `e1cib/data/…`; null where the base has no such objects. */
  link(base: string, object: OneCObject, ref: string): string | null
  start(): void
  stop(): Promise<void>
}
