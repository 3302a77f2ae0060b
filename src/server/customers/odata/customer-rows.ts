import type { Customer } from '../../../protocol/customer.ts'
import { Growing } from './growing.ts'
import { TextStore } from './text-store.ts'

/** Whose contact information holds a number: the catalog's set, and the item's Ref_Key. */
export type Owner = { set: string; ref: string }

/** In a row's `#firm`: the row is a firm; a person of no firm. Else the firm's row, from 2 on. */
const IS_FIRM = 0
const NO_FIRM = 1
const FIRST = 2

/**
 * All counterparties and contact persons of a base, some tens of bytes each and no object among them: what a call shows
 * is put together when it comes. A row is a number from 0 on, in the order of adding.
 */
export class CustomerRows {
  readonly #base: string
  readonly #sets: { firms: string; persons: string }
  readonly #texts = new TextStore()
  readonly #refs = new Growing()
  readonly #names = new Growing()
  readonly #firms = new Growing()
  /** Of firms only; a person's is its firm's. */
  readonly #responsible = new Growing()
  /** The same few users are responsible for all. */
  readonly #users = new Map<string, number>()

  /** `sets` = where firms and persons come from. */
  constructor(base: string, sets: { firms: string; persons: string }) {
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

  /** The row of a person's firm; null for a firm, and for a person of none. */
  firmOf(row: number): number | null {
    const firm = this.#firms.at(row)
    return firm < FIRST ? null : firm - FIRST
  }

  customer(row: number): Customer {
    const name = this.#texts.at(this.#names.at(row))
    if (this.#firms.at(row) === IS_FIRM) return { ...this.#firm(row), contact: '' }
    const firm = this.firmOf(row)
    return firm === null
      ? { base: this.#base, ref: this.#ref(row), contact: name, counterparty: '', responsible: '' }
      : { ...this.#firm(firm), contact: name }
  }

  owner(row: number): Owner {
    const { firms, persons } = this.#sets
    return { set: this.#firms.at(row) === IS_FIRM ? firms : persons, ref: this.#ref(row) }
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
