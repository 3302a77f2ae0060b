import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RoutingLab, routingLab, settings } from './lab.ts'

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(() => lab.close())

const LINES = 10_000
const numbers = (first: number) => Array.from({ length: LINES }, (_, n) => String(first + n))
const to = (target: string, first = 9_000_000_000) => numbers(first).map((number) => `${number}=${target}`)

describe('ten thousand rules in one write', () => {
  test('hold nobody up, and are all in force when they are acknowledged', async () => {
    await lab.start()
    const probes = Array.from({ length: 20 }, (_, n) => String(9_000_000_000 + n * 500))
    const inForce = () => probes.filter((number) => lab.routing.decide(number) === '103').length
    /** How many were in force, each time that other work had its turn. */
    const seen = [0]
    let over = false
    const look = () => {
      seen.push(inForce())
      if (!over) setImmediate(look)
    }
    setImmediate(look)
    await lab.write(to('103'))
    over = true
    seen.push(inForce())
    const steps = seen.map((count, n) => count - (seen[n - 1] ?? 0))
    expect(seen.at(-1)).toBe(20)
    // Fewer than five hundred rules were taken between two turns; twice that, should one have been missed.
    expect(Math.max(...steps)).toBeLessThanOrEqual(2)
    expect(numbers(9_000_000_000).filter((number) => lab.routing.decide(number) !== '103')).toEqual([])
  })

  test('keep their place among the writes of others, for the table and for the file', async () => {
    await lab.start()
    const done: string[] = []
    const write = async (name: string, lines: string[]) => {
      await lab.write(lines)
      done.push(name)
    }
    await Promise.all([
      write('many', to('103')),
      write('one', ['9000009999=104']),
      write('many more', to('105', 9_000_005_000)),
      write('the last', ['9000005000=106', '9000000000=']),
    ])
    expect(done).toEqual(['many', 'one', 'many more', 'the last'])
    const decided = () => ['9000000000', '9000000001', '9000005000', '9000009999'].map((n) => lab.routing.decide(n))
    expect(decided()).toEqual([null, '103', '106', '105'])
    await lab.stop()
    await lab.start()
    expect(decided()).toEqual([null, '103', '106', '105'])
    const file = await lab.file()
    expect(file).toHaveLength(2 * LINES - 5000 - 1)
  })

  test('are whole after a stop and after a change of lengths in the midst of them', async () => {
    const routing = await lab.start()
    const writing = lab.write(to('103'))
    const lengths = routing.setLengths({ lastDigits: 9, internalLength: routing.settings.internalLength })
    expect(await writing).toEqual({ written: LINES, refused: [] })
    await lengths
    expect(numbers(9_000_000_000).filter((number) => routing.decide(number) !== '103')).toEqual([])
    const more = lab.write(to('104'))
    await lab.stop()
    expect(await more).toMatchObject({ written: LINES })
    const again = await lab.start({ settings: { ...settings, lastDigits: 9 } })
    expect(numbers(9_000_000_000).filter((number) => again.decide(number) !== '104')).toEqual([])
  })
})
