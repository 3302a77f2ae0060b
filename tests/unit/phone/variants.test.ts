import { readFileSync } from 'node:fs'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { meaningOfCaption } from '../../../src/content/onec/meaning.ts'
import { type Found, findNumbers } from '../../../src/phone/find.ts'

type Case = {
  id: number
  expect: 'phone' | 'none'
  kind: string
  text: string
  phones: string[]
  field: string
  ext?: string
  needsContext?: boolean
}
const { cases } = JSON.parse(readFileSync('tests/fixtures/phones-variants.json', 'utf8')) as { cases: Case[] }
const isPhoneField = (each: Case) => meaningOfCaption(each.field) === 'phone'
const kinds = [...new Set(cases.map(({ kind }) => kind))]

const wanted = (each: Case) => ({ digits: each.phones.map((phone) => phone.replace('+', '')), ext: each.ext })
const got = (found: Found[]) => ({ digits: found.map((number) => number.digits), ext: found[0]?.ext })

test('the list holds what it held', () => {
  expect(cases.length).toBeGreaterThanOrEqual(925)
  expect(cases.filter((each) => each.expect === 'none').length).toBeGreaterThan(400)
})

describe.each(kinds)('%s', (kind) => {
  const ofKind = cases.filter((each) => each.kind === kind)

  test('by its form alone', () => {
    const alone = ofKind.filter((each) => !each.needsContext && (each.expect === 'phone' || !isPhoneField(each)))
    expect(alone.map((each) => [each.text, got(findNumbers(each.text, 'anywhere'))])).toEqual(
      alone.map((each) => [each.text, wanted(each)]),
    )
  })

  test('in a field that says phone', () => {
    const inField = ofKind.filter((each) => each.expect === 'phone' || isPhoneField(each))
    expect(inField.map((each) => [each.text, got(findNumbers(each.text))])).toEqual(
      inField.map((each) => [each.text, wanted(each)]),
    )
  })
})

test('what is no phone stands in fields that do not say so, but for one kind', () => {
  const odd = cases.filter((each) => each.expect === 'none' && isPhoneField(each) && each.kind !== 'in-phone-field')
  expect(odd).toEqual([])
})

test('a second opinion: whatever is found in full is a number that some country could have', () => {
  const full = cases.flatMap(({ text }) => findNumbers(text).filter(({ kind }) => kind === 'full'))
  expect(full.length).toBeGreaterThan(500)
  const impossible = full.filter(({ digits }) => parsePhoneNumberFromString(`+${digits}`)?.isPossible() !== true)
  expect(impossible.map(({ raw }) => raw)).toEqual([])
})
