import { afterEach, beforeEach, vi } from 'vitest'
import { type SavedCard, Saves } from '../../../src/content/onec/saves.ts'
import { scanPage } from '../../../src/content/onec/scan.ts'
import { openFixture } from '../../support/onec-page.ts'

// One page of 1C with a card, worked by hand: each test begins with a fresh one.

export const PHONE = 'form2_КонтактнаяИнформацияПоле5f3c0c11x7a2ex11ecx8d3dx0050569b0a011_i0'
export const USER = 'form2_ПользовательДляПереключенияЗвонков_i0'
export const IVANOVA = 'Иванова Анна Сергеевна'

export let doc: Document
export let saves: Saves
export let saved: SavedCard[]
let ended: AbortController

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  ended.abort()
  vi.useRealTimers()
})

/** Opens a card and lets it stand for a while, as a person does before touching it. */
export function open(
  file: string,
  known: (card: SavedCard) => SavedCard['before'] = (card) => card.values,
  prepare: (title: Element) => void = () => {},
): void {
  doc = openFixture(file)
  prepare(byId('VW_page2headerTopLine_title'))
  saved = []
  ended = new AbortController()
  saves = new Saves(doc, {
    saved: async (card) => {
      saved.push(card)
      return known(card)
    },
  })
  saves.start(ended.signal)
  pass(3000)
}

/** Time goes by, with the looks at the page that go with it. */
export function pass(ms: number): void {
  for (let gone = 0; gone < ms; gone += 250) {
    vi.advanceTimersByTime(250)
    saves.look(scanPage(doc).cards)
  }
}

export const byId = (id: string): HTMLElement => {
  const element = doc.getElementById(id)
  if (!element) throw new Error(`no ${id}`)
  return element
}
export const setValue = (id: string, value: string) => {
  ;(byId(id) as HTMLInputElement).value = value
}
export const event = (type: string, init: object = {}) => {
  const view = doc.defaultView as unknown as { Event: typeof Event }
  return Object.assign(new view.Event(type, { bubbles: true }), { clientX: 0, clientY: 0 }, init)
}
export function press(id: string): void {
  byId(id).dispatchEvent(event('pointerdown'))
  byId(id).dispatchEvent(event('pointerup'))
  if (doc.getElementById(id)) byId(id).dispatchEvent(event('click'))
}
export const key = (init: { code: string; ctrlKey?: boolean }) =>
  doc.body.dispatchEvent(event('keydown', { ctrlKey: false, altKey: false, metaKey: false, ...init }))

export const setCaption = (text: string) => {
  byId('VW_page2headerTopLine_title').setAttribute('title', text)
}
export const add = (html: string) => doc.body.insertAdjacentHTML('beforeend', html)
export const question = (text: string) =>
  add(`<div id="ps1win"><div id="form9_Message">${text}</div>
    <a class="press pressDefault" id="form9_Button0"><span>Да</span></a><a class="press" id="form9_Button1"><span>Нет</span></a>
    <a class="press" id="form9_Button2"><span>Отмена</span></a></div>`)
export const closeForm = () => byId('page2').remove()

/** An existing card of which the user has just chosen a new user for calls. */
export function openAndChange(): void {
  open('routing-after-save.html')
  doc.querySelector('.confirm')?.remove()
  press(USER)
  setValue(USER, 'Сидоров С. С.')
  setCaption('ИП Сидоров (Клиент) *')
  pass(500)
}
