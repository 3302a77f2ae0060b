import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Entry, MOST_FAVOURITES, MOST_OWN, OWN_BOOK } from '../../../src/protocol/address-book.ts'
import { AddressBooks } from '../../../src/server/address-books/address-books.ts'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { memoryLog } from '../../support/log.ts'

const { logger } = memoryLog()
const WHO = { by: 'administrator', from: '10.0.0.1' }
let folder: string
let ledger: Ledger
let books: AddressBooks

async function open(): Promise<void> {
  ledger = await openLocalLedger(join(folder, 'ledger'), { logger })
  books = new AddressBooks({ ledger, path: join(folder, 'address-books.json'), logger })
  await books.start()
}
async function close(): Promise<void> {
  await books.stop()
  await ledger.close()
}
async function restart({ snapshot = true } = {}): Promise<void> {
  await close()
  if (!snapshot) await rm(join(folder, 'address-books.json'))
  await open()
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trubka-books-'))
  await open()
})
afterEach(async () => {
  await close()
  await rm(folder, { recursive: true, force: true })
})

const entry = (id: string, name: string, number = '79035677876'): Entry => ({
  id,
  name,
  company: '',
  department: '',
  position: '',
  numbers: [{ number, kind: 'work' }],
  email: '',
  note: '',
})
const NONE = new Set<string>()
let command = 0
const wish = (operator = 'u101') => ({
  operator,
  commandId: `00000000-0000-4000-8000-${String(++command).padStart(12, '0')}`,
})
const names = (book: string, operator = 'u101') => books.list(operator, book, 0, 200).contacts.map(({ name }) => name)
const favourites = (operator = 'u101') => books.favouritesOf(operator).map(({ key }) => key)

describe('A shared book', () => {
  test('holds what the file says, and writes only what is not so already', async () => {
    await books.name('clients', 'Клиенты', WHO)
    const first = [entry('id-0000001', 'Иванов'), entry('id-0000002', 'Петров'), entry('id-0000003', 'Яковлев')]
    expect(await books.fill('clients', { entries: first, stays: NONE, mode: 'replace' }, WHO)).toEqual({
      written: 3,
      same: 0,
    })
    const { last } = ledger
    expect(await books.fill('clients', { entries: first, stays: NONE, mode: 'replace' }, WHO)).toEqual({
      written: 0,
      same: 3,
    })
    expect(ledger.last).toBe(last)
    const second = [entry('id-0000001', 'Иванова'), entry('id-0000003', 'Яковлев')]
    expect(await books.fill('clients', { entries: second, stays: NONE, mode: 'replace' }, WHO)).toEqual({
      written: 2,
      same: 1,
    })
    expect(names('clients')).toEqual(['Иванова', 'Яковлев'])
    expect(books.search('u101', 'петр', null, 10).total).toBe(0)
  })

  test('keeps the others where a file is added', async () => {
    await books.name('clients', 'Клиенты', WHO)
    await books.fill('clients', { entries: [entry('id-0000001', 'Иванов')], stays: NONE, mode: 'replace' }, WHO)
    await books.fill('clients', { entries: [entry('id-0000002', 'Петров')], stays: NONE, mode: 'add' }, WHO)
    expect(names('clients')).toEqual(['Иванов', 'Петров'])
  })

  test('is there after a restart, with its snapshot and without', async () => {
    await books.name('clients', 'Клиенты', WHO)
    await books.name('suppliers', 'Поставщики', WHO)
    const many = Array.from({ length: 350 }, (_, i) => entry(`id-${1000000 + i}`, `Иванов ${1000 + i}`))
    await books.fill('clients', { entries: many, stays: NONE, mode: 'replace' }, WHO)
    const before = books.booksOf('u101')
    expect(before.shared).toEqual([
      { id: 'clients', name: 'Клиенты', count: 350 },
      { id: 'suppliers', name: 'Поставщики', count: 0 },
    ])
    for (const snapshot of [true, false]) {
      await restart({ snapshot })
      expect(books.booksOf('u101')).toEqual(before)
      expect(books.search('u101', 'bdfyjd 1349', null, 10).contacts).toMatchObject([{ name: 'Иванов 1349' }])
    }
  })

  test('gets another name, and can be removed', async () => {
    await books.name('clients', 'Клиенты', WHO)
    await books.fill('clients', { entries: [entry('id-0000001', 'Иванов')], stays: NONE, mode: 'replace' }, WHO)
    await books.name('clients', 'Наши клиенты', WHO)
    expect(books.shared()).toEqual([{ id: 'clients', name: 'Наши клиенты', count: 1 }])
    await books.remove('clients', WHO)
    expect(books.shared()).toEqual([])
    expect(books.search('u101', 'иванов', null, 10).total).toBe(0)
    await expect(books.fill('clients', { entries: [], stays: NONE, mode: 'replace' }, WHO)).rejects.toMatchObject({
      code: 'invalidParams',
    })
  })
})

test('The likeliest of all books comes first, however many of another book fit a little', async () => {
  await books.name('alpha', 'А', WHO)
  await books.name('beta', 'Б', WHO)
  const many = Array.from({ length: 30 }, (_, i) => entry(`id-${1000000 + i}`, `Иванов ${i}`, `7495101${1000 + i}`))
  await books.fill('alpha', { entries: many, stays: NONE, mode: 'replace' }, WHO)
  await books.fill('beta', { entries: [entry('the-one-1', 'Яковлев', '101')], stays: NONE, mode: 'replace' }, WHO)
  const { contacts, total } = books.search('u101', '101', null, 8)
  expect(contacts[0]?.name).toBe('Яковлев')
  expect([contacts.length, total]).toEqual([8, 31])
})

describe('An own book', () => {
  test('is the operator’s alone, and found before shared ones', async () => {
    await books.name('clients', 'Клиенты', WHO)
    await books.fill('clients', { entries: [entry('id-0000001', 'Аванов Иван')], stays: NONE, mode: 'replace' }, WHO)
    await books.keep(wish(), entry('id-0000009', 'Иван Сосед'))
    expect(books.search('u101', 'иван', null, 10).contacts.map(({ name }) => name)).toEqual([
      'Иван Сосед',
      'Аванов Иван',
    ])
    expect(books.search('u103', 'иван', null, 10).contacts.map(({ name }) => name)).toEqual(['Аванов Иван'])
    expect(books.booksOf('u101').own).toBe(1)
    expect(books.booksOf('u103').own).toBe(0)
  })

  test('does a command once: one that is repeated late undoes nothing', async () => {
    const first = wish()
    await books.keep(first, entry('id-0000001', 'Иванов'))
    await books.keep(wish(), entry('id-0000001', 'Иванова'))
    await books.keep(first, entry('id-0000001', 'Иванов'))
    expect(names(OWN_BOOK)).toEqual(['Иванова'])
    await restart()
    await books.keep(first, entry('id-0000001', 'Иванов'))
    expect(names(OWN_BOOK)).toEqual(['Иванова'])
  })

  test('gives up an entry, and takes it back as it was, at its place among the favourites', async () => {
    const anna = entry('id-0000001', 'Анна')
    for (const each of [anna, entry('id-0000002', 'Олег')]) await books.keep(wish(), each)
    await books.place(wish(), 'contact:id-0000001', null)
    await books.place(wish(), 'contact:id-0000002', null)
    await books.forget(wish(), anna.id)
    expect(names(OWN_BOOK)).toEqual(['Олег'])
    expect(favourites()).toEqual(['contact:id-0000002'])
    await books.keep(wish(), anna)
    expect(favourites()).toEqual(['contact:id-0000001', 'contact:id-0000002'])
  })

  test('has an end', async () => {
    const many = Array.from({ length: MOST_OWN }, (_, i) => entry(`id-${1000000 + i}`, `Иванов ${i}`))
    await books.keepAll(wish(), many)
    await expect(books.keep(wish(), entry('one-more', 'Петров'))).rejects.toMatchObject({ code: 'tooMany' })
    await books.keep(wish(), entry('id-1000000', 'Петров'))
    expect(books.booksOf('u101').own).toBe(MOST_OWN)
  })
})

describe('Favourites', () => {
  test('have an end, which those do not come to who are in no book any more', async () => {
    await books.name('clients', 'Клиенты', WHO)
    const many = Array.from({ length: MOST_FAVOURITES }, (_, i) => entry(`id-${1000000 + i}`, `Иванов ${i}`))
    await books.fill('clients', { entries: many, stays: NONE, mode: 'replace' }, WHO)
    for (const { id } of many) await books.place(wish(), `contact:${id}`, null)
    await expect(books.place(wish(), 'colleague:u103', null)).rejects.toMatchObject({ code: 'tooMany' })
    await books.remove('clients', WHO)
    expect(favourites()).toEqual([])
    await books.place(wish(), 'colleague:u103', null)
    expect(favourites()).toEqual(['colleague:u103'])
  })

  test('stand in the order they were given, also after a restart', async () => {
    await books.place(wish(), 'colleague:u103', null)
    await books.place(wish(), 'colleague:u104', null)
    await books.place(wish(), 'colleague:u105', 'colleague:u103')
    expect(favourites()).toEqual(['colleague:u105', 'colleague:u103', 'colleague:u104'])
    await books.place(wish(), 'colleague:u105', null)
    await books.unplace(wish(), 'colleague:u103')
    expect(favourites()).toEqual(['colleague:u104', 'colleague:u105'])
    expect(favourites('u103')).toEqual([])
    await restart()
    expect(favourites()).toEqual(['colleague:u104', 'colleague:u105'])
  })

  test('two machines of one operator each add theirs: neither is lost', async () => {
    await Promise.all([
      books.place(wish(), 'colleague:u103', null),
      books.place(wish(), 'colleague:u104', 'colleague:u103'),
      books.place(wish(), 'colleague:u105', 'colleague:gone'),
    ])
    expect(favourites().toSorted()).toEqual(['colleague:u103', 'colleague:u104', 'colleague:u105'])
  })
})

describe('Who has to be told', () => {
  test('hears once of an import, and of what others do with their own nothing', async () => {
    const told: (string | null)[] = []
    books.on('books', (operator) => told.push(operator))
    await books.keep(wish('u103'), entry('id-0000001', 'Иванов'))
    await vi.waitFor(() => expect(told).toEqual(['u103']))
    await books.name('clients', 'Клиенты', WHO)
    await vi.waitFor(() => expect(told).toEqual(['u103', null]))
  })
})
