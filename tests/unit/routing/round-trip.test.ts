import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NumberTable } from '../../../src/server/numbers/number-table.ts'
import { keyOf, NO_TARGET, targetOf } from '../../../src/server/numbers/whole-numbers.ts'
import { readRoustable } from '../../../src/server/routing/read-roustable.ts'
import { rewriteRoustable, writeRoustable } from '../../../src/server/routing/write-roustable.ts'
import { settings } from './lab.ts'

let path: string
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'round-trip-'))
  path = join(folder, 'trade.roustable')
})
afterAll(() => rm(folder, { recursive: true }))

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength, maxLength })
// Few numbers, so that lines meet.
const number = fc.oneof(digits(10, 10), fc.constantFrom('9035677876', '9161234567', '0000000000', '9999999999'))
const target = digits(2, 5)
const rules = fc.dictionary(number, target, { maxKeys: 60 })
const changes = fc.dictionary(number, fc.option(target), { maxKeys: 20 })
/** A file in no encoding of ours: bytes, each of them one character here. */
const BYTES = 'latin1'
const BOM = Buffer.from('\uFEFF').toString(BYTES)
const IN_1251 = Buffer.from([0x23, 0x20, 0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0]).toString(BYTES)
const IN_UTF_8 = Buffer.from('# Москва').toString(BYTES)

const file = fc
  .array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.tuple(fc.constantFrom('', '7', '8', '00'), number, target).map(([a, b, c]) => `${a}${b}=${c}`),
      },
      { weight: 1, arbitrary: number.map((key) => `${key}=`) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '',
          ' ',
          IN_UTF_8,
          IN_1251,
          '# trubka 3',
          ' # trubka 12 ',
          '; 9035677876=777',
          'no rule',
          '9035677876=1',
          '=',
        ),
      },
    ),
    { maxLength: 60 },
  )
  .chain((lines) =>
    fc
      .tuple(fc.constantFrom('\n', '\r\n'), fc.constantFrom('', BOM), fc.boolean())
      .map(([end, mark, ended]) => `${mark}${lines.join(end)}${ended ? end : ''}`),
  )

function tableOf(from: Record<string, string | null>): NumberTable {
  const table = new NumberTable(10, 5)
  for (const [key, to] of Object.entries(from)) table.put(keyOf(key, 10), to === null ? NO_TARGET : targetOf(to))
  return table
}
const read = async () => Object.fromEntries((await readRoustable(path, settings)).table.entries())

function changed(before: Record<string, string>, by: Record<string, string | null>): Record<string, string> {
  const after = new Map(Object.entries(before))
  for (const [key, to] of Object.entries(by)) {
    if (to === null) after.delete(key)
    else after.set(key, to)
  }
  return Object.fromEntries(after)
}

describe('whatever rules there are', () => {
  test('table → file → table changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(rules, changes, async (all, some) => {
        await writeRoustable(path, { table: tableOf(all), changes: tableOf(some), asleep: [], stamp: 7 }, settings)
        expect(await read()).toEqual(changed(all, some))
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

describe('whatever an administrator’s file holds', () => {
  test('file → table → file changes no byte of it, but ends its last line, and one stamp is at its end', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        await writeFile(path, text, BYTES)
        const before = await readRoustable(path, settings)
        const after = await rewriteRoustable(`${path}.new`, { before: path, changes: tableOf({}), stamp: 7, settings })
        const end = text.includes('\r\n') ? '\r\n' : '\n'
        const unstamped = text.replaceAll(/(?<=^|\n|\xef\xbb\xbf) ?# trubka \d+ ?(\r?\n|$)/g, '')
        const whole = unstamped === '' || unstamped.endsWith('\n') ? unstamped : `${unstamped}${end}`
        expect(await readFile(`${path}.new`, BYTES)).toBe(`${whole}# trubka 7${end}`)
        expect((await readRoustable(`${path}.new`, settings)).stamp).toBe(7)
        expect(after.refusedCount).toBe(before.refusedCount)
        expect(after.refused.map(({ line }) => line)).toEqual(before.refused.map(({ line }) => line))
      }),
      { numRuns: 200 },
    )
  }, 60_000)

  test('our changes are in it, and nothing else is changed', async () => {
    await fc.assert(
      fc.asyncProperty(file, changes, async (text, some) => {
        await writeFile(path, text, BYTES)
        const before = await read()
        const written = await rewriteRoustable(`${path}.new`, {
          before: path,
          changes: tableOf(some),
          stamp: 7,
          settings,
        })
        await writeFile(path, await readFile(`${path}.new`))
        expect(await read()).toEqual(changed(before, some))
        const { refused } = await readRoustable(path, settings)
        expect(written.refused).toEqual(refused)
        const remarks = (of: string) =>
          of
            .replace(BOM, '')
            .split(/\r?\n/)
            .filter((line) => /^[#;n](?! trubka)/.test(line))
        expect(remarks(await readFile(path, BYTES))).toEqual(remarks(text))
      }),
      { numRuns: 200 },
    )
  }, 60_000)
})
