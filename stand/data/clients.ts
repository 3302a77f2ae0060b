import { FIXED_CLIENTS, type FixedClient } from './fixed-clients.ts'
import { CLIENT_KIND, PERSON_KIND } from './kinds.ts'
import { fullName, shortName } from './people.ts'
import { type PhoneFund, withExtension, written } from './phones.ts'
import type { Random } from './random.ts'
import { refOf } from './ref.ts'
import type { Client, ContactLine, ContactPerson, Employee } from './types.ts'
import { CITIES, COMMENTS, FIRM_FIRST, FIRM_SECOND, FIRM_WHOLE, POSITIONS, SEGMENTS, STREETS } from './words.ts'

export const CLIENT_COUNT = 2000
/** Every so many a client is marked for deletion; never a fixed one. */
const DELETED_EACH = 190
/** These have a number of the client before them: shared on purpose. */
const SHARING = new Set([501, 902, 1403])

type Tools = { random: Random; fund: PhoneFund }
type Made = { clients: Client[]; persons: ContactPerson[] }

const LONG = {
  ООО: 'Общество с ограниченной ответственностью',
  АО: 'Акционерное общество',
  ПАО: 'Публичное акционерное общество',
}

export function makeClients(employees: readonly Employee[], tools: Tools, count = CLIENT_COUNT): Made {
  const clients: Client[] = []
  const persons: ContactPerson[] = []
  const names = new Set(FIXED_CLIENTS.map((c) => c.name))
  for (let n = 0; n < count; n++) {
    const given = FIXED_CLIENTS[n] ?? invent(n, names, tools)
    const previous = clients[n - 1]?.contacts.find((c) => c.kind === CLIENT_KIND.phone.ref)
    if (SHARING.has(n) && previous) given.contacts.push({ ...previous, kind: CLIENT_KIND.work.ref, comment: '' })
    const ref = refOf('client', n)
    const own = given.persons.map((p) => ({
      ref: refOf('person', persons.length + given.persons.indexOf(p)),
      code: String(persons.length + given.persons.indexOf(p) + 1).padStart(9, '0'),
      name: p.name,
      position: p.position,
      owner: ref,
      contacts: p.contacts,
      deleted: false,
      version: 1,
    }))
    persons.push(...own)
    clients.push({
      ...requisites(n, tools.random),
      ...textsOf(given),
      ref,
      responsible: responsible(n, employees, tools.random),
      mainPerson: own[0]?.ref ?? '',
    })
  }
  return { clients, persons }
}

const textsOf = ({ name, fullName, inn, segments, contacts }: FixedClient) => ({
  name,
  fullName,
  inn,
  segments: [...segments],
  contacts: contacts.map((c) => ({ ...c })),
})

/** The first client is Иванова's (103); the rest are shared out, a few have nobody. */
function responsible(n: number, employees: readonly Employee[], random: Random): string {
  if (n === 0) return employees[2]?.ref ?? ''
  return random.chance(0.04) ? '' : random.pick(employees).ref
}

function requisites(n: number, random: Random) {
  const day = (from: number, to: number) => {
    const at = new Date(
      Date.UTC(
        random.between(from, to),
        random.between(0, 11),
        random.between(1, 28),
        random.between(8, 19),
        random.between(0, 59),
        random.between(0, 59),
      ),
    )
    return at.toISOString().slice(0, 19)
  }
  return {
    code: `00-${String(n + 1).padStart(8, '0')}`,
    kpp: n === 0 ? '770301001' : `77${random.digits(2)}01001`,
    ogrn: n === 0 ? '1037700000000' : `1${random.digits(12)}`,
    account: n === 0 ? '40702810900000001234' : `407028109${random.digits(11)}`,
    bik: n === 0 ? '044525225' : `0445${random.digits(5)}`,
    registered: n === 0 ? '2019-03-15T10:25:00' : day(2009, 2022),
    changed: n === 0 ? '2024-03-15T00:00:00' : day(2023, 2024),
    contractSum: n === 0 ? 1250000 : random.between(10, 5000) * 1000,
    routing: '',
    deleted: n > 0 && n % DELETED_EACH === 0,
    version: 1,
  }
}

function invent(n: number, names: Set<string>, tools: Tools): FixedClient {
  const { random } = tools
  const { name, long } = freshName(names, random)
  const count = random.between(0, 2)
  const persons = Array.from({ length: count }, () => ({
    name: fullName(random),
    position: random.pick(POSITIONS),
    contacts: personContacts(tools),
  }))
  const inn = long.startsWith('Индивид') ? random.digits(12) : innOfFirm(n, random)
  return {
    name,
    fullName: long,
    inn,
    segments: random.chance(0.3) ? [random.pick(SEGMENTS)] : [],
    contacts: clientContacts(n, tools),
    persons,
  }
}

/** Every tenth has the shape of a mobile number. */
function innOfFirm(n: number, random: Random): string {
  return n % 10 === 0 ? `9${random.pick(['03', '16', '26', '05'])}${random.digits(7)}` : `77${random.digits(8)}`
}

function freshName(names: Set<string>, random: Random): { name: string; long: string } {
  for (;;) {
    const made = tryName(random)
    if (!names.has(made.name)) {
      names.add(made.name)
      return made
    }
  }
}

function tryName(random: Random): { name: string; long: string } {
  if (random.chance(0.25)) {
    const person = fullName(random)
    return { name: `ИП ${shortName(person)}`, long: `Индивидуальный предприниматель ${person}` }
  }
  const form = random.pick(['ООО', 'ООО', 'ООО', 'АО', 'ПАО'] as const)
  const word = random.chance(0.15)
    ? random.pick(FIRM_WHOLE)
    : random.pick(FIRM_FIRST) + random.pick(FIRM_SECOND).toLowerCase()
  return { name: `${form} «${word}»`, long: `${LONG[form]} «${word}»` }
}

function clientContacts(n: number, { random, fund }: Tools): ContactLine[] {
  const old = random.chance(0.3)
  const lines: ContactLine[] = []
  const add = (kind: { ref: string }, text: string) =>
    lines.push({ kind: kind.ref, text, comment: random.chance(0.1) ? random.pick(COMMENTS) : '', old })
  const first = written(random.chance(0.6) ? fund.mobile() : fund.city(), random)
  add(CLIENT_KIND.phone, random.chance(0.15) ? withExtension(first, random) : first)
  if (random.chance(0.3)) add(CLIENT_KIND.phone, written(fund.city(), random))
  const mobile = written(fund.mobile(), random)
  // Two numbers in one field, parted the way people part them.
  add(
    CLIENT_KIND.mobile,
    random.chance(0.2) ? mobile + random.pick([', ', '; ', ' / ']) + written(fund.mobile(), random) : mobile,
  )
  if (random.chance(0.5)) add(CLIENT_KIND.work, written(random.chance(0.3) ? fund.local() : fund.city(), random))
  if (random.chance(0.2)) add(CLIENT_KIND.fax, written(fund.city(), random))
  if (random.chance(0.8)) add(CLIENT_KIND.email, `client${n + 1}@example.com`)
  add(
    CLIENT_KIND.address,
    `${random.between(101000, 690000)}, ${random.pick(CITIES)}, ${random.pick(STREETS)}, дом ${random.between(1, 120)}`,
  )
  return lines
}

function personContacts({ random, fund }: Tools): ContactLine[] {
  const lines = [
    { kind: PERSON_KIND.mobile.ref, text: written(fund.mobile(), random), comment: '', old: random.chance(0.3) },
  ]
  if (random.chance(0.4))
    lines.push({
      kind: PERSON_KIND.work.ref,
      text: withExtension(written(fund.city(), random), random),
      comment: '',
      old: false,
    })
  return lines
}
