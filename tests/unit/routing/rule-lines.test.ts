import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RoutingSettings, readRuleLine } from '../../../src/protocol/routing.ts'
import { keyText, NO_TARGET, targetText } from '../../../src/server/numbers/whole-numbers.ts'
import { linePieces } from '../../../src/server/routing/line-pieces.ts'
import { RuleLines } from '../../../src/server/routing/rule-lines.ts'

const settings: fc.Arbitrary<RoutingSettings> = fc
  .tuple(fc.integer({ min: 3, max: 15 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .map(([lastDigits, a, b]) => ({
    enabled: true,
    lastDigits,
    internalLength: { min: Math.min(a, b), max: Math.max(a, b) },
  }))

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength, maxLength })
/** What files of rules are made of, right and nearly right. */
const line = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(digits(0, 34), digits(0, 11)).map(([number, target]) => `${number}=${target}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', ' ', '\t', '+', '#', ';', '\u00a0'),
        digits(3, 15),
        digits(1, 9),
        fc.constantFrom('', ' ', '\r', ' \r', 'x', '\r\r', '='),
      )
      .map(([before, number, target, after]) => `${before}${number}=${target}${after}`),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'0123456789= \r\t#;é'.split('')), maxLength: 60 }) },
)

describe('the lines of a file', () => {
  test('are read just as a line from 1C is', () => {
    fc.assert(
      fc.property(settings, fc.array(line, { maxLength: 20 }), fc.boolean(), (wanted, texts, ended) => {
        const lines = new RuleLines(wanted)
        lines.begin(Buffer.from(`${texts.join('\n')}${ended ? '\n' : ''}`, 'latin1'))
        const found: unknown[] = []
        while (lines.next()) {
          const { kind, key, value } = lines
          const rule = { key: keyText(key, wanted.lastDigits), target: value === NO_TARGET ? null : targetText(value) }
          found.push(kind === 'rule' ? rule : kind)
        }
        const expected: unknown[] = texts.map((text) =>
          /^\s*($|[#;])/.test(text) ? 'remark' : readRuleLine(text, wanted),
        )
        // Nothing after the last end of line is no line.
        if (!ended && texts.at(-1) === '') expected.pop()
        if (texts.length === 0 && ended) expected.push('remark')
        expect(found).toEqual(expected)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a file in pieces', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pieces-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('is the whole file, and each piece ends where a line does unless the line is longer than a piece', async () => {
    const path = join(folder, 'file')
    const length = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 20_000, max: 200_000 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(length, { maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
        async (lengths, marked, ended) => {
          const text = `${marked ? '\uFEFF' : ''}${lengths.map((n, i) => String(i % 10).repeat(n)).join('\n')}${ended ? '\n' : ''}`
          const content = Buffer.from(text)
          await writeFile(path, content)
          const handle = await open(path)
          const parts: Buffer[] = []
          let starts = 0
          for await (const { bytes, from } of linePieces(handle, path)) {
            for (let at = from; at < bytes.length; at = bytes.indexOf(10, at) + 1 || bytes.length) starts++
            parts.push(Buffer.from(bytes))
          }
          await handle.close()
          expect(Buffer.concat(parts).equals(content)).toBe(true)
          const body = marked ? content.subarray(3) : content
          const wanted = body.toString().split('\n').length - (body.length === 0 || body.at(-1) === 10 ? 1 : 0)
          expect(starts).toBe(wanted)
        },
      ),
      { numRuns: 60 },
    )
  })
})
