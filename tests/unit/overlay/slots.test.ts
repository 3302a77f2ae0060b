import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { Cell } from '../../../src/content/onec/cell.ts'
import { Marks } from '../../../src/content/overlay/marks.ts'
import { Slots } from '../../../src/content/overlay/slots.ts'
import { openPage } from '../../support/onec-page.ts'

const ROW = 20
const SEEN = { top: 0, bottom: 200, right: 100 }

beforeEach(() => {
  vi.stubGlobal('innerHeight', 900)
  // However long it takes, it is one slice; said again for each test, before which mocks are reset.
  vi.spyOn(performance, 'now').mockReturnValue(0)
})
afterAll(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** A list whose rows show these texts, one below another; happy-dom lays nothing out. */
function list(texts: readonly string[]) {
  const doc = openPage('<html><body><div id="list"></div><i id="layer"></i></body></html>')
  const [grid, layer] = ['list', 'layer'].map((id) => doc.getElementById(id))
  if (!grid || !layer) throw new Error('no list')
  Object.assign(doc, { elementFromPoint: undefined, elementsFromPoint: undefined })
  const put = <E extends Element>(element: E, top: number, bottom: number, right = 100) =>
    Object.assign(element, {
      getBoundingClientRect: () => ({ left: 0, right, width: right, top, bottom, height: bottom - top }),
    })
  put(grid, SEEN.top, SEEN.bottom)
  /** Rows built anew, from a height on; their cells, in which each text has an element of its own. */
  const draw = (rows: readonly (string | readonly string[])[], from = 0, right = 100) => {
    const cells = rows.map((texts, at): HTMLElement => {
      const cell = put(doc.createElement('div'), from + at * ROW, from + (at + 1) * ROW, right)
      for (const text of [texts].flat()) {
        const inner = doc.createElement('div')
        inner.className = 'gridBoxText'
        inner.textContent = text
        cell.append(inner)
      }
      return cell
    })
    grid.replaceChildren(...cells)
    return cells
  }
  const marks = new Marks(layer)
  const slots = new Slots<string, string>(
    (text) => text,
    (text) => (/\d/.test(text) ? text : null),
  )
  draw(texts)
  const cells = [...grid.querySelectorAll<HTMLElement>(':scope > div')]
  slots.set(cells.map((element) => new Cell({ form: 1, grid, isLong: false }, 'Телефон', element)))
  slots.measure(marks)
  const shown = () => slots.marks.map(({ value, spot }) => `${value} at ${spot.middle}`)
  return { draw, marks, slots, shown }
}

test('rows built anew where the former ones were: the marks stay, and say what stands there now', () => {
  const { draw, marks, slots, shown } = list(['101', '102', '103'])
  const before = slots.marks
  const rows = draw(['201', '202', '203'])
  expect(slots.goOn([rows], marks)).toBe('values')
  expect(slots.marks).toBe(before)
  expect(shown()).toEqual(['201 at 10', '202 at 30', '203 at 50'])
  expect(slots.marks.map(({ place }) => place.element)).toEqual(rows)
  expect(slots.marks.map(({ place }) => place.read())).toEqual(['201', '202', '203'])
})

test('a row that shows no number loses its mark, and gets it again with its number', () => {
  const { draw, marks, slots, shown } = list(['101', 'no phone', '103'])
  expect(slots.goOn([draw(['no phone', '202', '203'])], marks)).toBe('marks')
  expect(shown()).toEqual(['202 at 30', '203 at 50'])
  expect(slots.goOn([draw(['301', '202', 'no phone'])], marks)).toBe('marks')
  expect(shown()).toEqual(['301 at 10', '202 at 30'])
})

test('the same rows once more change nothing', () => {
  const { draw, marks, slots } = list(['101', 'no phone'])
  expect(slots.goOn([draw(['101', 'no phone'])], marks)).toBe('none')
})

test('more rows or fewer are no such rows', () => {
  const { draw, marks, slots } = list(['101', 'no phone'])
  expect(slots.goOn([draw(['101', '102', '103'])], marks)).toBe('all')
  expect(slots.goOn([draw(['101'])], marks)).toBe('all')
})

test('nor are rows that turn out to lie elsewhere, or whose column has become wider', () => {
  const { draw, marks, slots } = list(['101', '102', '103'])
  const isInPlace = (from: number, right: number) => {
    slots.goOn([draw(['201', '202', '203'], from, right)], marks)
    return slots.isInPlace()
  }
  expect(isInPlace(0, 100)).toBe(true)
  expect(isInPlace(1, 100)).toBe(false)
  expect(isInPlace(0, 120)).toBe(false)
})

test('a cell in which several texts have come is read whole', () => {
  const { draw, marks, slots, shown } = list(['101', '102'])
  slots.goOn([draw(['201', ['202', '203']])], marks)
  expect(shown()).toEqual(['201 at 10', '202\n203 at 30'])
})

test('a cell that 1C has taken away in the meantime is no longer what the place shows', () => {
  const { draw, marks, slots } = list(['101'])
  const [cell] = draw(['201'])
  slots.goOn([cell ? [cell] : []], marks)
  cell?.remove()
  expect(slots.marks.map(({ place }) => place.element.isConnected)).toEqual([false])
})

test('what is read in sight is known also where nothing is said of it yet', () => {
  const { draw, marks, slots } = list(['101'])
  const [element] = draw(['Anna'])
  if (!element) throw new Error('no row')
  const field = { form: 1, kind: 'label' as const, caption: 'Ответственный', element, box: element, read: () => 'Anna' }
  slots.set([field])
  slots.measure(marks)
  expect(slots.marks).toEqual([])
  expect([...slots.textsInSight()]).toEqual(['Anna'])
})
