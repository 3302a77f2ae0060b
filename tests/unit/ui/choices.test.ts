import { describe, expect, test } from 'vitest'
import { AVAILABLE } from '../../../src/protocol/status.ts'
import { choices, dialable, transferTargets } from '../../../src/ui/choices.ts'
import { freshState } from '../../support/peer.ts'

const found = (typed: string) => choices(typed, freshState()).map(({ key, to }) => [key, to])

describe('the dial field', () => {
  test('finds by the first letters of any word of the name', () => {
    expect(found('сем')).toEqual([['u103', '103']])
    expect(found('ильич петр')).toEqual([['u103', '103']])
    expect(found('етров')).toEqual([])
  })

  test('finds by department, and shows who has no number without offering to call', () => {
    expect(found('склад')).toEqual([['u104', null]])
  })

  test('the colleague with exactly this number comes first', () => {
    expect(found('103')).toEqual([['u103', '103']])
  })

  test('part of a number offers to dial it, then colleagues whose number begins so', () => {
    expect(found('10')).toEqual([
      ['number', '10'],
      ['u103', '103'],
    ])
  })

  test('forgives the wrong layout of the keyboard, and ё for е', () => {
    expect(found('gtnhjd bkmbx')).toEqual([['u103', '103']])
    expect(found('Ctv`y')).toEqual([['u103', '103']])
    expect(found('семен')).toEqual([['u103', '103']])
    expect(found(',tk')).toEqual([])
  })

  test('never offers to call oneself', () => {
    expect(found('иванова')).toEqual([])
  })

  test('works without a picture from the server', () => {
    expect(choices('89035677876', null)).toMatchObject([{ to: '79035677876' }])
  })

  test.each([
    ['8 (903) 567-78-76', '79035677876'],
    ['+7 903 567 78 76', '79035677876'],
    ['103', '103'],
    ['1', null],
    ['Иванов', null],
    ['103,104', null],
    ['103\r\nAction: Logoff', null],
  ])('%j is dialled as %j', (typed, number) => {
    expect(dialable(typed)).toBe(number)
  })
})

describe('whom a call can be given to', () => {
  const state = {
    self: { id: 'a', name: 'Я', department: '', number: '101' },
    colleagues: [
      { id: 'a', name: 'Я', department: '', number: '101' },
      { id: 'b', name: 'Белов', department: '', number: '102' },
      { id: 'c', name: 'Власов', department: '', number: '103' },
      { id: 'd', name: 'Горин', department: '', number: null },
      { id: 'e', name: 'Агеев', department: '', number: '105' },
    ],
    lines: {
      '102': { state: 'talking' as const, with: 'Ромашка' },
      '103': { state: 'free' as const, with: null },
      '105': { state: 'offline' as const, with: null },
    },
    statuses: {},
  }

  test('before anything is typed: everybody with a number but oneself, the free ones first', () => {
    expect(transferTargets('', state).map(({ key }) => key)).toEqual(['c', 'b', 'e'])
  })

  test('who is away stands behind those who talk, who wants to be left alone behind them', () => {
    const statuses = { c: { ...AVAILABLE, kind: 'lunch' as const }, b: { ...AVAILABLE, kind: 'doNotDisturb' as const } }
    const lines = { ...state.lines, '102': { state: 'free' as const, with: null } }
    expect(transferTargets('', { ...state, lines, statuses }).map(({ key }) => key)).toEqual(['c', 'b', 'e'])
    expect(transferTargets('белов', { ...state, statuses })).toMatchObject([{ status: { kind: 'doNotDisturb' } }])
  })

  test('each with what their line is doing', () => {
    expect(transferTargets('белов', state)).toMatchObject([{ to: '102', line: { state: 'talking', with: 'Ромашка' } }])
  })
})
