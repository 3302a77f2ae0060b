import { readFileSync } from 'node:fs'
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
const { cases } = JSON.parse(readFileSync('tests/fixtures/phones-labelled.json', 'utf8')) as { cases: Case[] }
const plain = cases.filter((each) => !each.needsContext)
const byCaption = cases.filter((each) => meaningOfCaption(each.field) === 'phone')

const wanted = (each: Case) => ({ digits: each.phones.map((phone) => phone.replace('+', '')), ext: each.ext })
const got = (found: Found[]) => ({ digits: found.map((number) => number.digits), ext: found[0]?.ext })

test('the list holds what it held', () => {
  expect(cases).toHaveLength(118)
  expect(byCaption.length).toBeGreaterThan(45)
})

describe('without a caption, a number is told by its form alone', () => {
  test.each(plain)('$id $kind «$text»', (each) => {
    expect(got(findNumbers(each.text, 'anywhere'))).toEqual(wanted(each))
  })
})

describe('under a caption that says phone, short and bare numbers count too', () => {
  test.each(byCaption)('$id «$field»: «$text»', (each) => {
    expect(got(findNumbers(each.text))).toEqual(wanted(each))
  })
})

describe('under any other caption nothing is a phone, whatever its form', () => {
  test.each(cases.filter((each) => each.expect === 'none'))('$id «$field»: «$text»', (each) => {
    expect(meaningOfCaption(each.field)).not.toBe('phone')
  })
})
