import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answered, CLIENT, call, DAY, JournalUnderTest, OTHER, outgoing } from './calls-of-the-past.ts'

let under: JournalUnderTest
beforeEach(async () => {
  under = await JournalUnderTest.open()
})
afterEach(() => under.close())

const callers = async (...devices: string[]) => (await under.missed(devices)).callers
const returnedOf = async (...devices: string[]) => (await callers(...devices)).map(({ returned }) => returned)

describe('Missed calls', () => {
  test('are told by caller, the latest first: how often, since when', async () => {
    await under.keep(call(1), call(5, { number: OTHER }), call(9), call(3, { rang: ['102'] }))
    expect(await callers('101')).toMatchObject([
      { number: CLIENT, times: 2, since: DAY + 1000, at: DAY + 9000, returned: null },
      { number: OTHER, times: 1, since: DAY + 5000, at: DAY + 5000, returned: null },
    ])
  })

  test('of a department count once, however many phones rang', async () => {
    await under.keep(call(1, { rang: ['101', '102', '103'] }))
    expect(await callers('101', '102')).toMatchObject([{ number: CLIENT, times: 1 }])
  })

  test('a call that somebody else has answered, that was made, or that 1C calls busy is as it was', async () => {
    await under.keep(
      answered(1, '102', 1000, { rang: ['101', '102'] }),
      outgoing(2, '101', 0),
      call(3, { number: OTHER, result: 'busy' }),
    )
    expect(await callers('101')).toMatchObject([{ number: OTHER }])
  })

  test('go on page by page', async () => {
    await under.keep(...Array.from({ length: 7 }, (_, n) => call(n, { number: `7903000000${n}` })))
    const first = await under.missed(['101'], { limit: 4 })
    const second = await under.missed(['101'], { limit: 4, before: first.next })
    expect([...first.callers, ...second.callers].map(({ number }) => number.at(-1))).toEqual('6543210'.split(''))
    expect(second.next).toBeNull()
  })
})

describe('A missed call is returned', () => {
  test('by whoever called back and reached the caller, however the number was written', async () => {
    await under.keep(call(1), outgoing(5, '103', 9000, { number: '89035677876' }))
    expect(await returnedOf('101')).toEqual([{ how: 'called', by: '103', at: DAY + 5000 }])
  })

  test('by a call of theirs that was answered', async () => {
    await under.keep(call(1), answered(5, '102', 9000))
    expect(await returnedOf('101')).toEqual([{ how: 'answered', by: '102', at: DAY + 5000 }])
  })

  test('by a mark of somebody who says so', async () => {
    await under.keep(call(1))
    await under.journal.mark(CLIENT, 'u103')
    expect(await returnedOf('101')).toMatchObject([{ how: 'marked', by: 'u103' }])
  })

  test('by the first of these alone', async () => {
    await under.keep(call(1), outgoing(9, '104', 9000), outgoing(5, '103', 9000))
    await under.journal.mark(CLIENT, 'u105')
    expect(await returnedOf('101')).toMatchObject([{ how: 'called', by: '103' }])
  })

  test.each([
    ['a call in vain', () => outgoing(5, '103', 0)],
    ['a call to somebody else', () => outgoing(5, '103', 9000, { number: OTHER })],
    ['what was before it', () => outgoing(0, '103', 9000)],
  ])('not by %s', async (_, later) => {
    await under.keep(call(1), later())
    expect(await returnedOf('101')).toEqual([null])
  })

  test('not any more when they call in vain again', async () => {
    await under.keep(call(1), outgoing(5, '103', 9000), call(9))
    expect(await returnedOf('101')).toEqual([null])
  })

  test('of a colleague, by the two of them alone', async () => {
    const internal = { direction: 'internal' as const, caller: '102', number: '101' }
    await under.keep(call(1, internal), answered(2, '105', 1000, { ...internal, number: '105' }))
    expect(await callers('101')).toMatchObject([{ number: '102', returned: null }])
    await under.keep(answered(3, '102', 1000, { direction: 'internal', caller: '101', number: '102' }))
    expect(await returnedOf('101')).toMatchObject([{ how: 'called', by: '101' }])
  })

  test('of one who hides their number, by nobody: it may be anybody', async () => {
    await under.keep(call(1, { number: '' }), answered(5, '101', 9000, { number: '' }))
    expect(await callers('101')).toMatchObject([{ number: '', returned: null }])
  })
})

describe('How many callers wait for a call back', () => {
  test('is told to each phone as it changes, and known after a restart', async () => {
    const told: [string, number][] = []
    under.journal.on('missed', (device, count) => told.push([device, count]))
    await under.keep(call(1, { rang: ['101', '102'] }))
    await under.keep(call(2, { number: OTHER }))
    expect(told).toEqual([
      ['101', 1],
      ['102', 1],
      ['101', 2],
    ])
    await under.keep(outgoing(3, '109', 1000))
    expect(told.slice(3)).toEqual(
      expect.arrayContaining([
        ['101', 1],
        ['102', 0],
      ]),
    )
    await under.restart()
    expect(under.journal.missedOf('101')).toBe(1)
    expect(under.journal.missedOf('102')).toBe(0)
  })

  test('leaves out what is more than a week ago', async () => {
    await under.keep(call(-10 * 24 * 3600), call(-10 * 24 * 3600 + 1, { number: OTHER, rang: ['102'] }))
    expect(under.journal.missedOf('101')).toBe(0)
    expect(await callers('101')).toHaveLength(1)
  })
})
