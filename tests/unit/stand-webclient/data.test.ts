import { describe, expect, test } from 'vitest'
import { Base } from '../../../stand/data/base.ts'
import { internalNumber } from '../../../stand/data/employees.ts'
import { numbersIn } from '../../../stand/data/phones.ts'
import { linkRef, refFromLink } from '../../../stand/data/ref.ts'

const base = new Base()

describe('the stand’s data', () => {
  test('are alike in every run', () => {
    expect(new Base()).toEqual(base)
    expect(new Base({ seed: 7 }).clients).not.toEqual(base.clients)
  })

  test('hold 2,000 clients of different names and 60 employees, each object with its own reference', () => {
    expect([base.clients.length, base.employees.length]).toEqual([2000, 60])
    expect(new Set(base.clients.map((c) => c.name)).size).toBe(2000)
    const refs = [...base.clients, ...base.persons, ...base.employees, ...base.departments].map((x) => x.ref)
    expect(new Set(refs).size).toBe(refs.length)
  })

  test('give the fixed people what tests and demo rely on', () => {
    const romashka = base.clients[0]
    expect(romashka?.name).toBe('ООО «Ромашка»')
    expect(romashka?.contacts[0]?.text).toBe('+7 (903) 567-78-76')
    expect(base.personsOf(romashka?.ref ?? '').map((p) => p.name)).toEqual(['Петрова Мария Ивановна'])
    expect(base.employee(romashka?.responsible ?? '')?.internal).toBe('103')
    expect(['101', '103'].map((n) => base.employeeWithNumber(n).name)).toEqual([
      'Смирнова Ольга Петровна',
      'Иванова Анна Сергеевна',
    ])
    expect(base.clientsWithNumber('+7 903 567-78-76')).toEqual([romashka])
  })

  test('share a number between clients only where it is meant', () => {
    const owners = new Map<string, Set<string>>()
    for (const client of base.clients) {
      for (const number of client.contacts.flatMap((line) => numbersOf(line.text))) {
        owners.set(number, (owners.get(number) ?? new Set()).add(client.name))
      }
    }
    expect([...owners.values()].filter((names) => names.size > 1)).toHaveLength(4)
  })

  test('have employees without a number, with the number in a phone only, and two of one name', () => {
    expect(base.employees.filter((e) => internalNumber(e) === '')).toHaveLength(4)
    expect(base.employees.filter((e) => e.internal === '' && internalNumber(e) !== '')).toHaveLength(2)
    expect(new Set(base.employees.map((e) => e.name)).size).toBe(59)
    const numbers = base.employees.map(internalNumber).filter(Boolean)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('have ИНН that look like mobile numbers', () => {
    expect(base.clients.filter((c) => /^9\d{9}$/.test(c.inn)).length).toBeGreaterThan(100)
  })

  test('references are written in links as 1C writes them', () => {
    const guid = 'a14919f5-0dad-11e4-93f4-0050568b4127'
    expect(linkRef(guid)).toBe('93f40050568b412711e40dada14919f5')
    expect(refFromLink(linkRef(guid))).toBe(guid)
  })
})

/** Addresses hold digits too. */
const numbersOf = (text: string) => (/дом|@/.test(text) ? [] : numbersIn(text))
