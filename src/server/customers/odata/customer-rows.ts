import type { Customer } from '../../../protocol/customer.ts'
import { Growing } from './growing.ts'
import { hashOf, RefTable } from './ref-table.ts'
import { TextStore } from './text-store.ts'

/** Whose contact information holds a number: the catalog's set, and the item's Ref_Key. */
export type Owner = { set: string; ref: string }

/** Where they come from. */
export type CustomerSets = { firms: string; persons: string; potentials: string }

export const CARD_KINDS = ['firm', 'person', 'potential'] as const
export type CardKind = (typeof CARD_KINDS)[number]

/** In a row's `#firm`: the row is a firm; a person of no firm; a potential client. Else the firm's row, from 3 on. */
const IS_FIRM = 0
const NO_FIRM = 1
const IS_POTENTIAL = 2
const FIRST = 3
/** The version of what was never read from its card: it is read with the next change. */
const NEVER_READ = 0

/**
 * All counterparties, contact persons and potential clients of a base, some tens of bytes each and no object among them: what a call shows
 * is put together when it comes. A row is a number from 0 on, in the order of adding. A card that is added anew gets a new
 * row, and what led to the old one leads there.
 */
export class CustomerRows {
  readonly #base: string
  readonly #sets: CustomerSets
  readonly #texts = new TextStore()
  readonly #refs = new Growing()
  readonly #names = new Growing()
  readonly #firms = new Growing()
  /** Of each row's DataVersion, a hash. */
  readonly #versions = new Growing()
  /** Of potential clients who belong to one: row → its name's place. */
  readonly #companies = new Map<number, number>()
  /** Of firms and potential clients; a person's is its firm's. */
  readonly #responsible = new Growing()
  /** The same few users are responsible for all. */
  readonly #users = new Map<string, number>()
  readonly #tables: Readonly<Record<CardKind, RefTable>>
  /** Rows that stand for nobody any more → the row in their place; null = there is none. */
  readonly #past = new Map<number, number | null>()
  #replaced = 0

  constructor(base: string, sets: CustomerSets) {
    this.#base = base
    this.#sets = sets
    const table = () => new RefTable((row) => this.#ref(row))
    this.#tables = { firm: table(), person: table(), potential: table() }
  }

  /** Of all rows, those in the past among them. */
  get length(): number {
    return this.#refs.length
  }

  /** Rows that take up room for nothing. */
  get replaced(): number {
    return this.#replaced
  }

  addFirm(ref: string, name: string, responsible: string, version = ''): number {
    return this.#add(ref, name, IS_FIRM, responsible, version)
  }

  /** `firm` = its row, also one that is gone: it may come back; or null. */
  addPerson(ref: string, name: string, firm: number | null, version = ''): number {
    return this.#add(ref, name, firm === null ? NO_FIRM : firm + FIRST, '', version)
  }

  /** `name` = of whoever called. */
  addPotential(ref: string, name: string, company: string, responsible: string, version = ''): number {
    const row = this.#add(ref, name, IS_POTENTIAL, responsible, version)
    if (company !== '') this.#companies.set(row, this.#texts.add(company))
    return row
  }

  /** The row of somebody who was found otherwise: that of their card, where it is known. */
  addCustomer({ ref, kind, person, contact, counterparty, responsible }: Customer): number {
    if (kind === 'potential')
      return this.rowOf('potential', ref) ?? this.addPotential(ref, contact, counterparty, responsible)
    if (kind === 'person') return this.rowOf('person', ref) ?? this.addPerson(ref, contact, null)
    const firm = this.rowOf('firm', ref) ?? this.addFirm(ref, counterparty, responsible)
    return person === undefined ? firm : (this.rowOf('person', person) ?? this.addPerson(person, contact, firm))
  }

  /** The card is gone, or marked for deletion. With its version, so that it is not read again until it changes. */
  drop(kind: CardKind, ref: string, version = ''): void {
    const code = kind === 'firm' ? IS_FIRM : kind === 'person' ? NO_FIRM : IS_POTENTIAL
    this.#past.set(this.#add(ref, '', code, '', version), null)
  }

  /** Null where there is no such card, or no more. */
  rowOf(kind: CardKind, ref: string): number | null {
    const row = this.#tables[kind].find(ref)
    return row === null || this.#past.has(row) ? null : row
  }

  /** The last row of a card, be it gone or not. */
  placeOf(kind: CardKind, ref: string): number | null {
    return this.#tables[kind].find(ref)
  }

  /** Whether the card, be it gone or not, was read last in this version. */
  isUnchanged(kind: CardKind, ref: string, version: string): boolean {
    const row = version === '' ? null : this.#tables[kind].find(ref)
    return row !== null && this.#versions.at(row) === versionCode(version)
  }

  /** References of the cards that are there, but for the rows that were seen. */
  unseen(kind: CardKind, seen: Uint8Array): string[] {
    const refs: string[] = []
    for (let row = 0; row < seen.length; row++)
      if (seen[row] !== 1 && !this.#past.has(row) && this.#kind(row) === kind) refs.push(this.#ref(row))
    return refs
  }

  isPresent(row: number): boolean {
    return !this.#past.has(row)
  }

  /** The row of a person's firm; null for a firm, and for a person of none. */
  firmOf(row: number): number | null {
    const firm = this.#firms.at(row)
    return firm < FIRST ? null : this.#now(firm - FIRST)
  }

  customer(row: number): Customer {
    const name = this.#texts.at(this.#names.at(row))
    const what = this.#firms.at(row)
    if (what === IS_FIRM) return { ...this.#firm(row), contact: '' }
    const ref = this.#ref(row)
    const firm = this.firmOf(row)
    if (firm !== null) return { ...this.#firm(firm), person: ref, contact: name }
    const self = { base: this.#base, ref, contact: name }
    if (what !== IS_POTENTIAL) return { ...self, kind: 'person', person: ref, counterparty: '', responsible: '' }
    const company = this.#companies.get(row)
    const counterparty = company === undefined ? '' : this.#texts.at(company)
    return { ...self, kind: 'potential', counterparty, responsible: this.#texts.at(this.#responsible.at(row)) }
  }

  owner(row: number): Owner {
    const { firms, persons, potentials } = this.#sets
    const sets = { firm: firms, person: persons, potential: potentials }
    return { set: sets[this.#kind(row)], ref: this.#ref(row) }
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

  #kind(row: number): CardKind {
    const what = this.#firms.at(row)
    return what === IS_FIRM ? 'firm' : what === IS_POTENTIAL ? 'potential' : 'person'
  }

  /** What stands in the place of a row by now. */
  #now(row: number): number | null {
    let now: number | null = row
    for (let next = this.#past.get(row); next !== undefined; next = now === null ? undefined : this.#past.get(now))
      now = next
    return now
  }

  #add(ref: string, name: string, firm: number, responsible: string, version: string): number {
    const row = this.#refs.length
    this.#refs.push(this.#texts.add(ref))
    this.#names.push(this.#texts.add(name))
    this.#firms.push(firm)
    this.#versions.push(versionCode(version))
    const known = this.#users.get(responsible) ?? this.#texts.add(responsible)
    this.#users.set(responsible, known)
    this.#responsible.push(known)
    const table = this.#tables[this.#kind(row)]
    const before = table.find(ref)
    table.put(ref, row)
    if (before !== null) {
      this.#past.set(before, row)
      this.#replaced++
    }
    return row
  }
}

/** A version is eight bytes in Base64; of two that a card had one after the other, the hashes differ but once in four thousand million. */
const versionCode = (version: string): number => (version === '' ? NEVER_READ : hashOf(version) || 1)
