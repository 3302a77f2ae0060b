// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { DetachedWindowAPI } from 'happy-dom'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Stand, startStand } from '../../../stand/stand.ts'
import { CallDocument } from '../../../stand/webclient/page/call-document.ts'
import { ClientCard } from '../../../stand/webclient/page/client-card.ts'
import { Desk } from '../../../stand/webclient/page/desk.ts'
import { clear } from '../../../stand/webclient/page/dom.ts'
import { DropList } from '../../../stand/webclient/page/drop-list.ts'
import { HomeForm } from '../../../stand/webclient/page/home-form.ts'
import { ListForm } from '../../../stand/webclient/page/list-form.ts'
import { notifyWritten } from '../../../stand/webclient/page/notices.ts'
import type { ObjectEvents } from '../../../stand/webclient/page/object-form.ts'
import { formOf, startSession } from '../../../stand/webclient/page/server.ts'
import { buildShell } from '../../../stand/webclient/page/shell.ts'
import { setSwitches } from '../../../stand/webclient/page/switches.ts'

const nothing = () => {}

let stand: Stand
beforeAll(async () => {
  stand = await startStand({ webPort: 0, page: '' })
  // The page's calls go to a real server, by addresses relative to the page's.
  const api: unknown = Reflect.get(window, 'happyDOM')
  if (!(api instanceof DetachedWindowAPI)) throw new Error('no window to tell its address')
  api.setURL(stand.webClientUrl)
  api.settings.enableIframePageLoading = true
  await startSession()
})
afterAll(() => stand.stop())

/** An element's shape: tag, classes, id without numbers, and the names of its attributes, under its parent's. */
function shapes(root: Element): Set<string> {
  const found = new Set<string>()
  for (const element of [root, ...root.querySelectorAll('*')]) {
    const parent = element === root ? '' : `${shape(element.parentElement)} > `
    found.add(parent + shape(element))
  }
  return found
}

function shape(element: Element | null): string {
  if (!element) return ''
  const id = element.id
    .replace(/_(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|c\d)$/u, '_GUID')
    .replace(/\d+(?=_|header|ps|win|$)/gu, 'N')
  const classes = [...element.classList].filter((name) => !OWN_LOOK.has(name)).toSorted()
  const attributes = element
    .getAttributeNames()
    .filter((name) => !NOT_COMPARED.test(name))
    .toSorted()
  return [
    element.localName,
    id && `#${id}`,
    ...classes.map((name) => `.${name}`),
    ...attributes.map((a) => `[${a}]`),
  ].join('')
}

/** Classes the stand has for its own style sheet; a real client has others, nobody knows which. */
const OWN_LOOK = new Set(['page', 'formContainer', 'toplineClose', 'toplineEcs', 'themeBox', 'vertButtonScroll'])
/** Where it stands, what it says, whether it is at an end: no structure. Harness attributes are none of 1C's. */
const NOT_COMPARED = /^(?:id|class|style|data-fx-.*|tabindex|disabled)$/u
const AT_AN_END = /\.disabled/gu

function fixture(file: string): Document {
  const doc = new DOMParser().parseFromString(readFileSync(`tests/fixtures/onec/${file}`, 'utf8'), 'text/html')
  for (const script of doc.querySelectorAll('script')) script.remove()
  return doc
}

const asText = (found: Set<string>) => [...found].map((each) => each.replace(AT_AN_END, '')).toSorted()
/** All that the fixture has, the stand must have; what the stand has beside it, it adds. */
const missing = (wanted: Set<string>, got: Set<string>) => {
  const there = new Set(asText(got))
  return asText(wanted).filter((each) => !there.has(each))
}

const events: ObjectEvents = {
  drop: new DropList(),
  write: nothing,
  reread: nothing,
  closing: nothing,
  called: nothing,
  refused: nothing,
  openUser: nothing,
}

let desk: Desk
beforeEach(() => {
  clear(document.body)
  setSwitches({ rows: 'reuse', pace: 'fast' })
  const { pages, tabs } = buildShell(events.drop, nothing)
  desk = new Desk(pages, tabs)
  // Numbers go on as on the page, where the start page is the first.
  desk.formNumber()
})

const container = (doc: Document) => {
  const found = doc.querySelector('#pages_container [id$="_container"]:not(#form0_container)')
  if (!found) throw new Error('no form')
  return found
}

describe('the stand’s markup is that of the fixtures', () => {
  test('the client card', async () => {
    const answer = await formOf('client', stand.base.clientNamed('ООО «Ромашка»').ref)
    if (answer.object.kind !== 'client') throw new Error('no client')
    const card = new ClientCard(desk.formNumber(), answer.object, answer.kinds, { ...events, transfer: nothing })
    desk.open(card)
    const wanted = fixture('client-card.html')
    expect(missing(shapes(container(wanted)), shapes(card.container))).toEqual([])
    // Both ways: every shape of a field, a title, a button and a contact row is one that the fixture has.
    const known = new Set(asText(shapes(container(wanted))))
    const added = asText(shapes(card.container)).filter((each) => !known.has(each))
    expect(added.filter((each) => !/ФормаПеречитать|submenu/u.test(each))).toEqual([])
  })

  test('the phone call', async () => {
    const answer = await formOf('call', stand.base.calls[0]?.ref ?? '')
    if (answer.object.kind !== 'call') throw new Error('no call')
    const call = new CallDocument(desk.formNumber(), answer.object, answer.kinds, events)
    desk.open(call)
    const wanted = shapes(container(fixture('phone-call-document.html')))
    expect(missing(wanted, shapes(call.container))).toEqual([])
    const known = new Set(asText(wanted))
    const added = asText(shapes(call.container)).filter((each) => !known.has(each))
    expect(added.filter((each) => !/ФормаПеречитать/u.test(each))).toEqual([])
  })

  test('the client list with its preview and the list of contact persons', async () => {
    const list = new ListForm(desk.formNumber(), nothing, nothing)
    desk.open(list)
    await list.grid.load(0, 0)
    await expect.poll(() => list.container.querySelector('[id$="ПросмотрИНН#text"]')?.textContent).not.toBe('')
    await expect
      .poll(() => list.container.querySelectorAll('[id^="grid_"] .gridBody .gridBox').length)
      .toBeGreaterThan(0)
    expect(missing(shapes(container(fixture('client-list-preview.html'))), shapes(list.container))).toEqual([])
  })

  test('the shell, a page with its caption line, and its tab', () => {
    desk.open(new HomeForm(desk.formNumber(), { openList: nothing, newCall: nothing, openRequests: nothing }))
    for (const part of ['#captionbar', '#headerLine', '#themesCell', '#openedCell_cont', '.toplineBox']) {
      const [wanted, got] = [fixture('client-card.html').querySelector(part), document.querySelector(part)]
      if (!wanted || !got) throw new Error(`no ${part}`)
      expect(missing(shapes(wanted), shapes(got)).filter((each) => !/HOME/u.test(each))).toEqual([])
    }
  })

  test('the notification of a write', () => {
    setSwitches({ confirm: 'old' })
    notifyWritten('Создание', 'ИП Сидоров', nothing)
    const wanted = fixture('routing-after-save.html').querySelector('.confirm')
    const got = document.querySelector('.confirm')
    if (!wanted || !got) throw new Error('no notification')
    expect(asText(shapes(got))).toEqual(asText(shapes(wanted)))
  })

  test('a difference is seen', () => {
    const [one, other] = [document.createElement('div'), document.createElement('div')]
    one.innerHTML = '<label id="form2_Х" class="field"><input id="form2_Х_i0" class="editInput"></label>'
    other.innerHTML = '<div id="form2_Х" class="field"><input id="form2_Х_i0" class="editInput"></div>'
    expect(missing(shapes(one), shapes(other))).not.toEqual([])
  })
})
