import { expect, test } from 'vitest'
import { plain } from '../../../src/ui/text.ts'

test('control characters and marks that turn the writing round are taken out', () => {
  expect(plain('Ив\u202eанов\u0000\u0007 \u2066Анна\u200f')).toBe('Иванов Анна')
})

test('lines become one line', () => {
  expect(plain(' ООО\r\n«Ромашка»\t плюс ')).toBe('ООО «Ромашка» плюс')
})

test('10,000 characters are cut, and no letter is cut in half', () => {
  const shown = plain('😀'.repeat(10_000), 10)
  expect(shown).toBe(`${'😀'.repeat(10)}…`)
})

test('markup stays text', () => {
  expect(plain('<b onclick=alert(1)>Анна</b>')).toBe('<b onclick=alert(1)>Анна</b>')
})
