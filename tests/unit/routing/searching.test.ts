import { writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seeded } from '../../support/random.ts'
import { type RoutingLab, routingLab, settings } from './lab.ts'

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(() => lab.close())

const numbers = async (part: string, more = {}) =>
  (await lab.routing.search('trade', { part, ...more })).rules.map(({ number }) => number)

describe('a rule is searched by part of its number', () => {
  test('wherever the part is, whether the rule is in the file already or not', async () => {
    await writeFile(lab.path(), '9035677876=103\n9161234567=104\n0000677800=105\n')
    await lab.start({ saveAfterMs: 60_000 })
    await lab.write(['9260067780=106', '9161234567='])
    expect(await lab.routing.search('trade', { part: '6778' })).toEqual({
      rules: [
        { number: '0000677800', target: '105' },
        { number: '9035677876', target: '103' },
        { number: '9260067780', target: '106' },
      ],
      next: null,
      found: 3,
    })
    expect(await numbers('00006')).toEqual(['0000677800'])
    expect(await numbers('7876')).toEqual(['9035677876'])
    expect(await numbers('9161234567')).toEqual([])
    expect(await numbers('')).toHaveLength(3)
  })

  test('in any form of the number', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    for (const part of ['+7 (903) 567-78-76', '89035677876', '567-78', '(903)']) {
      expect(await numbers(part)).toEqual(['9035677876'])
    }
    for (const part of ['Иванов', '—', '9035677877', '00']) expect(await numbers(part)).toEqual([])
  })

  test('in its base only', async () => {
    await lab.start()
    await lab.write(['9035677876=103'], { base: 'service' })
    expect(await numbers('903')).toEqual([])
    await expect(lab.routing.search('other', { part: '903' })).rejects.toMatchObject({ code: 'unknownBase' })
  })

  test('off, none is found', async () => {
    await lab.start({ settings: { ...settings, enabled: false } })
    expect(await numbers('')).toEqual([])
  })
})

describe('many rules', () => {
  test('come page by page in the numbers’ order, each once, and are counted', async () => {
    await lab.start()
    const random = seeded(5)
    const all = Array.from({ length: 3000 }, () => String(random.int(10 ** 10)).padStart(10, '0'))
    await lab.write(all.map((number) => `${number}=103`))
    const expected = [...new Set(all)].filter((number) => number.includes('77')).sort()
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const page = await lab.routing.search('trade', { part: '77', after, limit: 7 })
      expect(page.found).toBe(expected.length)
      seen.push(...page.rules.map(({ number }) => number))
      if (page.next === null) break
      expect(page.rules).toHaveLength(7)
      after = page.next
    }
    expect(seen).toEqual(expected)
  })

  test('do not come all at once, whatever is asked for', async () => {
    await lab.start()
    await lab.write(Array.from({ length: 1000 }, (_, i) => `${9_000_000_000 + i}=103`))
    expect(await numbers('9', { limit: 1_000_000 })).toHaveLength(500)
    expect(await numbers('9', { limit: -1 })).toEqual(['9000000000'])
  })

  test('are all found while others come and go', async () => {
    const staying = Array.from({ length: 40_000 }, (_, i) => `${9_000_000_000 + i * 3}`)
    await writeFile(lab.path(), `${staying.map((number) => `${number}=103`).join('\n')}\n`)
    await lab.start({ saveAfterMs: 1 })
    let searching = true
    const changing = async () => {
      for (let n = 9_000_000_001; searching; n += 300) {
        await lab.write([`${n}=104`, `${n - 3000}=`])
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const changes = changing()
    const seen = new Set<string>()
    for (let after: string | null = null; ; ) {
      const page = await lab.routing.search('trade', { part: '', after, limit: 500 })
      for (const { number } of page.rules) seen.add(number)
      if (page.next === null) break
      after = page.next
    }
    searching = false
    await changes
    expect(staying.filter((number) => !seen.has(number))).toEqual([])
  })
})
