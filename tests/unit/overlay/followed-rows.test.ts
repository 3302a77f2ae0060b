import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scanPage } from '../../../src/content/onec/scan.ts'
import { Dots } from '../../../src/content/overlay/dots.ts'
import { Marks } from '../../../src/content/overlay/marks.ts'
import { PageMarks } from '../../../src/content/overlay/page-marks.ts'
import { Presence } from '../../../src/content/overlay/presence.ts'
import { Toolbar } from '../../../src/content/overlay/toolbar.ts'
import { openPage } from '../../support/onec-page.ts'

let afterLayout: (() => void)[] = []

beforeEach(() => {
  afterLayout = []
  vi.stubGlobal('innerHeight', 900)
  vi.stubGlobal('innerWidth', 1200)
  // However long it takes, it is one slice.
  vi.spyOn(performance, 'now').mockReturnValue(0)
  // happy-dom lays nothing out: it is the test that says when that has been done.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      #call: () => void
      constructor(call: () => void) {
        this.#call = call
      }
      observe() {
        afterLayout.push(this.#call)
      }
      disconnect() {}
    },
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('rows built anew are read at once; that they lie elsewhere turns out when the page is laid out, and their buttons follow', () => {
  const doc = openPage(`<html><body><div id="pages_container"><div id="page1"><div class="grid" id="form2_Список">
    <div class="gridHead"><div class="gridBox" colindex="4">Телефон</div></div>
    <div class="gridBody"></div></div></div></div></body></html>`)
  vi.stubGlobal('document', doc)
  Object.assign(doc, { elementFromPoint: undefined, elementsFromPoint: undefined })
  const body = doc.querySelector('.gridBody')
  if (!body) throw new Error('no list')
  const draw = (phones: readonly string[], height: number) => {
    const rows = phones.map((phone, at) => {
      const row = doc.createElement('div')
      row.className = 'gridLine'
      row.innerHTML = `<div class="gridBox" colindex="4"><div class="gridBoxText">${phone}</div></div>`
      const [top, bottom] = [at * height, (at + 1) * height]
      const rect = { left: 0, right: 100, width: 100, top, bottom, height }
      return [row, Object.assign(row.firstElementChild ?? {}, { getBoundingClientRect: () => rect })] as const
    })
    body.replaceChildren(...rows.map(([row]) => row))
  }
  draw(['8 912 000-00-01', '8 912 000-00-02'], 20)

  const toolbar = new Toolbar('ru', { dial: () => {}, mayDial: () => false }, new AbortController().signal)
  const presence = new Presence(() => {})
  const page = new PageMarks({
    doc,
    marks: new Marks(doc.createElement('i')),
    presence,
    toolbar,
    dots: new Dots('ru'),
    isAsleep: () => false,
    isPaired: () => true,
    looks: () => () => null,
  })
  const buttons = () =>
    [...toolbar.element.querySelectorAll<HTMLElement>('.place')].map(
      (place) => `${place.firstElementChild?.ariaLabel?.slice(-2)} ${place.style.transform}`,
    )
  page.set(scanPage(doc))
  page.refresh()
  expect(buttons()).toEqual(['01 translate(97px, 10px)', '02 translate(97px, 30px)'])

  draw(['8 912 000-00-03', '8 912 000-00-04'], 20)
  page.rows(new Set([body]))
  expect(buttons()).toEqual(['03 translate(97px, 10px)', '04 translate(97px, 30px)'])
  for (const call of afterLayout.splice(0)) call()
  expect(buttons()).toEqual(['03 translate(97px, 10px)', '04 translate(97px, 30px)'])

  draw(['8 912 000-00-05', '8 912 000-00-06'], 40)
  page.rows(new Set([body]))
  for (const call of afterLayout.splice(0)) call()
  expect(buttons()).toEqual(['05 translate(97px, 20px)', '06 translate(97px, 60px)'])
  page.stop()
  presence.stop()
})
