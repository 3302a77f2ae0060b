import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answered, CLIENT, call, DAY, JournalUnderTest, OTHER, outgoing } from './calls-of-the-past.ts'

let under: JournalUnderTest
beforeEach(async () => {
  under = await JournalUnderTest.open()
})
afterEach(() => under.close())

const HOUR = 3_600_000
const figures = (devices: string[], more: object = {}) =>
  under.book.ask('figures', { devices, from: DAY, to: DAY + 2 * HOUR, starts: [DAY, DAY + HOUR], ...more })

describe('Statistics', () => {
  test('count what came in, was missed and went out, how long people waited and talked', async () => {
    await under.keep(
      answered(10, '101', 60_000),
      answered(20, '101', 30_000, { answeredAt: DAY + 20_000 + 25_000 }),
      call(30),
      outgoing(40, '101', 15_000),
      outgoing(50, '101', 0),
      answered(60, '103', 7000, { direction: 'internal', caller: '101', number: '103' }),
    )
    const { total } = await figures(['101'])
    expect(total).toEqual({
      incoming: 3,
      missed: 1,
      outgoing: 2,
      reached: 1,
      internal: 1,
      talkMs: 112_000,
      waitMs: 15_000,
      service: 1 / 3,
    })
  })

  test('put each call into the step in which it began', async () => {
    await under.keep(call(10), call(20), call(3600), call(2 * 3600), call(-1))
    const { steps, total } = await figures(['101'])
    expect(steps.map(({ missed }) => missed)).toEqual([2, 1])
    expect(total.missed).toBe(3)
  })

  test('of a department count a call once, and tell each colleague’s own', async () => {
    await under.keep(
      call(1, { rang: ['101', '102', '109'] }),
      answered(2, '102', 9000, { rang: ['101', '102'] }),
      answered(3, '102', 7000, { direction: 'internal', caller: '101', number: '102' }),
    )
    const { total, devices } = await figures(['101', '102'])
    expect(total).toMatchObject({ incoming: 2, missed: 1, internal: 1, talkMs: 16_000 })
    expect(devices).toMatchObject([
      { device: '101', figures: { incoming: 1, missed: 1, internal: 1, talkMs: 7000 } },
      { device: '102', figures: { incoming: 2, missed: 1, internal: 1, talkMs: 16_000 } },
    ])
  })

  test('what another department has answered is no call of this one’s', async () => {
    await under.keep(answered(1, '109', 9000, { rang: ['101', '109'] }))
    expect((await figures(['101'])).total).toMatchObject({ incoming: 0, missed: 0, talkMs: 0, service: null })
  })

  test('who was given a call talks, and has not made it', async () => {
    const talks = ['101', '103'].map((who) => ({ who, from: DAY + 9000, ms: 4000 }))
    await under.keep(outgoing(1, '101', 8000, { talks }))
    expect((await figures(['103'])).total).toMatchObject({ outgoing: 0, talkMs: 4000 })
    expect((await figures(['101', '103'])).total).toMatchObject({ outgoing: 1, talkMs: 8000 })
  })

  test('of one client alone', async () => {
    await under.keep(call(1), call(2, { number: OTHER }))
    expect((await figures(['101'], { client: CLIENT.slice(-7) })).total.missed).toBe(1)
    expect((await figures(['101'], { client: 'nobody' })).total.missed).toBe(0)
  })

  test('go on with what comes later, and are the same after a restart', async () => {
    await under.keep(call(1))
    expect((await figures(['101'])).total.missed).toBe(1)
    await under.keep(call(2))
    expect((await figures(['101'])).total.missed).toBe(2)
    await under.restart()
    expect((await figures(['101'])).total.missed).toBe(2)
  })
})
