import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchPage } from '../../../src/content/onec/watch.ts'
import { openPage } from '../../support/onec-page.ts'

const PAGE = `<html><body><div id="pages_container"><div id="page1" style="display:none"><p id="hidden"></p></div>
  <div id="page2"><p id="shown"></p>
  <div id="form1_Страница" style="display: none"><p id="within"></p></div><div id="rows"><p><b id="cell"></b></p></div></div></div></body></html>`

let doc: Document
let ended: AbortController
let visibility: 'visible' | 'hidden'
let needsPolls: boolean
const heard = { scan: vi.fn(), poll: vi.fn(), check: vi.fn(), changed: vi.fn(), moved: vi.fn(), rows: vi.fn() }
const listener = {
  ...heard,
  isBody: (node: Node) => (node as Element).id === 'rows',
  needsPolls: () => needsPolls,
}

beforeEach(() => {
  vi.useFakeTimers()
  doc = openPage(PAGE)
  visibility = 'visible'
  needsPolls = true
  Object.defineProperty(doc, 'visibilityState', { get: () => visibility })
  ended = new AbortController()
  for (const each of Object.values(heard)) each.mockClear()
  watchPage(doc, listener, ended.signal)
})
afterEach(() => {
  ended.abort()
  vi.useRealTimers()
})

const turn = (to: 'visible' | 'hidden') => {
  visibility = to
  const view = doc.defaultView as unknown as { Event: typeof Event }
  doc.dispatchEvent(new view.Event('visibilitychange'))
}
describe('looking at a page', () => {
  test('values are read three times a second', () => {
    vi.advanceTimersByTime(3000)
    expect(listener.poll).toHaveBeenCalledTimes(9)
  })

  test('unless nothing can change its value without a sign; once something can, they are', () => {
    ended.abort()
    ended = new AbortController()
    needsPolls = false
    const watch = watchPage(doc, listener, ended.signal)
    vi.advanceTimersByTime(3000)
    expect(listener.poll).not.toHaveBeenCalled()
    needsPolls = true
    watch?.pollIfNeeded()
    vi.advanceTimersByTime(3000)
    expect(listener.poll).toHaveBeenCalledTimes(9)
  })

  test('what may have moved without a sign is looked for now and then, but not before a frame that is to come', () => {
    const view = doc.defaultView as (Window & { Event: typeof Event }) | null
    if (!view) throw new Error('no window')
    vi.advanceTimersByTime(5000)
    expect(listener.check).toHaveBeenCalledTimes(1)
    vi.spyOn(view, 'requestAnimationFrame').mockReturnValue(1)
    view.dispatchEvent(new view.Event('resize'))
    vi.advanceTimersByTime(10_000)
    expect(listener.check).toHaveBeenCalledTimes(1)
  })

  test('in a hidden tab nothing is done at all', () => {
    vi.advanceTimersByTime(1000)
    turn('hidden')
    for (const each of Object.values(heard)) each.mockClear()
    vi.advanceTimersByTime(60_000)
    expect([listener.scan, listener.poll, listener.moved].map((heard) => heard.mock.calls.length)).toEqual([0, 0, 0])
    turn('visible')
    vi.advanceTimersByTime(400)
    expect(listener.scan).toHaveBeenCalledTimes(1)
  })

  test('in a hidden tab not for a frame that has loaded either', () => {
    vi.advanceTimersByTime(1000)
    const view = doc.defaultView as unknown as EventTarget & { Event: typeof Event }
    const load = () => {
      listener.scan.mockClear()
      view.dispatchEvent(new view.Event('load'))
      vi.advanceTimersByTime(1000)
      return listener.scan.mock.calls.length
    }
    expect(load()).toBe(1)
    turn('hidden')
    expect(load()).toBe(0)
  })

  test('after the end nothing is done at all', () => {
    ended.abort()
    vi.advanceTimersByTime(10_000)
    expect(listener.scan).not.toHaveBeenCalled()
    expect(listener.poll).not.toHaveBeenCalled()
  })
})

describe('what brings a look about', () => {
  /** Real time: happy-dom tells observers in tasks of its own. Two readings later, a look would have come. */
  const afterChange = async (id: string, change = (element: HTMLElement) => element.append('x')): Promise<number> => {
    ended.abort()
    vi.useRealTimers()
    ended = new AbortController()
    watchPage(doc, listener, ended.signal)?.follow([...doc.querySelectorAll('#rows')])
    await vi.waitFor(() => expect(listener.scan).toHaveBeenCalled())
    listener.scan.mockClear()
    listener.poll.mockClear()
    const element = doc.getElementById(id)
    if (element) change(element)
    await vi.waitFor(() => expect(listener.poll.mock.calls.length).toBeGreaterThan(1), 3000)
    return listener.scan.mock.calls.length
  }

  test('a change on the shown page', async () => {
    expect(await afterChange('shown')).toBe(1)
  })

  test('not a change on a hidden page of 1C’s', async () => {
    expect(await afterChange('hidden')).toBe(0)
  })

  test('nor of what is written on a hidden page within a form', async () => {
    expect(await afterChange('within', (element) => element.append('x', doc.createElement('span')))).toBe(0)
  })

  test('but that a field comes there: a card counts it', async () => {
    const change = (element: HTMLElement) =>
      element.append(Object.assign(doc.createElement('input'), { id: 'form1_Телефон_i0' }))
    expect(await afterChange('within', change)).toBe(1)
  })

  test('and that such a page is shown', async () => {
    const change = (element: HTMLElement) => element.parentElement?.removeAttribute('style')
    expect(await afterChange('within', change)).toBe(1)
  })

  test('not a change of rows: they are told of by themselves', async () => {
    expect(await afterChange('cell')).toBe(0)
    expect(listener.rows).toHaveBeenCalledWith(new Set([doc.getElementById('rows')]))
  })

  test('a change of rows and one elsewhere in the same turn', async () => {
    const change = (cell: HTMLElement) => {
      cell.append('x')
      doc.getElementById('shown')?.append('x')
      cell.append('y')
    }
    expect(await afterChange('cell', change)).toBe(1)
  })

  test('nor a change of a row that is then taken away', async () => {
    const change = (cell: HTMLElement) => {
      cell.append('x')
      cell.parentElement?.remove()
    }
    expect(await afterChange('cell', change)).toBe(0)
    expect(listener.rows).toHaveBeenCalledWith(new Set([doc.getElementById('rows')]))
  })
})
