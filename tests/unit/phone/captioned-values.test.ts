import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { meaningOfCaption } from '../../../src/content/onec/meaning.ts'
import { numbersAt } from '../../../src/content/onec/scan.ts'

// A second labelled set, written from how people fill in 1C before the rules for reading were looked at again.

type Line = { caption: string; value: string; numbers: string }

const lines = readFileSync('tests/fixtures/captioned-values.txt', 'utf8')
  .split('\n')
  .filter((line) => line.includes('¦') && !line.startsWith('#'))
  .map((line): Line => {
    const [caption = '', value = '', numbers = ''] = line.replaceAll('~', ' ').split('¦')
    return { caption: caption.trim(), value: value.slice(1, -1).replaceAll('\\n', '\n'), numbers: numbers.trim() }
  })

/** What gets a button there: meaning and form must agree (DESIGN 9). */
const dialled = ({ caption, value }: Line) =>
  meaningOfCaption(caption) === 'phone'
    ? numbersAt({ read: () => value }).map(({ digits, ext }) => (ext === undefined ? digits : `${digits}#${ext}`))
    : []

test('the set is whole', () => {
  expect(lines.length).toBeGreaterThan(330)
  expect(lines.filter(({ numbers }) => numbers !== '').length).toBeGreaterThan(160)
})

describe('what may be called, and nothing else', () => {
  test.each(lines)('$caption «$value»', (line) => {
    expect(dialled(line).join(' ')).toBe(line.numbers)
  })
})
