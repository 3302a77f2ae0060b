import type { Customer } from '../../../protocol/customer.ts'
import { Growing } from './growing.ts'
import { TextStore } from './text-store.ts'

/** Whose contact information holds a number: the catalog's set, and the item's Ref_Key. */
export type Owner = { set: string; ref: string }

/** Where they come from. */
export type CustomerSets = { firms: string; persons: string; potentials: string }

/** In a row's `#firm`: the row is a firm; a person of no firm; a potential client. Else the firm's row, from 3 on. */
const IS_FIRM = 0
const NO_FIRM = 1
const IS_POTENTIAL = 2
const FIRST = 3

/**
 * All counterparties, contact persons and potential clients of a base, some tens of bytes each and no object among them: what a call shows
 * is put together when it comes. A row is a number from 0 on, in the order of adding.
 */
export class CustomerRows {
  readonly #base: string
  readonly #sets: CustomerSets
  readonly #texts = new TextStore()
  readonly #refs = new Growing()
  readonly #names = new Growing()
  readonly #firms = new Growing()
  /** Of potential clients who belong to one: row → its name's place. */
  readonly #companies = new Map<number, number>()
  /** Of firms and potential clients; a person's is its firm's. */
  readonly #responsible = new Growing()
  /** The same few users are responsible for all. */
  readonly #users = new Map<string, number>()

  constructor(base: string, sets: CustomerSets) {
    this.#base = base
    this.#sets = sets
  }

  addFirm(ref: string, name: string, responsible: string): number {
    return this.#add(ref, name, IS_FIRM, responsible)
  }

  /** `firm` = its row, or null. */
  addPerson(ref: string, name: string, firm: number | null): number {
    return this.#add(ref, name, firm === null ? NO_FIRM : firm + FIRST, '')
  }

  /** `name` = of whoever called. */
  addPotential(ref: string, name: string, company: string, responsible: string): number {
    const row = this.#add(ref, name, IS_POTENTIAL, responsible)
    if (company !== '') this.#companies.set(row, this.#texts.add(company))
    return row
  }

  addCustomer({ ref, kind, person, contact, counterparty, responsible }: Customer): number {
    if (kind === 'potential') return this.addPotential(ref, contact, counterparty, responsible)
    if (kind === 'person') return this.addPerson(ref, contact, null)
    const firm = this.addFirm(ref, counterparty, responsible)
    return person === undefined ? firm : this.addPerson(person, contact, firm)
  }

  /** The row of a person's firm; null for a firm, and for a person of none. */
  firmOf(row: number): number | null {
    const firm = this.#firms.at(row)
    return firm < FIRST ? null : firm - FIRST
  }

  customer(row: number): Customer {
    const name = this.#texts.at(this.#names.at(row))
    const what = this.#firms.at(row)
    if (what === IS_FIRM) return { ...this.#firm(row), contact: '' }
    const ref = this.#ref(row)
    if (what >= FIRST) return { ...this.#firm(what - FIRST), person: ref, contact: name }
    const self = { base: this.#base, ref, contact: name }
    if (what === NO_FIRM) return { ...self, kind: 'person', person: ref, counterparty: '', responsible: '' }
    const company = this.#companies.get(row)
    const counterparty = company === undefined ? '' : this.#texts.at(company)
    return { ...self, kind: 'potential', counterparty, responsible: this.#texts.at(this.#responsible.at(row)) }
  }

  owner(row: number): Owner {
    const { firms, persons, potentials } = this.#sets
    const what = this.#firms.at(row)
    return { set: what === IS_FIRM ? firms : what === IS_POTENTIAL ? potentials : persons, ref: this.#ref(row) }
  }

  #firm(row: number) {
    return {
      base: this.#base,
      ref: this.#ref(row),
      counterparty: this.#texts.at(this.#names.at(row)),
      responsible: this.#texts.at(this.#responsible.at(row)),
    }
  }

  #ref(row: number): string {
    return this.#texts.at(this.#refs.at(row))
  }

  #add(ref: string, name: string, firm: number, responsible: string): number {
    this.#refs.push(this.#texts.add(ref))
    this.#names.push(this.#texts.add(name))
    this.#firms.push(firm)
    const known = this.#users.get(responsible) ?? this.#texts.add(responsible)
    this.#users.set(responsible, known)
    this.#responsible.push(known)
    return this.#refs.length - 1
  }
}
