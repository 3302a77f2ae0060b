import { expect, test } from 'vitest'
import { pageAddress, serverAddress, shownSite } from '../../../src/protocol/address.ts'

test.each([
  ['wss://phone.company.ru', 'wss://phone.company.ru/'],
  ['https://phone.company.ru:8443/cti', 'wss://phone.company.ru:8443/cti'],
  ['http://10.0.0.5:8085', 'ws://10.0.0.5:8085/'],
  ['ws://10.0.0.5:8085', 'ws://10.0.0.5:8085/'],
  ['phone.company.ru', 'wss://phone.company.ru/'],
  ['phone.company.ru:8443', 'wss://phone.company.ru:8443/'],
  ['localhost:8085', 'ws://localhost:8085/'],
  [' 127.0.0.1:8085 ', 'ws://127.0.0.1:8085/'],
  ['', null],
  ['ftp://phone.company.ru', null],
  ['адрес сервера', null],
  ['wss://user:secret@phone.company.ru', null],
])('server address %j is %j', (typed, address) => {
  expect(serverAddress(typed)).toBe(address)
})

test.each([
  ['http://1c.local/base/ru_RU/', 'http://1c.local/base/ru_RU/'],
  ['1c.company.ru/base', 'https://1c.company.ru/base'],
  ['file:///etc/passwd', null],
  ['javascript:alert(1)', null],
  ['', null],
])('1C address %j is %j', (typed, address) => {
  expect(pageAddress(typed)).toBe(address)
})

test('a granted site is shown without the pattern’s star', () => {
  expect(shownSite('https://1c.company.ru/*')).toBe('https://1c.company.ru')
})
