import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findNumbers } from '../../../src/phone/find.ts'

/** A taste in every run; another `SEED`, and `RUNS=100`, for the whole meal. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) })
const MANY = 1000 * Number(process.env.RUNS ?? 1)

const digit = fc.integer({ min: 0, max: 9 }).map(String)
const digits = (length: number) => fc.array(digit, { minLength: length, maxLength: length }).map((all) => all.join(''))
const space = fc.constantFrom(' ', '\u00a0', '\u202f', '\u2009', '  ', '\u200b')
const dash = fc.constantFrom('-', '\u2010', '\u2011', '\u2013', '\u2014', '\u2212', ' - ', ' \u2013 ')

/** A Russian number in any way people write it, and what is to be dialled. */
const russian = fc
  .record({
    code: fc.constantFrom('495', '499', '812', '903', '916', '985', '999', '800', '343', '4852', '8442', '47131'),
    rest: digits(7),
    prefix: fc.constantFrom('+7', '8', '7', '+ 7', '007', '(+7)'),
    afterPrefix: fc.oneof(space, dash, fc.constant('')),
    brackets: fc.boolean(),
    afterCode: fc.oneof(space, dash, fc.constant('')),
    between: fc.oneof(space, dash, fc.constant('')),
    cut: fc.constantFrom([3, 2, 2], [3, 4], [7], [2, 2, 3], [3, 2, 2]),
  })
  .map(({ code, rest, prefix, afterPrefix, brackets, afterCode, between, cut }) => {
    const own = rest.slice(0, 10 - code.length)
    const groups: string[] = []
    let from = 0
    for (const length of code.length === 3 ? cut : [own.length - 4, 2, 2]) {
      groups.push(own.slice(from, from + length))
      from += length
    }
    const written = `${prefix}${afterPrefix}${brackets ? `(${code})` : code}${afterCode}${groups.filter((group) => group !== '').join(between)}`
    return { written, dialled: `7${code}${own}` }
  })

const extension = fc
  .tuple(fc.constantFrom(' доб. ', ', доб. ', ' (доб. ', ' вн.', ' внутр. ', '#', ',,', ' ext. '), digits(3))
  .map(([label, ext]) => ({ label, ext, written: `${label}${ext}${label.includes('(') ? ')' : ''}` }))
const between = fc.constantFrom(', ', '; ', ' / ', '\n', ' | ', ' и ', ', тел. ')
const word = fc.constantFrom('Иванов', 'приёмная', 'звонить до вечера', 'секретарь', 'WhatsApp', 'основной')

const found = (text: string) => findNumbers(text).map((number) => number.digits)

describe('in a phone field', () => {
  test('a number is found however it is written, and nothing beside it', () => {
    fc.assert(
      fc.property(russian, ({ written, dialled }) => {
        expect(found(written)).toEqual([dialled])
      }),
      { numRuns: MANY },
    )
  })

  test('with its extension', () => {
    fc.assert(
      fc.property(russian, extension, ({ written, dialled }, { written: ext, ext: number }) => {
        expect(findNumbers(written + ext).map((each) => [each.digits, each.ext])).toEqual([[dialled, number]])
      }),
      { numRuns: MANY },
    )
  })

  test('with words around', () => {
    fc.assert(
      fc.property(word, russian, word, (before, { written, dialled }, after) => {
        expect(found(`${before}: ${written} (${after})`)).toEqual([dialled])
      }),
      { numRuns: MANY },
    )
  })

  test('beside others, each in its turn', () => {
    fc.assert(
      fc.property(fc.array(russian, { minLength: 2, maxLength: 4 }), between, (numbers, separator) => {
        expect(found(numbers.map(({ written }) => written).join(separator))).toEqual(
          numbers.map(({ dialled }) => dialled),
        )
      }),
      { numRuns: MANY },
    )
  })
})

describe('anywhere', () => {
  const sum = fc
    .tuple(
      fc.integer({ min: 1, max: 99_999_999_999 }),
      fc.constantFrom(' ', '\u00a0', '\u202f'),
      fc.constantFrom(',00', ',50', ' руб.', ',00 руб.', ' ₽'),
    )
    .map(([value, gap, end]) => String(value).replace(/\B(?=(?:\d{3})+$)/gu, gap) + end)
  const date = fc
    .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1950, max: 2049 }))
    .map(([day, month, year]) => [String(day).padStart(2, '0'), String(month).padStart(2, '0'), String(year)] as const)
    .chain(([day, month, year]) =>
      fc.constantFrom(
        `${day}.${month}.${year}`,
        `${year}-${month}-${day}`,
        `${day}/${month}/${year}`,
        `${day}.${month}.${year} 10:25:00`,
        `${year}${month}${day}`,
      ),
    )
  const named = fc
    .tuple(
      fc.constantFrom(
        'ИНН ',
        'ИНН: ',
        'ОГРН ',
        'БИК ',
        'СНИЛС ',
        'ОКТМО ',
        'арт. ',
        'Заказ № ',
        'Договор ',
        'Счёт № ',
        'IMEI ',
        'л/с ',
      ),
      fc.integer({ min: 8, max: 15 }).chain(digits),
    )
    .map((parts) => parts.join(''))
  const bare = fc
    .integer({ min: 1, max: 20 })
    .filter((length) => length !== 11 && length !== 13)
    .chain(digits)
  const uuid = fc.uuid()
  const address = fc.ipV4()
  const page = fc
    .tuple(fc.webUrl(), digits(11))
    .map(([url, number]) => `${url.replace(/\/$/u, '')}/8${number.slice(1)}`)
  const mail = fc
    .tuple(digits(11), fc.constantFrom('@mail.ru', '@example.com'))
    .map(([number, host]) => `8${number.slice(1)}${host}`)
  const file = fc
    .tuple(digits(10), fc.constantFrom('.pdf', '.jpg', '.wav', '_1.doc', '.xlsx'))
    .map(([number, end]) => `89${number.slice(1)}${end}`)
  const account = fc
    .tuple(fc.constantFrom('40702810', '40817810', '30101810'), digits(12))
    .map((parts) => parts.join(''))
  const snils = fc.tuple(digits(3), digits(3), digits(3), digits(2)).map(([a, b, c, d]) => `${a}-${b}-${c} ${d}`)
  const cadastral = fc.tuple(digits(2), digits(2), digits(7), digits(4)).map((parts) => parts.join(':'))

  test.each(Object.entries({ sum, date, named, bare, uuid, address, page, mail, file, account, snils, cadastral }))(
    'no %s is a phone',
    (_name, values) => {
      fc.assert(
        fc.property(values, (text) => {
          expect(findNumbers(text, 'anywhere').map(({ raw }) => raw)).toEqual([])
        }),
        { numRuns: MANY },
      )
    },
  )

  test('whatever the text, nothing is thrown, and what is found stands in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('anywhere', 'phoneField'),
        (text, where) => {
          for (const { start, end, raw, digits: dialled } of findNumbers(text, where as 'anywhere')) {
            expect(text.slice(start, end).trim()).toBe(raw)
            expect(dialled).toMatch(/^\d{2,15}$/)
          }
        },
      ),
      { numRuns: MANY },
    )
  })
})
