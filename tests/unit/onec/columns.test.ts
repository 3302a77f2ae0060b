import { expect, test } from 'vitest'
import { numbersAt, phonePlaces, scanPage } from '../../../src/content/onec/scan.ts'
import { openPage } from '../../support/onec-page.ts'

type Box = {
  at: [left: number, width: number]
  text: string
  index?: number
  top?: number
  fix?: boolean
  inside?: string
}

const box = ({ at: [left, width], text, index, top = 0, fix = false, inside = '' }: Box) =>
  `<div class="gridBox${fix ? ' gridBoxFix' : ''}" ${index === undefined ? '' : `colindex="${index}"`}
    style="left:${left}px;width:${width}px;top:${top}px;height:20px"><div class="gridBoxText">${text}</div>${inside}</div>`
const line = (boxes: Box[], top: number) =>
  `<div class="gridLine" style="left:0;top:${top}px">${boxes.map(box).join('')}</div>`
const head = (...boxes: Box[]) => `<div class="gridHead">${line(boxes, 0)}</div>`
const body = (...rows: Box[][]) =>
  `<div class="gridBody" style="top:40px">${rows.map((boxes, n) => line(boxes, n * 40)).join('')}</div>`

/** Captions and numbers of what is found in a list. happy-dom lays nothing out: places are what the styles say. */
function found(html: string, id = 'form2_Список'): [string, string][] {
  const doc = openPage(`<html><body><div id="pages_container"><div id="page1"><div id="form2_container">
    <div class="grid" id="${id}">${html}</div></div></div></div></body></html>`)
  for (const element of doc.querySelectorAll<HTMLElement>('.gridBox')) {
    const sum = (side: 'left' | 'top') => {
      let pixels = 0
      for (let each: HTMLElement | null = element; each; each = each.parentElement)
        pixels += Number.parseFloat(each.style[side]) || 0
      return pixels
    }
    const left = sum('left')
    const top = sum('top')
    const width = Number.parseFloat(element.style.width)
    const rect = { left, top, width, height: 20, right: left + width, bottom: top + 20 } as DOMRect
    Object.assign(element, { getBoundingClientRect: () => rect })
  }
  return phonePlaces(scanPage(doc)).flatMap((place) =>
    numbersAt(place).map(({ digits }): [string, string] => [place.caption, digits]),
  )
}

const A = '8 903 567-78-70'
const B = '8 903 567-78-71'
const [a, b] = ['79035677870', '79035677871']

test('a caption over several columns passes its meaning down', () => {
  const html =
    head(
      { at: [0, 100], text: 'Клиент', index: 0 },
      { at: [100, 300], text: 'Телефоны', index: 7 },
      { at: [100, 100], text: 'Рабочий', index: 1, top: 20 },
      { at: [200, 100], text: 'Личный', index: 2, top: 20 },
      { at: [300, 100], text: 'Тип', index: 3, top: 20 },
    ) +
    body([
      { at: [0, 100], text: '9035677879', index: 0 },
      { at: [100, 100], text: A, index: 1 },
      { at: [200, 100], text: B, index: 2 },
      { at: [300, 100], text: '12', index: 3 },
    ])
  expect(found(html)).toEqual([
    ['Телефоны Рабочий', a],
    ['Телефоны Личный', b],
  ])
})

test('a column under a caption of another meaning is what its own caption says', () => {
  const html =
    head(
      { at: [0, 200], text: 'Контакт' },
      { at: [0, 100], text: 'Имя', index: 1, top: 20 },
      { at: [100, 100], text: 'Телефон', index: 2, top: 20 },
    ) +
    body([
      { at: [0, 100], text: B, index: 1 },
      { at: [100, 100], text: A, index: 2 },
    ])
  expect(found(html)).toEqual([['Телефон', a]])
})

test('«Количество» over «Телефоны» counts them', () => {
  const html =
    head({ at: [0, 200], text: 'Количество' }, { at: [0, 200], text: 'Телефоны', index: 1, top: 20 }) +
    body([{ at: [0, 200], text: '12', index: 1 }])
  expect(found(html)).toEqual([])
})

test('a group whose columns lie in it, in the document, passes its meaning down, too', () => {
  const inside = box({ at: [0, 100], text: 'Рабочий', index: 1, top: 20 })
  const html = head({ at: [0, 100], text: 'Телефоны', inside }) + body([{ at: [0, 100], text: A, index: 1 }])
  expect(found(html)).toEqual([['Телефоны Рабочий', a]])
})

test('columns one above another are not taken for a group', () => {
  const html =
    head({ at: [0, 100], text: 'Телефон', index: 1 }, { at: [0, 100], text: 'Договор', index: 2, top: 20 }) +
    body([
      { at: [0, 100], text: A, index: 1 },
      { at: [0, 100], text: B, index: 2, top: 20 },
    ])
  expect(found(html)).toEqual([['Телефон', a]])
})

test.each([
  ['heads without colindex', undefined, 5],
  ['nor cells with one', undefined, undefined],
  ['cells without colindex', 5, undefined],
])('%s: a cell belongs to the head above it', (_what, headIndex, cellIndex) => {
  const of = (index: number | undefined) => (index === undefined ? {} : { index })
  const html =
    head({ at: [0, 100], text: 'ИНН', ...of(headIndex && 4) }, { at: [100, 100], text: 'Телефон', ...of(headIndex) }) +
    body(
      [
        { at: [0, 100], text: '9035677879', ...of(cellIndex && 4) },
        { at: [100, 100], text: A, ...of(cellIndex) },
      ],
      [
        { at: [100, 100], text: B, ...of(cellIndex) },
        { at: [0, 100], text: '9035677878', ...of(cellIndex && 4) },
      ],
    )
  expect(found(html)).toEqual([
    ['Телефон', a],
    ['Телефон', b],
  ])
})

test('of columns one above another without colindex, a cell belongs to the head of its own storey', () => {
  const html =
    head({ at: [0, 100], text: 'ИНН', top: 0 }, { at: [0, 100], text: 'Телефон', top: 20 }) +
    body([
      { at: [0, 100], text: '9035677879', top: 0 },
      { at: [0, 100], text: A, top: 20 },
    ])
  expect(found(html)).toEqual([['Телефон', a]])
})

test('a frozen column is not mixed up with those that are scrolled under it', () => {
  const html =
    head({ at: [0, 100], text: 'Телефон', fix: true }, { at: [0, 100], text: 'Договор' }) +
    body([
      { at: [0, 100], text: B },
      { at: [0, 100], text: A, fix: true },
    ])
  expect(found(html)).toEqual([['Телефон', a]])
})

test('a head that comes after its body in the document', () => {
  const html = body([{ at: [0, 100], text: A, index: 1 }]) + head({ at: [0, 100], text: 'Телефон', index: 1 })
  expect(found(html)).toEqual([['Телефон', a]])
})

test('the other spelling of a list’s id', () => {
  const html = head({ at: [0, 100], text: 'Телефон', index: 1 }) + body([{ at: [0, 100], text: A, index: 1 }])
  expect(found(html, 'grid_form2_Список')).toEqual([['Телефон', a]])
})
