import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MANAGED_SETTINGS, readManaged } from '../../../src/protocol/managed.ts'

const json = (file: string) => JSON.parse(readFileSync(`docs/policies/${file}`, 'utf8'))
const isWhole = (settings: Record<string, unknown>) => {
  expect(Object.keys(settings)).toEqual(MANAGED_SETTINGS)
  expect(readManaged(settings).faults).toEqual([])
}

test('the example for Chrome has every setting, each of use', () => {
  isWhole(json('chrome.json')['3rdparty'].extensions.EXTENSION_ID)
})

test('the example for Firefox has the same, for the extension that is packed', () => {
  isWhole(json('firefox-policies.json').policies['3rdparty'].Extensions['trubka@trubka.invalid'])
  expect(readFileSync('vite.config.ts', 'utf8')).toContain("id: 'trubka@trubka.invalid'")
})

test.each([
  ['chrome.reg', 'Google\\Chrome'],
  ['edge.reg', 'Microsoft\\Edge'],
  ['yandex.reg', 'YandexBrowser'],
])('the example for Windows, %s, has the same', (file, browser) => {
  const text = readFileSync(`docs/policies/${file}`, 'utf16le').replace('\uFEFF', '')
  expect(text).toContain(`\\SOFTWARE\\Policies\\${browser}\\3rdparty\\extensions\\EXTENSION_ID\\policy]`)
  const [, policy = ''] = text.split('\\policy]')
  const settings = [...policy.matchAll(/^"(\w+)"=(.*)\r$/gm)].map(([, name = '', value = '']) => [
    name,
    readValue(value),
  ])
  isWhole(Object.fromEntries(settings.map(([name, value]) => [name, typed(String(name), value)])))
})

/** Of a registry file: a number, or text with its quotes escaped. */
function readValue(written: string): string | number {
  const number = /^dword:([0-9a-f]{8})$/.exec(written)?.[1]
  if (number !== undefined) return Number.parseInt(number, 16)
  return written.slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\')
}

/** As browsers read it by the schema: a switch from a number, a list from text. */
function typed(name: string, value: string | number | undefined): unknown {
  const { type } = JSON.parse(readFileSync('managed-schema.json', 'utf8')).properties[name]
  if (type === 'boolean') return value === 1
  return type === 'array' ? JSON.parse(String(value)) : value
}
