import type { Customer } from '../../../protocol/customer.ts'
import { personOf } from './cards.ts'
import { isGuid, literal, NO_REF } from './literals.ts'
import { firstRows, hasProperty, type Live, type Row, rowsByKeys, textOf } from './live.ts'
import { bare } from './presets/preset.ts'

/** More are not looked through by somebody on the phone. */
const MOST = 30
const MAX_TEXT = 100
const MAX_WORDS = 5
/** Fewer digits are no number. */
const SHORTEST = 5
/** The last digits by which a number is looked for, however it is written before them. */
const TAIL = 7

type Found = { customer: Customer; keys: readonly string[] }

/**
 * A second try, live: by a number or by a name. What comes from a caller or an operator reaches 1C only as a literal.
 * @throws ODataError when 1C does not answer
 */
export async function searchCustomers(live: Live, text: string): Promise<Found[]> {
  const wanted = text.replace(/\p{C}/gu, ' ').trim().slice(0, MAX_TEXT)
  const digits = wanted.replace(/[^0-9]/g, '')
  if (digits.length >= SHORTEST && !/\p{L}/u.test(wanted)) return byNumber(live, wanted)
  const words = wanted.split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
  return words.length === 0 ? [] : byName(live, words)
}

async function byNumber(live: Live, text: string): Promise<Found[]> {
  const { index } = live.loaded
  const [key = text.replace(/[^0-9]/g, '').slice(-index.lastDigits)] = index.keysOf([text])
  const { counterparties, persons, potentials, ...preset } = live.preset
  const [firms, people, callers] = await Promise.all([
    ownersOf(live, preset.counterpartyContacts, key),
    ownersOf(live, preset.personContacts, key),
    ownersOf(live, preset.potentialContacts, key),
  ])
  const found = await customersOf(live, {
    firms: await cards(live, counterparties, firms),
    people: await cards(live, persons, people),
    callers: await cards(live, potentials, callers),
  })
  // As with `identify`: a firm is not named beside its own person.
  const told = new Set(found.filter(({ person }) => person !== undefined).map(({ ref }) => ref))
  return found
    .filter(({ ref, person }) => person !== undefined || !told.has(ref))
    .map((customer) => ({ customer, keys: [key] }))
}

/** Whose contact information in this set holds the number. */
async function ownersOf(live: Live, set: string, key: string): Promise<string[]> {
  const { contact, types } = live.preset
  const tail = key.slice(-TAIL)
  const written = [key.slice(-4), `${key.slice(-4, -2)}-${key.slice(-2)}`]
  const anyOf = [
    ...(hasProperty(live, set, contact.digits) ? [`substringof(${literal(tail)}, ${bare(contact.digits)})`] : []),
    // «…-78-76» and «…7876»: who has it is seen by reading.
    ...written.map((end) => `substringof(${literal(end)}, ${contact.presentation})`),
  ]
  const rows = await firstRows(live, set, [contact.owner, contact.presentation, contact.digits], {
    filter: `${contact.type} eq ${literal(types.phone)} and (${anyOf.join(' or ')})`,
    top: MOST * 10,
  })
  const having = rows.filter((row) => {
    const texts = [textOf(row, contact.presentation), textOf(row, contact.digits)].filter(Boolean)
    return [...live.loaded.index.keysOf(texts)].some((each) => each === key || each.endsWith(key))
  })
  return [...new Set(having.map((row) => textOf(row, contact.owner)))].filter(isGuid).slice(0, MOST)
}

async function byName(live: Live, words: readonly string[]): Promise<Found[]> {
  const { counterparties, persons, potentials } = live.preset
  const all = (property: string) =>
    words.map((word) => `substringof(${literal(word)}, ${bare(property)})`).join(' and ')
  const { set, name, person, company } = potentials
  const anyOf = [name, person, company].filter((property) => hasProperty(live, set, property))
  const where = async (names: Names, filter: string) =>
    filter === ''
      ? []
      : firstRows(live, names.set, Object.values(names), {
          filter: `(${filter}) and ${names.deleted} eq false`,
          order: names.name,
          top: MOST,
        })
  const [firms, people, callers] = await Promise.all([
    where(counterparties, all(counterparties.name)),
    where(persons, all(persons.name)),
    where(potentials, anyOf.map((property) => `(${all(property)})`).join(' or ')),
  ])
  const found = await customersOf(live, { firms, people, callers })
  return found.map((customer) => ({ customer, keys: [] }))
}

type Names = { set: string; name: string; deleted: string }

/** Those with these keys that are not marked for deletion, by their names. */
async function cards(live: Live, names: Names, refs: readonly string[]): Promise<Row[]> {
  const rows = await rowsByKeys(live, names.set, refs, Object.values(names))
  return rows
    .filter((row) => row[names.deleted] === false)
    .sort((a, b) => textOf(a, names.name).localeCompare(textOf(b, names.name), 'ru'))
}

async function customersOf(
  live: Live,
  { firms, people, callers }: { firms: Row[]; people: Row[]; callers: Row[] },
): Promise<Customer[]> {
  const { counterparties, persons } = live.preset
  const known = new Map(firms.map((row) => [textOf(row, counterparties.ref), row]))
  const missing = [...new Set(people.map((row) => textOf(row, persons.counterparty)))].filter(
    (ref) => isGuid(ref) && ref !== NO_REF && !known.has(ref),
  )
  for (const row of await cards(live, counterparties, missing)) known.set(textOf(row, counterparties.ref), row)
  return [
    ...firms.map((row) => firmOf(live, row)),
    ...people.map((row) => contactPersonOf(live, row, known.get(textOf(row, persons.counterparty)))),
    ...callers.map((row) => potentialOf(live, row)),
  ].slice(0, MOST)
}

function firmOf({ base, preset: { counterparties: names }, loaded }: Live, row: Row): Customer {
  return {
    base,
    ref: textOf(row, names.ref),
    contact: '',
    counterparty: textOf(row, names.name),
    responsible: loaded.users.get(textOf(row, names.responsible)) ?? '',
  }
}

function contactPersonOf(live: Live, row: Row, firm: Row | undefined): Customer {
  const { persons: names } = live.preset
  const [person, contact] = [textOf(row, names.ref), textOf(row, names.name)]
  if (firm !== undefined) return { ...firmOf(live, firm), person, contact }
  return { base: live.base, ref: person, kind: 'person', person, contact, counterparty: '', responsible: '' }
}

function potentialOf({ base, preset: { potentials: names }, loaded }: Live, row: Row): Customer {
  const { person, company } = personOf({
    name: textOf(row, names.name),
    person: textOf(row, names.person),
    company: textOf(row, names.company),
  })
  return {
    base,
    ref: textOf(row, names.ref),
    kind: 'potential',
    contact: person,
    counterparty: company,
    responsible: loaded.users.get(textOf(row, names.responsible)) ?? '',
  }
}
