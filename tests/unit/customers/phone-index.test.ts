import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Customer } from '../../../src/protocol/customer.ts'
import { CustomerRows } from '../../../src/server/customers/odata/customer-rows.ts'
import { PhoneIndex } from '../../../src/server/customers/odata/phone-index.ts'

const SETS = {
  firms: 'Catalog_Контрагенты',
  persons: 'Catalog_КонтактныеЛица',
  potentials: 'Catalog_CRM_ПотенциальныеКлиенты',
}

function empty(lastDigits = 10) {
  const customers = new CustomerRows('trade', SETS)
  return { customers, index: new PhoneIndex(lastDigits, customers) }
}

describe('who has a number', () => {
  test('is put together from what was read, as it was written', () => {
    const { customers, index } = empty()
    const firm = customers.addFirm('firm-1', 'ООО «Ромашка»', 'Иванова Анна')
    index.add('9035677876', customers.addPerson('person-1', 'Пётр 😀 Сидоров', firm))
    index.add('9035677877', customers.addPerson('person-2', 'Ничей', null))
    index.add('9035677878', firm)
    const romashka = { base: 'trade', ref: 'firm-1', counterparty: 'ООО «Ромашка»', responsible: 'Иванова Анна' }
    expect(index.find('+7 903 567-78-76')).toEqual([{ ...romashka, person: 'person-1', contact: 'Пётр 😀 Сидоров' }])
    expect(index.find('89035677877')).toEqual([
      {
        base: 'trade',
        ref: 'person-2',
        kind: 'person',
        person: 'person-2',
        contact: 'Ничей',
        counterparty: '',
        responsible: '',
      },
    ])
    expect(index.find('89035677878')).toEqual([{ ...romashka, contact: '' }])
    expect(index.ownersOf('9035677876')).toEqual([{ set: SETS.persons, ref: 'person-1' }])
    expect(index.ownersOf('9035677878')).toEqual([{ set: SETS.firms, ref: 'firm-1' }])
  })

  test('with fewer digits is another one than the same with zeros before it', () => {
    const { customers, index } = empty()
    index.add('5550125', customers.addFirm('1', 'Местный', ''))
    index.add('0005550125', customers.addFirm('2', 'С нулями', ''))
    expect(index.find('5550125').map(({ ref }) => ref)).toEqual(['1'])
    expect(index.find('0005550125').map(({ ref }) => ref)).toEqual(['2'])
    expect(index.find('')).toEqual([])
    expect(index.find('555')).toEqual([])
  })

  test('that thousands share: some are shown, all are known', () => {
    const { customers, index } = empty()
    for (let n = 0; n < 5000; n++) index.add('9990000000', customers.addFirm(String(n), `Фирма ${n}`, ''))
    expect(index.find('89990000000')).toHaveLength(50)
    expect(index.ownersOf('9990000000')).toHaveLength(5000)
    expect(index.size).toBe(1)
  })

  test('a firm is not named beside its own person, but beside another’s', () => {
    const { customers, index } = empty()
    const [ours, theirs] = [customers.addFirm('ours', 'Наша', ''), customers.addFirm('theirs', 'Их', '')]
    for (const firm of [ours, theirs]) index.add('9035677876', firm)
    index.add('9035677876', customers.addPerson('person', 'Лицо', ours))
    expect(index.find('9035677876').map(({ contact, counterparty }) => [contact, counterparty])).toEqual([
      ['', 'Их'],
      ['Лицо', 'Наша'],
    ])
  })
})

test('it finds what a plain list finds, with any number of customers, lengths of numbers and shared numbers', () => {
  const key = fc.stringMatching(/^[0-9]{1,10}$/)
  const person = fc.record({
    name: fc.string({ unit: 'binary', maxLength: 30 }),
    keys: fc.array(key, { maxLength: 4 }),
  })
  fc.assert(
    fc.property(fc.array(person, { maxLength: 300 }), key, (people, asked) => {
      const { customers, index } = empty()
      const plain = new Map<string, Customer[]>()
      people.forEach(({ name, keys }, n) => {
        const row = customers.addPerson(String(n), name, null)
        // What cannot be written in UTF-8 comes out of no JSON from 1C either.
        const contact = Buffer.from(name).toString()
        const ref = String(n)
        const customer: Customer = {
          base: 'trade',
          ref,
          kind: 'person',
          person: ref,
          contact,
          counterparty: '',
          responsible: '',
        }
        for (const each of new Set(keys)) {
          index.add(each, row)
          plain.set(each, [...(plain.get(each) ?? []), customer])
        }
      })
      for (const each of [...plain.keys(), asked])
        expect(index.find(each)).toEqual((plain.get(each) ?? []).slice(0, 50))
      expect(index.size).toBe(plain.size)
    }),
    { numRuns: 60 },
  )
})
