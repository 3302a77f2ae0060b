import { expect, test } from 'vitest'
import { baseOfPage } from '../../../src/server/gateway/base-of-page.ts'

const BASES = [
  { id: 'crm', urls: ['https://1c.example.ru/crm', 'http://10.0.0.5:8080/crm'] },
  { id: 'crm-test', urls: ['https://1c.example.ru/crm/test'] },
  { id: 'торговля', urls: ['https://1c.example.ru/%D1%82%D0%BE%D1%80%D0%B3'] },
  { id: 'whole-host', urls: ['https://only.example.ru'] },
]

test.each([
  ['https://1c.example.ru/crm', 'crm'],
  ['https://1c.example.ru/crm/', 'crm'],
  ['https://1c.example.ru/crm/ru/#e1cib/data/Справочник.Партнеры', 'crm'],
  ['https://1c.example.ru/crm?O=1', 'crm'],
  ['https://1C.EXAMPLE.RU/crm/ru/', 'crm'],
  ['http://10.0.0.5:8080/crm/ru/', 'crm'],
  ['https://1c.example.ru/crm/test/ru/', 'crm-test'],
  ['https://1c.example.ru/crm/testing/', 'crm'],
  ['https://1c.example.ru/торг/ru/', 'торговля'],
  ['https://only.example.ru/whatever', 'whole-host'],
])('%s is a page of %s', (page, base) => {
  expect(baseOfPage(page, BASES)).toBe(base)
})

test.each([
  'https://1c.example.ru/crm2/',
  'https://1c.example.ru/',
  'https://1c.example.ru/x/../../crmx',
  'https://1c.example.ru.evil.org/crm/',
  'https://evil.org/?https://1c.example.ru/crm/',
  'https://1c.example.ru@evil.org/crm/',
  'http://10.0.0.5/crm/',
  'https://1c.example.ru:444/crm/',
  'file:///1c.example.ru/crm/',
  'javascript:alert(1)',
  'crm',
  '',
])('%s is a page of no base', (page) => {
  expect(baseOfPage(page, BASES)).toBeNull()
})
