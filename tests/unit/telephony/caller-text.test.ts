import { describe, expect, test } from 'vitest'
import { numberOf, textOf } from '../../../src/server/telephony/asterisk/fields.ts'
import { callerIdName } from '../../../src/server/telephony/asterisk/originate.ts'
import { MAX_TEXT, plainText } from '../../../src/server/telephony/plain-text.ts'

const point = (code: number) => String.fromCodePoint(code)

describe("a caller's name is only text", () => {
  test('markup is kept, for it is shown as text', () => {
    expect(plainText('<img src=x onerror=alert(1)> & "Ко"')).toBe('<img src=x onerror=alert(1)> & "Ко"')
  })

  test.for([0x00, 0x07, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9f, 0x061c, 0x200e, 0x200f, 0x2028, 0x202e, 0x2066, 0x2069])(
    'the invisible character U+%s is dropped',
    (code) => {
      expect(plainText(`Иван${point(code)}ов`)).toBe('Иванов')
    },
  )

  test('ten thousand characters are cut', () => {
    expect(plainText('я'.repeat(10_000))).toBe('я'.repeat(MAX_TEXT))
  })

  test('no character is cut in half', () => {
    expect(plainText(`${'x'.repeat(MAX_TEXT - 1)}😀`)).toBe('x'.repeat(MAX_TEXT - 1))
  })

  test('what the PBX calls unknown is empty', () => {
    expect(textOf('<unknown>')).toBe('')
  })
})

describe("a caller's number is digits", () => {
  test.for([
    ['79161112233', '79161112233'],
    ['+7 (916) 111-22-33', '+79161112233'],
    ['<unknown>', ''],
    ['anonymous', ''],
    ['Restricted', ''],
    ['', ''],
    ['79161112233;drop', ''],
    ['1'.repeat(60), ''],
  ] as const)('%s is read as «%s»', ([sent, read]) => {
    expect(numberOf(sent)).toBe(read)
  })
})

describe('a name for the display of a phone', () => {
  test('cannot leave its quotes', () => {
    expect(callerIdName('ООО "Ромашка" <100>\\')).toBe('ООО Ромашка 100')
  })

  test('is at most 80 characters', () => {
    expect(callerIdName('я'.repeat(500))).toHaveLength(80)
  })

  test('has no line breaks and no marks that turn text around', () => {
    expect(callerIdName(`a\r\nb${point(0x202e)}c`)).toBe('abc')
  })
})
