import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoutingSettings } from '../../../src/protocol/routing.ts'
import { isUnfinished, NotText, readRoustable, writeRoustable } from '../../../src/server/routing/roustable.ts'

const settings: RoutingSettings = { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } }
let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roustable-'))
  path = join(folder, 'trade.roustable')
})
afterEach(() => rm(folder, { recursive: true }))

async function read(text: string | Buffer) {
  await writeFile(path, text)
  const { table, refused, refusedCount } = await readRoustable(path, settings)
  return { rules: Object.fromEntries(table.entries()), refused, refusedCount }
}
const two = { '9035677876': '103', '9161234567': '0104' }

describe('a file of rules is read', () => {
  test.each([
    ['LF', '9035677876=103\n9161234567=0104\n'],
    ['CRLF', '9035677876=103\r\n9161234567=0104\r\n'],
    ['a byte order mark', '\uFEFF9035677876=103\n9161234567=0104\n'],
    ['no end of the last line', '9035677876=103\n9161234567=0104'],
    ['blank lines and blanks', '\n\n  9035677876=103\t\n\r\n \n9161234567=0104\n\n'],
    ['comments', '# Иванов\n9035677876=103\n; ещё\n  # 1\n9161234567=0104\n'],
    ['longer numbers, by their last digits', '+79035677876=1\n79035677876=103\n0089161234567=0104\n'],
    ['a number twice: the later counts', '9035677876=555\n9161234567=0104\n9035677876=103\n'],
    ['a removal', '9035677876=103\n9161234567=0104\n9990000000=77\n9990000000=\n'],
  ])('with %s', async (_, text) => {
    expect((await read(text)).rules).toEqual(two)
  })

  test('wrong lines are named by number and fault, and left out', async () => {
    const noise = 'x'.repeat(1_000_000)
    const text = `9035677876=103\nabc=103\n123=103\n# remark\n9035677876=1\n9035677876=1234567\n${noise}\n9161234567=0104\n`
    expect(await read(text)).toEqual({
      rules: two,
      refusedCount: 5,
      refused: [
        { at: 2, line: 'abc=103', fault: 'notDigits' },
        { at: 3, line: '123=103', fault: 'numberTooShort' },
        { at: 5, line: '9035677876=1', fault: 'internalTooShort' },
        { at: 6, line: '9035677876=1234567', fault: 'internalTooLong' },
        { at: 7, line: 'x'.repeat(80), fault: 'notDigits' },
      ],
    })
  })

  test('of a thousand wrong lines a hundred are kept and all are counted', async () => {
    const { refused, refusedCount } = await read('wrong\n'.repeat(1000))
    expect([refused.length, refusedCount]).toEqual([100, 1000])
  })

  test('what is no text is not taken for a file without rules', async () => {
    await expect(read(Buffer.from('9035677876=103\n', 'utf16le'))).rejects.toBeInstanceOf(NotText)
    await expect(read(Buffer.alloc(100_000))).rejects.toBeInstanceOf(NotText)
  })

  test('an unfinished last line is seen', async () => {
    for (const [text, unfinished] of [
      ['', false],
      ['9035677876=103\n', false],
      ['9035677876=1', true],
    ] as const) {
      await writeFile(path, text)
      expect(await isUnfinished(path)).toBe(unfinished)
    }
  })
})

describe('a file of rules is written', () => {
  test('so that it reads back the same, many times the size of a write', async () => {
    const rules = Array.from(
      { length: 30_000 },
      (_, i) => [String(9_000_000_000 + i * 7), String(100 + (i % 900))] as const,
    )
    const written = await writeRoustable(path, { rules, before: null, remarks: false, settings })
    const back = await readRoustable(path, settings)
    expect(back.identity).toBe(written)
    expect(back.refusedCount).toBe(0)
    expect(new Map(back.table.entries())).toEqual(new Map(rules))
  })

  test('with the comments and the mistyped lines of the file before, byte for byte, whatever their encoding', async () => {
    const cyrillic1251 = Buffer.concat([Buffer.from('# '), Buffer.from([0xc8, 0xe2, 0xe0, 0xed]), Buffer.from('\n')])
    await writeFile(path, Buffer.concat([cyrillic1251, Buffer.from('9035677876=103\r\n903567787б=103\r\n\n# Пётр')]))
    const beside = `${path}.new`
    await writeRoustable(beside, { rules: [['9161234567', '0104']], before: path, remarks: true, settings })
    const expected = Buffer.concat([cyrillic1251, Buffer.from('903567787б=103\n# Пётр\n9161234567=0104\n')])
    expect(await readFile(beside)).toEqual(expected)
  })
})
