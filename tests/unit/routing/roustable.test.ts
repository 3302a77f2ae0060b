import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoutingSettings } from '../../../src/protocol/routing.ts'
import { NumberTable } from '../../../src/server/numbers/number-table.ts'
import { keyOf, NO_TARGET, targetOf } from '../../../src/server/numbers/whole-numbers.ts'
import { isUnfinished } from '../../../src/server/routing/file-identity.ts'
import { NotText } from '../../../src/server/routing/line-pieces.ts'
import { readRoustable } from '../../../src/server/routing/read-roustable.ts'
import { rewriteRoustable, writeRoustable } from '../../../src/server/routing/write-roustable.ts'

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

  test('wrong lines are shown as they were typed, in UTF-8 or as Russian Windows writes', async () => {
    const windows1251 = Buffer.from([0xc8, 0xe2, 0xe0, 0xed, 0x3d, 0x31, 0x0a])
    const { refused } = await read(Buffer.concat([windows1251, Buffer.from('Пётр=1\n')]))
    expect(refused.map(({ line }) => line)).toEqual(['Иван=1', 'Пётр=1'])
  })

  test('of a thousand wrong lines a hundred are kept and all are counted', async () => {
    const { refused, refusedCount } = await read('wrong\n'.repeat(1000))
    expect([refused.length, refusedCount]).toEqual([100, 1000])
  })

  test('what is no text is not taken for a file without rules', async () => {
    await expect(read(Buffer.from('9035677876=103\n', 'utf16le'))).rejects.toBeInstanceOf(NotText)
    await expect(read(Buffer.alloc(100_000))).rejects.toBeInstanceOf(NotText)
  })

  test('an unfinished last line is seen, and an empty file may be one that is about to be written', async () => {
    for (const [text, unfinished] of [
      ['', true],
      ['9035677876=103\n', false],
      ['9035677876=1', true],
    ] as const) {
      await writeFile(path, text)
      expect(await isUnfinished(path)).toBe(unfinished)
    }
  })
})

const tableOf = (rules: Record<string, string | null>) => {
  const table = new NumberTable(10, 5)
  for (const [key, target] of Object.entries(rules)) {
    table.put(keyOf(key, 10), target === null ? NO_TARGET : targetOf(target))
  }
  return table
}

/** The file after these changes. */
async function rewritten(before: string | Buffer, rules: Record<string, string | null>): Promise<string> {
  await writeFile(path, before)
  await rewriteRoustable(`${path}.new`, { before: path, changes: tableOf(rules), stamp: 7, settings })
  return (await readFile(`${path}.new`, 'latin1')).replace(/# trubka 7\r?\n$/, '')
}

describe('the line that says which version of ours a text grew from', () => {
  const stampOf = async (text: string) => {
    await writeFile(path, text)
    return (await readRoustable(path, settings)).stamp
  }

  test('is found wherever it stands; of two the older counts; nothing else is one', async () => {
    expect(await stampOf('9035677876=103\n# trubka 12\n')).toBe(12)
    expect(await stampOf('# trubka 12\r\n9035677876=103\r\n')).toBe(12)
    expect(await stampOf('\uFEFF# trubka 12\n9035677876=103\n# trubka 7')).toBe(7)
    expect(await stampOf('9035677876=103\n# trubka\n# trubka 1 2\n# Trubka: 5\n; trubka 5\ntrubka 5\n')).toBeNull()
  })

  test('is a remark for all others: no rule and no wrong line', async () => {
    expect(await read('9035677876=103\n# trubka 12\n9161234567=0104\n')).toEqual({
      rules: two,
      refused: [],
      refusedCount: 0,
    })
  })

  test('comes last in each writing, once, and ends as the other lines do', async () => {
    await writeFile(path, '# trubka 3\r\n9035677876=103\r\n# trubka 5')
    await rewriteRoustable(`${path}.new`, {
      before: path,
      changes: tableOf({ '9161234567': '0104' }),
      stamp: 9,
      settings,
    })
    expect(await readFile(`${path}.new`, 'utf8')).toBe('9035677876=103\r\n9161234567=0104\r\n# trubka 9\r\n')
    await writeRoustable(
      path,
      { table: tableOf({ '9035677876': '103' }), changes: tableOf({}), asleep: [], stamp: 9 },
      settings,
    )
    expect(await readFile(path, 'utf8')).toBe('9035677876=103\n# trubka 9\n')
  })
})

describe('a file of rules is written', () => {
  test('so that it reads back the same, many times the size of a write', async () => {
    const rules = Object.fromEntries(
      Array.from({ length: 30_000 }, (_, i) => [String(9_000_000_000 + i * 7), String(100 + (i % 900))] as const),
    )
    const changes = tableOf({ '9000000000': '555', '9000000007': null, '8000000000': '77' })
    const written = await writeRoustable(path, { table: tableOf(rules), changes, asleep: [], stamp: 7 }, settings)
    const back = await readRoustable(path, settings)
    expect(back.identity).toBe(written.identity)
    expect(back.refusedCount).toBe(0)
    const expected = new Map(Object.entries({ ...rules, '9000000000': '555', '8000000000': '77' }))
    expected.delete('9000000007')
    expect(new Map(back.table.entries())).toEqual(expected)
  })
})

describe('a file that an administrator has made is changed', () => {
  const text = '# Продажи\r\n9035677876=103\r\n\r\n; Пётр\r\n89161234567=0104 \r\n903567787б=103\r\n9035677876=105'
  const bytes = (of: string) => Buffer.from(of).toString('latin1')

  test('only where rules change: its lines keep their order, comments, prefixes and ends', async () => {
    expect(await rewritten(text, {})).toBe(bytes(`${text}\r\n`))
    expect(await rewritten(text, { '9035677876': '200', '9000000000': '1234' })).toBe(
      bytes('# Продажи\r\n9035677876=200\r\n\r\n; Пётр\r\n89161234567=0104 \r\n903567787б=103\r\n9000000000=1234\r\n'),
    )
    expect(await rewritten(text, { '9035677876': null, '9161234567': '77' })).toBe(
      bytes('# Продажи\r\n\r\n; Пётр\r\n89161234567=77\r\n903567787б=103\r\n'),
    )
  })

  test('and may be in any encoding, with a byte order mark, or empty', async () => {
    const windows1251 = Buffer.concat([Buffer.from('# '), Buffer.from([0xc8, 0xe2, 0xe0, 0xed]), Buffer.from('\n')])
    expect(await rewritten(windows1251, { '9035677876': '103' })).toBe(
      `${windows1251.toString('latin1')}9035677876=103\n`,
    )
    expect(await rewritten('\uFEFF9035677876=103\n', { '9035677876': '104' })).toBe(bytes('\uFEFF9035677876=104\n'))
    expect(await rewritten('', { '9035677876': '104' })).toBe('9035677876=104\n')
  })

  test('and its wrong lines are named where they now are', async () => {
    await writeFile(path, '9035677876=103\nwrong\n9161234567=104\n9=1\n')
    const { refused, refusedCount } = await rewriteRoustable(`${path}.new`, {
      before: path,
      changes: tableOf({ '9035677876': null }),
      stamp: 7,
      settings,
    })
    expect(refusedCount).toBe(2)
    expect(refused.map(({ at, line }) => [at, line])).toEqual([
      [1, 'wrong'],
      [3, '9=1'],
    ])
  })

  test('and a line longer than any piece of it goes through whole', async () => {
    const long = `#${'x'.repeat(300_000)}`
    expect(await rewritten(`9035677876=103\n${long}\n9161234567=104\n`, { '9161234567': '105' })).toBe(
      `9035677876=103\n${long}\n9161234567=105\n`,
    )
  })
})
