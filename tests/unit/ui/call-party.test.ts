import { describe, expect, test } from 'vitest'
import { partyText } from '../../../src/ui/call-party.ts'
import { party } from './call.ts'

const customer = {
  base: 'ut',
  ref: 'r',
  contact: 'Смирнова Елена',
  counterparty: 'ООО «Ромашка»',
  responsible: 'Петров Семён',
}

describe('who is calling (SPEC A1)', () => {
  test('a known client: contact, number, counterparty, responsible', () => {
    expect(partyText(party({ identity: 'known', customers: [customer] }), 'ru')).toEqual({
      title: 'Смирнова Елена',
      number: '+7 903 567-78-76',
      lines: ['ООО «Ромашка»', 'Ответственный: Петров Семён'],
    })
  })

  test('a counterparty without a contact stands first, once', () => {
    const { title, lines } = partyText(party({ customers: [{ ...customer, contact: '', responsible: '' }] }), 'ru')
    expect([title, ...lines]).toEqual(['ООО «Ромашка»'])
  })

  test('a number that several clients share names the others', () => {
    const others = ['Орлов', 'Зуев', 'Ким'].map((contact) => ({ ...customer, contact }))
    expect(partyText(party({ customers: [customer, ...others] }), 'ru').lines.at(-1)).toBe('Также: Орлов, Зуев и ещё 1')
  })

  test('an unknown number says so and is shown', () => {
    expect(partyText(party(), 'ru')).toEqual({ title: 'Неизвестный номер', number: '+7 903 567-78-76', lines: [] })
  })

  test('a withheld number says so', () => {
    expect(partyText(party({ number: '' }), 'ru').title).toBe('Номер скрыт')
  })

  test('while 1C has not told its clients, nobody is called unknown', () => {
    const { title, lines } = partyText(party({ identity: 'unavailable' }), 'ru')
    expect(title).toBe('+7 903 567-78-76')
    expect(lines).toEqual(['Имя неизвестно: список клиентов 1С ещё не получен'])
  })

  test('a colleague: name, department, internal number', () => {
    const colleague = { id: 'u', name: 'Петров Семён', department: 'Сервис', number: '103' }
    expect(partyText(party({ number: '103', identity: 'colleague', colleague }), 'ru')).toEqual({
      title: 'Петров Семён',
      number: 'внутренний 103',
      lines: ['Сервис'],
    })
  })

  test('a line that sends the number as the name says it once', () => {
    expect(partyText(party({ name: '+7 (903) 567-78-76' }), 'ru').lines).toEqual([])
  })

  test('a name of 10,000 characters is cut', () => {
    expect(partyText(party({ name: 'я'.repeat(10_000) }), 'ru').lines[0]).toHaveLength(201)
  })
})
