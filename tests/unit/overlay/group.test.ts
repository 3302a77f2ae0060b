import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { scanPage } from '../../../src/content/onec/scan.ts'
import { Group } from '../../../src/content/overlay/group.ts'
import { Marks } from '../../../src/content/overlay/marks.ts'
import { Presence } from '../../../src/content/overlay/presence.ts'
import type { Mirror } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import { openPage } from '../../support/onec-page.ts'
import { freshState } from '../../support/peer.ts'

beforeEach(() => {
  vi.stubGlobal('innerHeight', 900)
  vi.stubGlobal('innerWidth', 1200)
  // However long it takes, it is one slice; said again for each test, before which mocks are reset.
  vi.spyOn(performance, 'now').mockReturnValue(0)
})
afterAll(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const ofAnna: Mirror = {
  connection: 'online',
  state: freshState(),
  owed: 0,
  preferences: DEFAULT_PREFERENCES,
  present: [{ name: 'Анна', line: { state: 'free', with: null }, status: null }],
}

const row = (cell: string) => `<div class="gridRow"><div class="gridCell" colindex="4">${cell}</div></div>`

test.each([
  ['the older markup', (phone: string) => row(phone)],
  ['the newer markup', (phone: string) => row(`<div class="gridBoxText">${phone}</div>`)],
])('a search that finds nothing, and then one that does: what it has found is read (%s)', (_what, rowOf) => {
  const doc = openPage(`<html><body><div id="pages_container"><div id="page1"><div class="grid" id="form2_Список">
    <div class="gridHead"><div class="gridBox" colindex="4">Телефон</div></div>
    <div class="gridContent" id="rows">${rowOf('8 912 000-00-01')}</div></div></div></div><i id="layer"></i></body></html>`)
  const [rows, layer] = ['rows', 'layer'].map((id) => doc.getElementById(id))
  const [list] = scanPage(doc).lists
  if (!rows || !layer || !list) throw new Error('no list')
  const group = new Group(new Marks(layer), new Presence(() => {}), list)
  /** As the page's marks do when nothing but rows has changed. */
  const follow = () => {
    if (group.goOn() === 'all') {
      group.read()
      group.measure()
    }
    return group.dials.places.map((place) => place.read())
  }
  expect(follow()).toEqual(['8 912 000-00-01'])
  rows.innerHTML = ''
  expect(follow()).toEqual([])
  rows.innerHTML = rowOf('8 912 000-00-02')
  expect(follow()).toEqual(['8 912 000-00-02'])
})

test('a list that shows people alone: that it is elsewhere is noticed by their dots', () => {
  const doc = openPage(`<html><body><div id="pages_container"><div id="page1"><div class="grid" id="form2_Список">
    <div class="gridHead"><div class="gridBox" colindex="4">Ответственный</div></div>
    <div class="gridContent">${row('<div class="gridBoxText">Анна</div>')}</div></div></div></div><i id="layer"></i></body></html>`)
  const [list] = scanPage(doc).lists
  const [cell, layer] = ['.gridContent .gridCell', '#layer'].map((selector) => doc.querySelector(selector))
  if (!list || !cell || !layer) throw new Error('no list')
  Object.assign(doc, { elementsFromPoint: undefined })
  const put = (top: number) =>
    Object.assign(cell, {
      getBoundingClientRect: () => ({ left: 0, right: 90, width: 90, top, bottom: top + 20, height: 20 }),
    })
  const presence = new Presence(() => {})
  presence.update(ofAnna)
  const group = new Group(new Marks(layer), presence, list)
  put(100)
  group.read()
  group.measure()
  expect(group.dots.marks).toHaveLength(1)
  expect(group.hasMoved()).toBe(false)
  put(140)
  expect(group.hasMoved()).toBe(true)
})
