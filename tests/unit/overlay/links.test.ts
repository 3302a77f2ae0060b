import { describe, expect, test } from 'vitest'
import { numberOfLink } from '../../../src/content/links.ts'

describe('a telephone link', () => {
  test.each([
    ['tel:+7-903-567-78-76', '79035677876'],
    ['tel:8(903)567-78-76', '79035677876'],
    ['tel:+7%20903%20567%2078%2076', '79035677876'],
    ['tel:103;phone-context=example.org', '103'],
    ['callto:89035677876', '79035677876'],
    ['callto://89035677876', '79035677876'],
    ['sip:103@pbx.local;transport=udp', '103'],
    ['TEL:103', '103'],
    ['sip:ivanov@pbx.local', null],
    ['tel:%E0%A4%A', null],
    ['tel:*21*103#', null],
    ['mailto:103@pbx.local', null],
    ['https://pbx.local/103', null],
    ['tel:', null],
  ])('%s means %s', (href, number) => {
    expect(numberOfLink(href)).toBe(number)
  })
})
