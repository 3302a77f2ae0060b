import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RequestToRegister } from '../../../src/server/customers/customers.ts'
import { recordKey } from '../../../stand/data/base.ts'
import type { PhoneRecord } from '../../../stand/data/types.ts'
import { type Crm, openCrm, request } from './crm.ts'
import { gateBeforeOneC } from './gate-before-one-c.ts'

/** Each question goes through all clients. */
const SLOW = { timeout: 60_000 }
let crm: Crm
let manager: string
let operator: string
let service: string

const base = () => crm.oneC.stand.base
const register = (wish: RequestToRegister) => crm.customers.register('crm', wish)
const interest = (ref: string) => base().crm.interests.filter((each) => each.ref === ref)
const interaction = (ref: string) => base().crm.interactions.filter((each) => each.ref === ref)
const potential = (ref: string) => base().crm.potentials.filter((each) => each.ref === ref)
const recordsOf = (number: string) => [...base().phoneRegister.values()].filter((each) => each.number === number)

beforeAll(async () => {
  crm = await openCrm()
  manager = base().employeeWithNumber('103').ref
  operator = base().employeeWithNumber('101').ref
  service = crm.customers.services('crm').types[0]?.ref ?? ''
}, 60_000)
beforeEach(() => {
  base().phoneRegister.clear()
  crm.oneC.stand.odata.set({ state: 'up', delayMs: 0, failNext: 0, cutNext: 0, password: 'trubka' })
})
afterAll(() => crm.close())

describe('an accepted intake of a stranger', SLOW, () => {
  test('makes a potential client with phone and e-mail, an Interest, an interaction, and the number’s record', async () => {
    const wish = request({ manager, service }, { by: operator, number: '+79125557702' })
    await register(wish)
    const { client, interest: made } = wish.refs
    expect(potential(client)).toMatchObject([
      { name: 'ООО «Имение»', person: 'Ольга Ларина', company: 'ООО «Имение»', responsible: manager },
    ])
    expect(potential(client)[0]?.contacts.map(({ text }) => text)).toEqual(['+7 (912) 555-77-01', 'larina@example.com'])
    expect(interest(made)).toMatchObject([
      {
        topic: 'Касса для магазина',
        whatToDo: 'Перезвонить до вечера',
        description: 'Два магазина в Туле',
        service,
        responsible: manager,
        author: operator,
        potential: client,
        client: '',
        closed: false,
        email: 'larina@example.com',
        date: '2026-11-27T10:42:05',
      },
    ])
    expect(interaction(wish.refs.interaction)).toMatchObject([
      { interest: made, potential: client, responsible: manager, author: operator, incoming: true },
    ])
    expect(recordsOf('9125557702')).toMatchObject([
      { contact: client, contactType: 'StandardODATA.Catalog_CRM_ПотенциальныеКлиенты', user: '' },
    ])
  })

  test('makes them known to the next call at once', async () => {
    const wish = request({ manager }, { number: '+79125557703' })
    await register(wish)
    expect(crm.caller('89125557703')).toEqual({
      base: 'crm',
      ref: wish.refs.client,
      kind: 'potential',
      contact: 'Ольга Ларина',
      counterparty: 'ООО «Имение»',
      responsible: base().employee(manager)?.name,
    })
  })

  test('keeps every word, also where 1C cuts it in silence', async () => {
    const long = (word: string) => `${word} `.repeat(30).trim().slice(0, 149)
    const wish = request({ company: long('Имение'), topic: long('Касса') }, { number: '+79125557704' })
    await register(wish)
    expect(potential(wish.refs.client)[0]?.company).toHaveLength(100)
    expect(interest(wish.refs.interest)[0]?.topic).toHaveLength(100)
    expect(interest(wish.refs.interest)[0]?.description).toContain(`Компания: ${long('Имение')}`)
    expect(interaction(wish.refs.interaction)[0]?.topic).toBe(long('Касса'))
  })

  test('asked twice is done once', async () => {
    const wish = request({}, { number: '+79125557705' })
    await register(wish)
    await register(wish)
    const { client, interest: made, interaction: talk } = wish.refs
    expect(
      [potential(client), interest(made), interaction(talk), recordsOf('9125557705')].map((x) => x.length),
    ).toEqual([1, 1, 1, 1])
  })
})

describe('an accepted intake of a client', SLOW, () => {
  test('with a new Interest makes that and an interaction for the client and the contact person', async () => {
    const client = crm.caller('79265550129')
    const wish = request({ client, name: 'Петрова Мария Ивановна', company: '' }, { number: '+79265550129' })
    await register(wish)
    const romashka = base().clientNamed('ООО «Ромашка»').ref
    const person = base().personsOf(romashka)[0]?.ref
    expect(interest(wish.refs.interest)).toMatchObject([{ client: romashka, person, potential: '' }])
    expect(interaction(wish.refs.interaction)).toMatchObject([
      { client: romashka, person, interest: wish.refs.interest },
    ])
    expect(potential(wish.refs.client)).toEqual([])
    expect(base().person(wish.refs.contact)).toBeUndefined()
    expect(recordsOf('9265550129')).toMatchObject([{ contact: person }])
  })

  test('with one of the active Interests adds an interaction to it, and no other Interest', async () => {
    const client = crm.caller('79035677876')
    const [active] = (await crm.customers.details('crm', client)).interests
    const wish = request({ client, name: '', interest: active?.ref ?? '', manager }, { number: '+79035677876' })
    const before = base().crm.interests.length
    await register(wish)
    expect(base().crm.interests).toHaveLength(before)
    expect(interaction(wish.refs.interaction)).toMatchObject([
      { interest: active?.ref, client: client.ref, responsible: manager },
    ])
    // The number has a field of its own.
    expect(interaction(wish.refs.interaction)[0]?.content).not.toContain('Телефон:')
    expect(interaction(wish.refs.interaction)[0]?.phone).toBe('+7 (912) 555-77-01')
  })

  test('from a number and by a name that 1C does not know makes a contact person of that client', async () => {
    const client = crm.caller('79035677877')
    const wish = request(
      { client, name: 'Новый Снабженец', company: '', phone: '8 912 555-77-06' },
      { number: '+79125557706' },
    )
    await register(wish)
    expect(base().person(wish.refs.contact)).toMatchObject({ name: 'Новый Снабженец', owner: client.ref })
    expect(
      base()
        .person(wish.refs.contact)
        ?.contacts.map(({ text }) => text),
    ).toEqual(['8 912 555-77-06', 'larina@example.com'])
    expect(crm.caller('89125557706')).toMatchObject({ ref: client.ref, person: wish.refs.contact })
  })

  test('takes over a rule that the number already has', async () => {
    const record: PhoneRecord = {
      number: '9125557707',
      contact: '',
      contactType: 'StandardODATA.Undefined',
      user: manager,
      internal: '103',
      comment: '',
    }
    base().phoneRegister.set(recordKey(record), record)
    const wish = request({}, { number: '+79125557707' })
    await register(wish)
    expect(recordsOf('9125557707')).toContainEqual(
      expect.objectContaining({ contact: wish.refs.client, user: manager, internal: '103' }),
    )
  })
})

describe('a base that keeps the times of another zone', SLOW, () => {
  test('has Interest and interaction at its own time, and they are read at the right moment', async () => {
    const far = await openCrm({ timeZone: 'Asia/Kamchatka' })
    try {
      const { crm: data } = far.oneC.stand.base
      const client = far.caller('79265550129')
      const at = Date.UTC(2026, 10, 27, 20, 42, 5)
      const wish = request({ client }, { at })
      await far.customers.register('crm', wish)
      const made = data.interests.find(({ ref }) => ref === wish.refs.interest)
      const talk = data.interactions.find(({ ref }) => ref === wish.refs.interaction)
      expect([made?.date, talk?.date]).toEqual(['2026-11-28T08:42:05', '2026-11-28T08:42:05'])
      const { interests, interactions } = await far.customers.details('crm', client)
      expect(interests.find(({ ref }) => ref === wish.refs.interest)?.createdAt).toBe(at)
      expect(interactions.map((each) => each.at)).toContain(at)
    } finally {
      await far.close()
    }
  })
})

describe('while 1C fails', SLOW, () => {
  test('nothing is made twice and nothing is left out, whichever answer is lost', async () => {
    const wish = request({ manager }, { number: '+79125557709' })
    const writes = () => crm.oneC.stand.odata.requests().filter(({ method }) => method === 'POST').length
    const before = writes()
    for (let n = 1; n < 30; n++) {
      crm.oneC.stand.odata.cutAfter(n)
      await register(wish).catch(() => undefined)
    }
    crm.oneC.stand.odata.cutAfter(null)
    await register(wish)
    expect(interest(wish.refs.interest)).toHaveLength(1)
    expect(interaction(wish.refs.interaction)).toHaveLength(1)
    expect(potential(wish.refs.client)).toHaveLength(1)
    expect(writes() - before).toBe(4)
  })

  test.for([
    ['is down', { state: 'down' }],
    ['does not know the password', { password: 'другой' }],
    ['fails', { failNext: 1 }],
  ] as const)('1C that %s is asked again later', async ([, switches]) => {
    crm.oneC.stand.odata.set(switches)
    await expect(register(request({}, { number: '+79125557710' }))).rejects.not.toMatchObject({ name: 'Refused' })
  })

  test('what a gate before 1C answers is not taken for what was made, nor for keys of 1C’s own', async () => {
    const gates: Awaited<ReturnType<typeof gateBeforeOneC>>[] = []
    const behind = await openCrm({ phoneRegister: false }, async (url) => {
      const gate = await gateBeforeOneC(url)
      gates.push(gate)
      return gate
    })
    try {
      const client = behind.caller('79035677876')
      const [open] = (await behind.customers.details('crm', client)).interests
      const wish = request({ client, interest: open?.ref ?? null, name: '' }, { number: '+79035677876' })
      const ask = () => behind.customers.register('crm', wish)
      for (const gate of gates) {
        for (const to of ['GET', 'POST']) {
          gate.says = { to, text: '{"status":"maintenance"}' }
          await expect(ask()).rejects.not.toMatchObject({ name: 'Refused' })
        }
        gate.says = null
      }
      await ask()
      const { interactions } = behind.oneC.stand.base.crm
      expect(interactions.filter(({ ref }) => ref === wish.refs.interaction)).toHaveLength(1)
    } finally {
      await behind.close()
    }
  })

  test('1C that is too slow for somebody on the phone is written to all the same', async () => {
    const slow = await openCrm({ liveMs: 50 })
    try {
      const { odata, base: there } = slow.oneC.stand
      odata.set({ delayMs: 250 })
      const wish = request({}, { number: '+79125557712' })
      const ask = () => slow.customers.search('crm', 'Ромашка')
      for (let time = 0; time < 4; time++) await expect(ask()).rejects.toThrow()
      await slow.customers.register('crm', wish)
      expect(there.crm.interests.filter(({ ref }) => ref === wish.refs.interest)).toHaveLength(1)
    } finally {
      await slow.close()
    }
  })

  test('where 1C does not keep the key it was given, nothing more is made: it would be there twice', async () => {
    const own = await openCrm()
    try {
      const { odata, base } = own.oneC.stand
      odata.set({ keys: 'own' })
      const asked = request({}, { number: '+79125557711' })
      const before = base.crm.potentials.length
      for (let time = 0; time < 2; time++)
        await expect(own.customers.register('crm', asked)).rejects.toMatchObject({
          name: 'Refused',
          message: expect.stringMatching(/keys? of its own/),
        })
      expect(base.crm.potentials.length).toBe(before + 1)
    } finally {
      await own.close()
    }
  })

  test('what 1C will not have is said with its reason', async () => {
    await expect(register(request({ manager: randomUUID() }))).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('Ответственный'),
    })
    await expect(register(request({ interest: "x' or true" }))).rejects.toMatchObject({ name: 'Refused' })
  })
})
