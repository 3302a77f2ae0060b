import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answered, CLIENT, call, DAY, JournalUnderTest, OTHER, outgoing } from './calls-of-the-past.ts'

let under: JournalUnderTest
beforeEach(async () => {
  under = await JournalUnderTest.open()
})
afterEach(() => under.close())

const seconds = async (devices: string[], more: object = {}) =>
  (await under.history(devices, more)).calls.map(({ at }) => (at - DAY) / 1000)

describe('The history of one phone', () => {
  test('has its calls, the newest first, and nobody else’s', async () => {
    await under.keep(
      answered(10, '101', 1000),
      answered(20, '102', 1000),
      outgoing(30, '101', 2000),
      call(5, { rang: ['101', '102'] }),
    )
    expect(await seconds(['101'])).toEqual([30, 10, 5])
    expect(await seconds(['103'])).toEqual([])
  })

  test('goes on page by page, also among calls of one moment, without leaving one out or telling it twice', async () => {
    await under.keep(...Array.from({ length: 9 }, (_, n) => call(Math.floor(n / 3))))
    const ids: number[] = []
    let before: { at: number; id: number } | null = null
    do {
      const page = await under.history(['101'], { limit: 4, ...(before && { before }) })
      ids.push(...page.calls.map(({ id }) => id))
      before = page.next
    } while (before)
    expect(ids).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  test('a call between colleagues is with the other one, for each of them', async () => {
    await under.keep(answered(1, '103', 9000, { direction: 'internal', caller: '101', number: '103' }))
    const [mine] = (await under.history(['101'])).calls
    const [theirs] = (await under.history(['103'])).calls
    expect(mine).toMatchObject({ number: '103', direction: 'internal', talkMs: 9000, staff: ['101', '103'] })
    expect(theirs).toMatchObject({ number: '101', talkMs: 9000 })
  })

  test('a call that somebody else has answered says who', async () => {
    await under.keep(answered(1, '102', 5000, { rang: ['101', '102'] }))
    expect((await under.history(['101'])).calls).toMatchObject([{ result: 'answered', staff: ['102'] }])
  })

  test('is filtered by time, direction and result', async () => {
    await under.keep(answered(10, '101', 1000), call(20), outgoing(30, '101', 1000), outgoing(40, '101', 0))
    expect(await seconds(['101'], { direction: 'outgoing' })).toEqual([40, 30])
    expect(await seconds(['101'], { result: 'failed' })).toEqual([40, 20])
    expect(await seconds(['101'], { direction: 'incoming', result: 'answered' })).toEqual([10])
    expect(await seconds(['101'], { from: DAY + 20_000, to: DAY + 40_000 })).toEqual([30, 20])
  })

  test.each(['567', '8903567', '+7 (903) 567', '7903567'])('is filtered by part of a number: %s', async (client) => {
    await under.keep(call(1), call(2, { number: OTHER }), outgoing(3, '101', 0, { number: '89035677876' }))
    expect(await seconds(['101'], { client })).toEqual([3, 1])
    expect(await seconds(['101'], { client, direction: 'incoming' })).toEqual([1])
  })

  test.each(['петр', 'ромаш', 'семен п', 'ctvty', 'Петров Ромашка'])(
    'is filtered by the client as 1C knows them: %s',
    async (client) => {
      under.names = { [CLIENT]: ['Петров Семён', 'ООО «Ромашка»'], [OTHER]: ['Иванов'] }
      await under.keep(call(1), call(2, { number: OTHER }))
      expect(await seconds(['101'], { client })).toEqual([1])
    },
  )

  test('a client whom 1C has come to know later is found, too, and under a former name no more', async () => {
    under.names = { [CLIENT]: ['Петров'] }
    await under.keep(call(1))
    under.names = { [CLIENT]: ['Сидорова'] }
    under.journal.rename()
    await expect.poll(() => seconds(['101'], { client: 'сидор' })).toEqual([1])
    expect(await seconds(['101'], { client: 'петр' })).toEqual([])
  })

  test('what is hostile in a filter finds nothing and breaks nothing', async () => {
    await under.keep(call(1))
    for (const client of [`'; DROP TABLE calls; --`, '%', '_', '"', '()', '💥'])
      expect(await seconds(['101'], { client })).toEqual([])
    expect(await seconds(['101'])).toEqual([1])
  })
})

describe('The history of a department', () => {
  test('has each call once, whoever of it took part', async () => {
    await under.keep(
      call(1, { rang: ['101', '102', '103'] }),
      answered(2, '102', 1000, { rang: ['101', '102'] }),
      answered(3, '109', 1000),
      answered(4, '102', 1000, { direction: 'internal', caller: '101', number: '102' }),
    )
    expect(await seconds(['101', '102'])).toEqual([4, 2, 1])
    expect(await seconds(['101', '102'], { client: CLIENT })).toEqual([2, 1])
    expect(await seconds(['101', '102'], { result: 'failed' })).toEqual([1])
  })

  test('of nobody is empty', async () => {
    await under.keep(call(1))
    expect(await under.history([])).toEqual({ calls: [], next: null })
  })
})
