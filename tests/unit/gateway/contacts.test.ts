import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Entry, OWN_BOOK } from '../../../src/protocol/address-book.ts'
import { type Border, openBorder } from '../../support/border.ts'
import { in1251 } from '../../support/windows-1251.ts'

const WHO = { by: 'administrator', from: '' }
let border: Border
beforeEach(async () => {
  border = await openBorder()
})
afterEach(() => border.close())

const filling = (entries: Entry[]) => ({ entries, stays: new Set<string>(), mode: 'replace' as const })
const entry = (id: string, name: string): Entry => ({
  id,
  name,
  company: 'ООО «Ромашка»',
  department: '',
  position: '',
  numbers: [{ number: '79035677876', kind: 'mobile' }],
  email: '',
  note: '',
})
const commandId = () => randomUUID()

describe('An operator’s own contacts', () => {
  test('are there in another browser of theirs at once, and in nobody else’s', async () => {
    const [office, home, other] = await Promise.all(['u101', 'u101', 'u103'].map((id) => border.operator(id)))
    if (!office || !home || !other) throw new Error('somebody is missing')
    await office.ask('contacts.keep', { commandId: commandId(), contact: entry('neighbour', 'Иванов Сосед') })
    await home.sees(({ books }) => books.own === 1)
    const wish = { typed: 'bdfyjd', book: null, limit: 10 }
    expect(await home.ask('contacts.search', wish)).toMatchObject({
      total: 1,
      contacts: [{ id: 'neighbour', book: OWN_BOOK }],
    })
    expect(await other.ask('contacts.search', wish)).toEqual({ total: 0, contacts: [] })
    await home.ask('contacts.remove', { commandId: commandId(), id: 'neighbour' })
    await office.sees(({ books }) => books.own === 0)
    expect(other.state.books.own).toBe(0)
  })

  test('come from a file, whose wrong lines are named and hold up none of the others', async () => {
    const anna = await border.operator()
    const file = in1251('ФИО;Телефон\r\nИванов Пётр;8 903 567-78-76\r\nПетров;нет\r\n').toString('base64')
    const answer = await anna.ask('contacts.import', { commandId: commandId(), file })
    expect(answer).toMatchObject({ kept: 1, same: 0, faultCount: 1 })
    expect(answer.faults).toEqual([{ line: 3, field: 'Телефон', fault: 'notPhone', text: 'нет' }])
    expect(await anna.ask('contacts.import', { commandId: commandId(), file })).toMatchObject({ kept: 0, same: 1 })
    const { text } = await anna.ask('contacts.export', { format: 'csv' })
    const again = Buffer.from(text).toString('base64')
    expect(await anna.ask('contacts.import', { commandId: commandId(), file: again })).toMatchObject({
      kept: 0,
      same: 1,
      faultCount: 0,
    })
  })

  test('need a name and numbers that can be dialled', async () => {
    const anna = await border.operator()
    const keep = (change: Partial<Entry>) =>
      anna.ask('contacts.keep', { commandId: commandId(), contact: { ...entry('neighbour', 'Сосед'), ...change } })
    await expect(keep({ name: '  ' })).rejects.toMatchObject({ code: 'invalidParams' })
    await expect(keep({ numbers: [{ number: '101,,#9', kind: 'work' }] })).rejects.toMatchObject({
      code: 'invalidParams',
    })
    expect(anna.state.books.own).toBe(0)
  })
})

describe('A shared book', () => {
  test('is told to everybody as soon as it is filled', async () => {
    const anna = await border.operator()
    await border.addressBooks.name('clients', 'Клиенты', WHO)
    await border.addressBooks.fill('clients', filling([entry('petrov-01', 'Петров')]), WHO)
    await anna.sees(({ books }) => books.shared[0]?.name === 'Клиенты' && books.shared[0].count === 1)
    expect(await anna.ask('contacts.list', { book: 'clients', from: 0, count: 50 })).toMatchObject({
      total: 1,
      contacts: [{ name: 'Петров', book: 'clients' }],
    })
  })
})

describe('Favourites', () => {
  test('follow the operator to another machine, in their order', async () => {
    const office = await border.operator()
    const home = await border.operator()
    await border.addressBooks.name('clients', 'Клиенты', WHO)
    await border.addressBooks.fill('clients', filling([entry('petrov-01', 'Петров')]), WHO)
    const place = (key: string, before: string | null) =>
      office.ask('favourites.place', { commandId: commandId(), key, before })
    await place('colleague:u103', null)
    await place('contact:petrov-01', 'colleague:u103')
    await home.sees(({ favourites }) => favourites[0]?.contact?.name === 'Петров' && favourites.length === 2)
    // What it says now is shown there, too.
    await border.addressBooks.fill('clients', filling([entry('petrov-01', 'Петрова')]), WHO)
    await home.sees(({ favourites }) => favourites[0]?.contact?.name === 'Петрова')
    await border.addressBooks.remove('clients', WHO)
    await home.sees(({ favourites }) => favourites.map(({ key }) => key).join() === 'colleague:u103')
  })

  test('are people who are there', async () => {
    const anna = await border.operator()
    for (const key of ['colleague:nobody', 'contact:nobody-at-all'])
      await expect(anna.ask('favourites.place', { commandId: commandId(), key, before: null })).rejects.toMatchObject({
        code: 'invalidParams',
      })
  })
})
