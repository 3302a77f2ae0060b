import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SavedCard } from '../../../src/content/onec/saves.ts'
import { type Ask, rulesOf, targetOf, write } from '../../../src/content/rules.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'

const MOBILE = '79035677876'
const OFFICE = '74995550123'
const LOCAL = '5550125'
const card = (values: SavedCard['values'], before: SavedCard['before']): SavedCard => ({ form: 1, values, before })
const nothing = { user: '', phones: [] }

describe('the rules of a saved card', () => {
  test('send every phone that is long enough to the user', () => {
    const { lines } = rulesOf(card({ user: 'И', phones: [MOBILE, OFFICE, LOCAL] }, nothing), '103', 10)
    expect(lines).toEqual(['9035677876=103', '4995550123=103'])
  })

  test('take a number off when its phone was taken off', () => {
    const { lines } = rulesOf(card({ user: 'И', phones: [OFFICE] }, { user: 'И', phones: [MOBILE, OFFICE] }), '103', 10)
    expect(lines).toEqual(['4995550123=103', '9035677876='])
  })

  test('take all numbers off when the user was cleared', () => {
    const { lines } = rulesOf(card({ user: '', phones: [OFFICE] }, { user: 'И', phones: [MOBILE, OFFICE] }), null, 10)
    expect(lines).toEqual(['9035677876=', '4995550123='])
  })

  test('take no number off that this card has given to nobody: it may be another card’s', () => {
    const { lines } = rulesOf(card({ user: '', phones: [MOBILE, OFFICE] }, { user: 'И', phones: [MOBILE] }), null, 10)
    expect(lines).toEqual(['9035677876='])
  })

  test('take the numbers off that stood beside a user when a changed card was first seen', () => {
    const { lines, known } = rulesOf(
      card({ user: '', phones: [MOBILE, OFFICE] }, { user: null, phones: [MOBILE] }),
      null,
      10,
    )
    expect(lines).toEqual(['9035677876='])
    expect(known).toEqual({ user: '', phones: [MOBILE, OFFICE] })
  })

  test('touch nothing of a card that never had a user', () => {
    const phones = [MOBILE]
    expect(rulesOf(card({ user: '', phones }, nothing), null, 10).lines).toEqual([])
    expect(rulesOf(card({ user: '', phones }, { user: null, phones: [] }), null, 10).lines).toEqual([])
  })

  test('are none for a user without a number, and what was known stays known', () => {
    const before = { user: 'И', phones: [MOBILE, OFFICE] }
    const { lines, known } = rulesOf(card({ user: 'П', phones: [OFFICE] }, before), null, 10)
    expect(lines).toEqual(['9035677876='])
    expect(known).toEqual({ user: 'И', phones: [OFFICE] })
  })

  test('compare as many digits as the server says', () => {
    expect(rulesOf(card({ user: 'И', phones: [LOCAL, MOBILE] }, nothing), '103', 7).lines).toEqual([
      '5550125=103',
      '5677876=103',
    ])
  })
})

describe('who a name in the routing field is', () => {
  const person = (number: string | null) => ({ id: `${number}`, name: 'И', department: '', number })
  const answering = (connected: boolean, ...numbers: (string | null)[]): Ask =>
    (async () => ({ connected, loaded: true, colleagues: numbers.map(person) })) as unknown as Ask

  test.each([
    [answering(true, '103'), { kind: 'number', number: '103' }],
    [answering(false, '103'), { kind: 'number', number: '103' }],
    [answering(true, '103', '103'), { kind: 'number', number: '103' }],
    [answering(true, '103', '104'), { kind: 'sharedName', colleagues: [person('103'), person('104')] }],
    [answering(true, '103', null), { kind: 'sharedName', colleagues: [person('103')] }],
    [answering(true, null), { kind: 'noNumber' }],
    [answering(true), { kind: 'unknownUser' }],
    [answering(false), { kind: 'notConnected' }],
    [(async () => ({ connected: true, loaded: false, colleagues: [] })) as unknown as Ask, { kind: 'notLoaded' }],
  ])('%#', async (ask, expected) => {
    expect(await targetOf('И', ask)).toEqual(expected)
  })
})

describe('handing rules over', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  const signal = new AbortController().signal
  const asking = (...outcomes: (TrubkaError | null)[]) => {
    const asked: { commandId: string }[] = []
    const ask = (async (_method: string, params: { commandId: string }) => {
      asked.push(params)
      const outcome = outcomes.shift()
      if (outcome) throw outcome
      return { refused: [] }
    }) as unknown as Ask
    return { ask, asked }
  }

  test('outlasts the death of the background, under one id', async () => {
    const { ask, asked } = asking(new TrubkaError('internal'), new TrubkaError('timeout'), null)
    const written = write(['9035677876=103'], ask, signal)
    await vi.runAllTimersAsync()
    await expect(written).resolves.toEqual({ refused: [] })
    expect(asked).toHaveLength(3)
    expect(new Set(asked.map(({ commandId }) => commandId)).size).toBe(1)
    expect(asked[0]?.commandId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('is given up at once where asking again cannot help', async () => {
    const { ask, asked } = asking(new TrubkaError('unknownBase'))
    await expect(write(['9035677876=103'], ask, signal)).rejects.toThrow('unknownBase')
    expect(asked).toHaveLength(1)
  })
})
