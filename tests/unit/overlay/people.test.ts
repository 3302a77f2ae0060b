import { afterEach, expect, test, vi } from 'vitest'
import { Dots } from '../../../src/content/overlay/dots.ts'
import { Marks } from '../../../src/content/overlay/marks.ts'
import { PageMarks } from '../../../src/content/overlay/page-marks.ts'
import { Presence } from '../../../src/content/overlay/presence.ts'
import { Toolbar } from '../../../src/content/overlay/toolbar.ts'
import { NO_BOOKS } from '../../../src/protocol/address-book.ts'
import type { Present } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import { openPage } from '../../support/onec-page.ts'

const ANNA: Present = { name: 'Иванова Анна Сергеевна', line: { state: 'free', with: null }, status: null }

afterEach(() => void vi.unstubAllGlobals())

test('of a colleague in a field it is said who is shown, and their dot stands there once their line is known', () => {
  const doc = openPage('<html><body><p><span id="name">Иванова Анна Сергеевна</span></p></body></html>')
  vi.stubGlobal('document', doc)
  vi.stubGlobal('innerHeight', 900)
  Object.assign(doc, { elementFromPoint: undefined, elementsFromPoint: undefined })
  const element = doc.getElementById('name')
  if (!element) throw new Error('no field')
  const rect = { left: 0, right: 200, width: 200, top: 10, bottom: 30, height: 20 }
  for (const each of [element, element.parentElement]) Object.assign(each ?? {}, { getBoundingClientRect: () => rect })

  const said: (readonly string[])[] = []
  const presence = new Presence((names) => said.push(names))
  const dots = new Dots('ru')
  const { signal } = new AbortController()
  const page = new PageMarks({
    doc,
    marks: new Marks(doc.createElement('i')),
    presence,
    toolbar: new Toolbar('ru', { dial: () => {}, mayDial: () => false }, signal),
    dots,
    isAsleep: () => false,
    isPaired: () => true,
    looks: () => () => null,
  })
  const online = (present: Present[]) => {
    presence.update({ connection: 'online', state: STATE, owed: 0, preferences: DEFAULT_PREFERENCES, present })
    page.presence()
  }
  const read = () => element.textContent ?? ''
  const field = { form: 1, kind: 'label' as const, caption: 'Ответственный', element, box: element, read }
  page.set({ fields: [], people: [field], lists: [], cards: [] })
  page.refresh()
  online([])
  expect(said).toEqual([[ANNA.name]])
  expect(dots.element.childElementCount).toBe(0)
  online([ANNA])
  expect(dots.element.firstElementChild?.getAttribute('aria-label')).toBe(`${ANNA.name}: свободен`)
  page.stop()
  presence.stop()
})

const STATE = {
  self: { id: 'me', name: 'Оператор', department: '', number: '101' },
  pbx: 'up' as const,
  bases: [],
  routing: { enabled: true, lastDigits: 10, internalLength: { min: 3, max: 3 } },
  calls: [],
  colleagues: [],
  intakes: [],
  acceptances: [],
  notices: [],
  statuses: {},
  missed: 0,
  history: 0,
  books: NO_BOOKS,
  favourites: [],
  chats: null,
  typing: [],
  lines: {},
}
