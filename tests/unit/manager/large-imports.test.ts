import { describe, expect, test } from 'vitest'
import { previewImport, runImport } from '../../../src/server/manager/import.ts'
import { turnsDuring } from '../../support/turns.ts'
import { settings } from '../routing/lab.ts'

const LENGTH = 2 * 1024 * 1024
/** One turn for each piece of 16 KB that is read. */
const PIECES = 100

function routingWith(rules: ReadonlyMap<string, string>) {
  const written: string[] = []
  return {
    written,
    settings,
    ruleOf: (_: string, number: string) => rules.get(number) ?? null,
    write: async ({ lines }: { lines: readonly string[] }) => {
      written.push(...lines)
      return { written: lines.length, refused: [] }
    },
  }
}

const manyRules = (): Buffer => {
  let text = ''
  for (let i = 0; text.length < LENGTH - 20; i++) text += `${9_000_000_000 + i}=103\n`
  return Buffer.from(text)
}

describe('a file of many rules', () => {
  const file = manyRules()
  const rules = file.length / '9000000000=103\n'.length
  const wish = { base: 'crm', file, by: 'administrator', id: 'one' }

  test('lets calls be decided while it is looked at', async () => {
    const work = async () =>
      expect(await previewImport(routingWith(new Map()), 'crm', file)).toMatchObject({ added: rules })
    expect(await turnsDuring(work)).toBeGreaterThan(PIECES)
  })

  test('lets calls be decided while it is written', async () => {
    const work = async () => expect(await runImport(routingWith(new Map()), wish)).toMatchObject({ written: rules })
    expect(await turnsDuring(work)).toBeGreaterThan(PIECES)
  })
})

test('so does one of blank lines alone', async () => {
  const work = () => previewImport(routingWith(new Map()), 'crm', Buffer.alloc(LENGTH, '\n'))
  expect(await turnsDuring(work)).toBeGreaterThan(PIECES)
})

test('what is so already is not written again, and is counted', async () => {
  const rules = new Map([
    ['9035677876', '103'],
    ['9165550124', '101'],
  ])
  const routing = routingWith(rules)
  const file = Buffer.from('9035677876=103\n9165550124=105\n9031112233=\n9031112234=101\n')
  const answer = await runImport(routing, { base: 'crm', file, by: 'administrator', id: 'one' })
  expect(answer).toEqual({ written: 2, same: 2, refusedCount: 0 })
  expect(routing.written).toEqual(['9165550124=105', '9031112234=101'])
})

test('of several lines for one number the last one counts, once', async () => {
  const routing = routingWith(new Map([['9035677876', '105']]))
  const file = Buffer.from('9035677876=103\n9165550124=101\n9035677876=105\n9165550124=102\n')
  expect(await previewImport(routing, 'crm', file)).toMatchObject({
    added: 1,
    same: 1,
    changes: [{ number: '9165550124', before: null, after: '102' }],
  })
  await runImport(routing, { base: 'crm', file, by: 'administrator', id: 'one' })
  expect(routing.written).toEqual(['9165550124=102'])
})

test.each(['\n', '\r\n', '\r'])('lines are told apart wherever they are cut, ending in %j', async (end) => {
  const numbers = Array.from({ length: 20_000 }, (_, i) => String(9_000_000_000 + i))
  const file = Buffer.from(`${numbers.map((number) => `${number}=103`).join(end)}${end}ошибка`)
  const preview = await previewImport(routingWith(new Map()), 'crm', file)
  expect(preview).toMatchObject({ added: 20_000, refused: [{ at: 20_001, line: 'ошибка' }], refusedCount: 1 })
})

test('a letter that lies across two pieces stays whole', async () => {
  for (let shift = 0; shift < 2; shift++) {
    const line = `1${'ж'.repeat(40)}\n`
    const file = Buffer.from(`${' '.repeat(shift)}${line.repeat(400)}`)
    const { refused, refusedCount } = await previewImport(routingWith(new Map()), 'crm', file)
    expect(refusedCount).toBe(400)
    expect(new Set(refused.map((each) => each.line))).toEqual(new Set([line.trim()]))
  }
})
