import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Cell } from '../../../src/content/onec/cell.ts'
import { Marks } from '../../../src/content/overlay/marks.ts'
import { openPage } from '../../support/onec-page.ts'

const ROW = 20
const COLUMN = 100

beforeAll(() => void vi.stubGlobal('innerHeight', 900))
afterAll(() => void vi.unstubAllGlobals())

/**
 * A list of rows of which each shows a number. happy-dom lays nothing out: rows lie one below another, and a window
 * over them reaches from one height to another. Counts how often the page is asked what lies uppermost.
 */
function list(rows: number, isLong: boolean) {
  const lines = Array.from({ length: rows }, () => '<div class="gridBox" colindex="6"></div>').join('')
  const doc = openPage(
    `<html><body><div id="list">${lines}</div><div id="window"></div><i id="layer"></i></body></html>`,
  )
  const [grid, window, layer] = ['list', 'window', 'layer'].map((id) => doc.getElementById(id))
  if (!grid || !window || !layer) throw new Error('no list')
  const cells = [...doc.querySelectorAll<HTMLElement>('.gridBox')]
  const put = (element: Element, top: number, bottom: number) =>
    Object.assign(element, {
      getBoundingClientRect: () => ({ left: 0, right: COLUMN, width: COLUMN, top, bottom, height: bottom - top }),
    })
  put(grid, 0, rows * ROW)
  for (const [at, cell] of cells.entries()) put(cell, at * ROW, (at + 1) * ROW)
  const page = { asked: 0, window: { from: 0, to: 0 } }
  const uppermost = (_x: number, y: number) => {
    page.asked++
    return y >= page.window.from && y < page.window.to ? window : (cells[Math.floor(y / ROW)] ?? null)
  }
  Object.assign(doc, { elementFromPoint: uppermost, elementsFromPoint: () => [] })
  const places = cells.map((element) => new Cell({ form: 1, grid, isLong }, 'Телефон', element))
  const marks = new Marks(layer)
  const free = () =>
    places.filter((place) => {
      const spot = marks.spotOf(place)
      return spot !== null && marks.isFree(place, spot)
    })
  /** Rows that have a mark; what takes too long for one slice comes with the next. */
  const marked = () => {
    for (;;) {
      marks.begin()
      const found = free()
      if (!marks.late) return found.map(({ element }) => cells.indexOf(element))
    }
  }
  return { page, marks, marked, free, places }
}
const all = (rows: number) => Array.from({ length: rows }, (_, row) => row)

test('a mark is taken for that of its place as long as it stands nearly there', () => {
  const { marks, marked, places } = list(36, false)
  marked()
  const [place] = places
  const spot = place && marks.spotOf(place)
  if (!place || !spot) throw new Error('no spot')
  expect(marks.isNear({ place, value: null, spot })).toBe(true)
  expect(marks.isNear({ place, value: null, spot: { ...spot, middle: spot.middle + 3 } })).toBe(true)
  expect(marks.isNear({ place, value: null, spot: { ...spot, middle: spot.middle + ROW } })).toBe(false)
  expect(marks.isNear({ place, value: null, spot: { ...spot, right: spot.right + COLUMN } })).toBe(false)
})

test.each([
  ['a list of 1C’s', false],
  ['a list of very many rows', true],
])('%s: beside rows under a window there is nothing, beside all others there is', (_what, isLong) => {
  const { page, marked } = list(36, isLong)
  page.window = { from: 10 * ROW, to: 20 * ROW }
  expect(marked()).toEqual(all(36).filter((row) => row < 10 || row >= 20))
})

test('in a list of very many rows the page is asked at a few heights alone, and not again when rows change', () => {
  const { page, marked } = list(36, true)
  expect(marked()).toEqual(all(36))
  expect(page.asked).toBeLessThan(10)
  page.asked = 0
  marked()
  expect(page.asked).toBe(0)
})

test('what nobody has told of is noticed by asking a few again, in turns', () => {
  const { page, marks, marked } = list(36, false)
  marked()
  const rounds = 36
  const noticed = () => Array.from({ length: rounds }, () => marks.askAgain()).some(Boolean)
  expect(noticed()).toBe(false)
  page.window = { from: 10 * ROW, to: 12 * ROW }
  expect(noticed()).toBe(true)
  marks.forget()
  expect(marked()).toEqual(all(36).filter((row) => row !== 10 && row !== 11))
})

test('places that say nothing yet are asked for ahead: what comes there asks nothing in its own frame', () => {
  const { page, marks, marked, places } = list(36, false)
  do {
    marks.begin()
    marks.ahead(places)
  } while (marks.late)
  expect(page.asked).toBe(36)
  expect(marked()).toEqual(all(36))
  expect(page.asked).toBe(36)
})

test('on a slow machine no mark goes while the page is asked anew, however often it has to be begun again', () => {
  const { page, marks, marked, free } = list(36, false)
  marked()
  let now = 0
  // Each question takes longer than a slice.
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 10))
  try {
    for (let round = 0; round < 3; round++) {
      page.asked = 0
      marks.forget(round === 0)
      marks.begin()
      expect(free()).toHaveLength(36)
      expect(marks.late).toBe(true)
      expect(page.asked).toBeLessThan(36)
    }
  } finally {
    clock.mockRestore()
  }
})
