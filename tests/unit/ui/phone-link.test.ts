import { describe, expect, test } from 'vitest'
import { numberOfLink } from '../../../src/ui/phone-link.ts'

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
    ['tel:+7-903-567-78-76;ext=12', '79035677876'],
    ['tel://+79035677876', '79035677876'],
    ['tel:+7(903)567.78.76', '79035677876'],
    ['tel:%2B79035677876', '79035677876'],
    ['tel:+79035677876?call', '79035677876'],
    ['tel:5677876;phone-context=+7-903', '79035677876'],
    ['tel:103;phone-context=+7495123;ext=4', '103'],
    ['tel:+7 903 567-78-76', '79035677876'],
    ['tel: 103 ', '103'],
    ['tel:79035677876,,12', '79035677876'],
    ['sip:103@pbx.local', '103'],
    ['sips:+79035677876@pbx.local;user=phone', '79035677876'],
    ['sip:%2B79035677876@pbx.local', '79035677876'],
    ['sip:103:secret@pbx.local', '103'],
    ['sip:pbx.local', null],
    ['sip:79035677876;phone-context=local@pbx.local', '79035677876'],
    ['callto:103@pbx.local', '103'],
    ['callto:ivanov', null],
    ['callto:ivanov+103', null],
    ['javascript:tel:103', null],
    [`tel:${'1'.repeat(400)}`, null],
  ])('%s means %s', (href, number) => {
    expect(numberOfLink(href)).toBe(number)
  })
})
