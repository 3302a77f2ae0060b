import { rename, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRoustable } from '../../../src/server/routing/read-roustable.ts'
import { type RoutingLab, routingLab, settings, withoutStamp } from './lab.ts'

const MILLION = 1_000_000
const text = (target: number) =>
  Array.from({ length: MILLION }, (_, i) => `${9_000_000_000 + i * 7}=${target}\n`).join('')
const SOME = '+7 900 000-00-07'

let lab: RoutingLab
beforeAll(async () => {
  lab = await routingLab({ settleMs: 1 })
  await writeFile(lab.path(), text(103))
})
afterAll(() => lab.close())

/** What calls are told while `work` goes on, one at each turn of the event loop. */
async function calls<T>(work: Promise<T>): Promise<(string | null)[]> {
  const told: (string | null)[] = []
  let working = true
  const calling = (async () => {
    while (working) {
      told.push(lab.routing.decide(SOME))
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  await work
  working = false
  await calling
  return told
}

describe('a million rules', () => {
  test('load while other work gets its turn', async () => {
    let loading = true
    const loaded = lab.start().then(() => {
      loading = false
    })
    let turns = 0
    while (loading) {
      turns++
      await new Promise((resolve) => setImmediate(resolve))
    }
    await loaded
    expect(lab.routing.fileState('trade')?.rules).toBe(MILLION)
    expect(lab.routing.decide(SOME)).toBe('103')
    expect(turns).toBeGreaterThan(200)
  }, 60_000)

  test('are saved while calls are told where to go', async () => {
    await lab.write(['9999999999=104'])
    const told = await calls(
      expect.poll(() => lab.routing.fileState('trade')?.savedAt, { timeout: 30_000 }).not.toBeNull(),
    )
    expect(told.length).toBeGreaterThan(200)
    expect(new Set(told)).toEqual(new Set(['103']))
    const lines = withoutStamp(await lab.text()).split('\n')
    expect([lines.length, lines[0], lines.at(-2)]).toEqual([MILLION + 2, '9000000000=103', '9999999999=104'])
  }, 60_000)

  test('are replaced by an administrator while calls are told where to go, by the old rules until the new ones are there', async () => {
    await writeFile(`${lab.path()}.edited`, `${text(105)}9999999999=\n`)
    await rename(`${lab.path()}.edited`, lab.path())
    const told = await calls(expect.poll(() => lab.routing.decide(SOME), { timeout: 30_000 }).toBe('105'))
    expect(told.length).toBeGreaterThan(200)
    expect(new Set(told)).toEqual(new Set(['103', '105']))
    expect(lab.routing.decide('9999999999')).toBeNull()
  }, 60_000)

  test('are searched while other work gets its turn', async () => {
    const pages: unknown[] = []
    const told = await calls(lab.routing.search('trade', { part: '0007' }).then((page) => pages.push(page)))
    expect(told.length).toBeGreaterThan(20)
    expect(pages).toMatchObject([{ found: expect.any(Number), next: expect.any(String) }])
  }, 60_000)

  test('take less than fifteen bytes each', async () => {
    const { table } = await readRoustable(lab.path(), settings)
    expect(table.size).toBe(MILLION)
    expect(table.bytes / MILLION).toBeLessThan(15)
  }, 60_000)
})
