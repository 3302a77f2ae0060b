import { expect, test } from 'vitest'
import { dialled } from '../../support/dialled.ts'
import { takeFaults } from '../../support/faults.ts'
import { at, client, page } from '../../support/onec-markup.ts'
import { useWorld } from '../../support/world.ts'

// Lists as other platforms may draw them (WEBCLIENT 1.4): tables, heads anywhere or nowhere, no ids, rows of two lines,
// frozen columns. Each has two phones, and beside them numbers that look like some.

const world = useWorld('stand', { viewport: { width: 1240, height: 840 } })

type Phones = readonly [string, string]
const INN = ['9123456789', '9223456780'] as const

const cell = (text: string, place: string, index: string | null = null, look = 'gridCell') =>
  `<div class="${look}" ${index === null ? '' : `colindex="${index}"`} ${place}>${text}</div>`
const both = (row: (at: 0 | 1) => string) => row(0) + row(1)
const td = (text: string, index?: number) =>
  `<td class="gridCell" ${index === undefined ? '' : `colindex="${index}"`}>${text}</td>`
const newer = (text: string) => `<div class="gridBoxText">${text}</div>`

/** Parts of the commonest kind: ИНН at the left, a telephone at the right. */
const head = (look = 'gridCell', index: readonly (string | null)[] = ['0', '1']) =>
  `<div class="gridHead" style="position:relative;height:20px">${cell('ИНН', at(0, 0, 120), index[0], look)}${cell('Телефон', at(120, 0, 140), index[1], look)}</div>`
const rows = (phones: Phones, row = 'gridRow', look = 'gridCell', index: readonly (string | null)[] = ['0', '1']) =>
  both(
    (n) =>
      `<div class="${row}" ${at(0, 20 * n, 260)}>${cell(INN[n], at(0, 0, 120), index[0], look)}${cell(phones[n], at(120, 0, 140), index[1], look)}</div>`,
  )
const body = (inner: string, name = 'gridContent') =>
  `<div class="${name}" style="position:relative;height:50px">${inner}</div>`
const grid = (n: number, inner: string) =>
  `<div class="grid" id="form3_Список${n}" style="height:92px;position:relative">${inner}</div>`
const table = (inner: string, name = '') => `<table class="${name}" style="width:260px">${inner}</table>`
const tableRows = (phones: Phones, indexed: boolean) =>
  both(
    (n) => `<tr class="gridRow">${td(INN[n], indexed ? 0 : undefined)}${td(phones[n], indexed ? 1 : undefined)}</tr>`,
  )
const NONE = [null, null] as const

const LISTS: Record<string, (phones: Phones, n: number) => string> = {
  'head and rows in a table each': (p, n) =>
    grid(
      n,
      table(`<tr>${td('ИНН', 0)}${td('Телефон', 1)}</tr>`, 'gridHead') + table(tableRows(p, true), 'gridContent'),
    ),
  'one table, its head of bare th': (p, n) =>
    grid(
      n,
      table(
        `<thead><tr><th>ИНН</th><th>Телефон</th></tr></thead><tbody class="gridContent">${tableRows(p, false)}</tbody>`,
      ),
    ),
  'one table that is the body, too, its cells without a class': (p, n) =>
    grid(
      n,
      table(
        `<thead><tr><th>ИНН</th><th>Телефон</th></tr></thead><tbody>${both((row) => `<tr><td>${INN[row]}</td><td>${p[row]}</td></tr>`)}</tbody>`,
        'gridContent',
      ),
    ),
  'a table within the body, no indexes': (p, n) =>
    grid(n, head('gridCell', NONE) + body(table(tableRows(p, false)).replace('width:260px', 'width:240px'))),
  'merged heads': (p, n) =>
    grid(
      n,
      table(`<thead class="gridHead"><tr><td class="gridCell" rowspan="2">ИНН</td><td class="gridCell" colspan="2">Телефоны</td></tr>
      <tr>${td('Рабочий')}${td('Количество')}</tr></thead><tbody class="gridContent">${both((row) => `<tr class="gridRow">${td(INN[row])}${td(p[row])}${td('215')}</tr>`)}</tbody>`),
    ),
  'no id of its own': (p, n) =>
    `<div id="form3_Список${n}_div"><div class="grid" style="height:70px">${head()}${body(rows(p))}</div></div>`,
  'no id anywhere near': (p) => `<div class="grid" style="height:70px">${head()}${body(rows(p))}</div>`,
  'no class «grid»': (p, n) => `<div id="form3_Список${n}">${head()}${body(rows(p))}</div>`,
  'a head within the body': (p, n) => grid(n, body(`${head()}<div style="position:relative">${rows(p)}</div>`)),
  'a head after the body': (p, n) =>
    grid(
      n,
      `<div class="gridContent" ${at(0, 20, 260, 50)}>${rows(p, 'gridRow', 'gridCell', NONE)}</div>${head('gridCell', NONE)}`,
    ),
  'rows in something around all of them': (p, n) =>
    grid(
      n,
      head('gridBox', NONE) +
        body(`<div ${at(0, 0, 260, 50)}>${rows(p, 'gridLine', 'gridBox', NONE)}</div>`, 'gridBody'),
    ),
  'a list without a height of its own': (p, n) =>
    `<div class="grid" id="form3_Список${n}" style="height:0">${head()}${body(rows(p))}</div>`,
  'columns moved by the user': (p, n) =>
    grid(
      n,
      `<div class="gridHead">${cell('Телефон', at(0, 0, 140), '1', 'gridBox')}${cell('ИНН', at(140, 0, 120), '0', 'gridBox')}</div>
      <div class="gridBody" ${at(0, 20, 260, 50)}>${both(
        (row) => `<div class="gridLine" ${at(0, 20 * row, 260)}>
        ${cell(INN[row], at(140, 0, 120), '0', 'gridBox')}${cell(p[row], at(0, 0, 140), '1', 'gridBox')}</div>`,
      )}</div>`,
    ),
  'a hidden column is nobody’s neighbour': (p, n) =>
    grid(
      n,
      `<div class="gridHead">${cell('ИНН', at(0, 0, 80), null, 'gridBox')}<div class="gridBox" style="display:none">Телефон</div>
        ${cell('Договор', at(80, 0, 60), null, 'gridBox')}${cell('Моб. телефон', at(140, 0, 120), null, 'gridBox')}</div>
      <div class="gridBody" ${at(0, 20, 260, 50)}>${both(
        (row) => `<div class="gridLine" ${at(0, 20 * row, 260)}>
        ${cell(INN[row], at(0, 0, 80), null, 'gridBox')}${cell('9323456780', at(80, 0, 60), null, 'gridBox')}${cell(p[row], at(140, 0, 120), null, 'gridBox')}</div>`,
      )}</div>`,
    ),
  'rows of two lines, no indexes': (p, n) =>
    grid(
      n,
      `<div class="gridHead">${cell('Телефон', at(0, 0, 130), null, 'gridBox')}${cell('ИНН', at(0, 12, 130, 12), null, 'gridBox')}</div>
      <div class="gridBody" ${at(0, 26, 260, 44)}>${both(
        (row) => `<div class="gridLine" ${at(0, 22 * row, 130, 22)}>
        ${cell(p[row], at(0, 0, 130, 12), null, 'gridBox')}${cell(INN[row], at(0, 12, 130, 10), null, 'gridBox')}</div>`,
      )}</div>`,
    ).replace(at(0, 0, 130), at(0, 0, 130, 12)),
  'a tree: groups without the column, levels with a picture': (p, n) =>
    grid(
      n,
      `<div class="gridHead" style="height:10px">${cell('Телефон', at(0, 0, 200, 10), '0', 'gridBox')}</div>
      <div class="gridBody" ${at(0, 10, 260, 60)}>
        <div class="gridLine gridListH" ${at(0, 0, 260)}>${cell(newer('Группа 9123456789'), at(200, 0, 60), '7', 'gridBox')}</div>
        ${both(
          (row) => `<div class="gridLine" ${at(0, 20 + 20 * row, 260)}>
          <div class="gridBox gridBoxTree" colindex="0" ${at(15 * row, 0, 200 - 15 * row)}><div class="gridBoxTitle"></div>${newer(p[row])}</div></div>`,
        )}</div>`,
    ),
  'frozen columns in a body of their own': (p, n) =>
    grid(
      n,
      `<div class="gridHead">${cell('Телефон', at(0, 0, 140), '0', 'gridBox gridBoxFix')}${cell('ИНН', at(140, 0, 120), '1', 'gridBox')}</div>
      <div class="gridBody" ${at(0, 20, 140, 50, 'overflow:hidden')}>${both((row) => `<div class="gridLine" ${at(0, 20 * row, 140)}>${cell(p[row], at(0, 0, 140), '0', 'gridBox gridBoxFix')}</div>`)}</div>
      <div class="gridBody" ${at(140, 20, 120, 50, 'overflow:hidden')}>${both((row) => `<div class="gridLine" ${at(0, 20 * row, 120)}>${cell(INN[row], at(0, 0, 120), '1', 'gridBox')}</div>`)}</div>`,
    ),
  'totals below are no phones': (p, n) =>
    grid(
      n,
      `${head('gridBox')}${body(rows(p, 'gridLine', 'gridBox'), 'gridBody')}<div class="gridFoot" ${at(0, 62, 260, 16)}>${cell('89123456789', at(120, 0, 140), '1', 'gridBox')}</div>`,
    ),
}

const SOON = { timeout: 30_000 }

/** A page of these makes; `turn`: who the clients are. */
function pageOf(names: readonly string[], turn: number): string {
  const lists = names.map((name, n) => {
    const place = at(20 + 300 * (n % 4), 10 + 100 * Math.floor(n / 4), 280, 90)
    return `<div ${place}>${LISTS[name]?.(phonesOf(n, turn), n) ?? ''}</div>`
  })
  return client(page(1, 3, lists.join('')))
}
const phonesOf = (n: number, turn: number): Phones => {
  const code = `8 912 ${turn}${String(n).padStart(2, '0')}`
  return [`${code}-00-01`, `${code}-00-02`]
}
const wantedOf = (names: readonly string[], turn: number): string[] =>
  names.flatMap((name, n) => phonesOf(n, turn).map((phone) => `7${phone.replace(/\D/gu, '').slice(1)} of ${name}`))

async function open(names: readonly string[]) {
  const { stand, extension } = world()
  stand.webClient.place('lists.html', pageOf(names, 7))
  const opened = await extension.open(`${stand.webClientUrl}lists.html`)
  const found = async () =>
    (await dialled(world(), opened)).map((digits) => `${digits} of ${names[Number(digits.slice(5, 7))] ?? 'none'}`)
  const expectTurn = (turn: number) => expect.poll(found, SOON).toEqual(wantedOf(names, turn))
  /** The rows of all lists are drawn anew, in the bodies they have; null = no rows. */
  const draw = async (turn: number | null) => {
    await opened.evaluate(
      (html) => {
        const other = new DOMParser().parseFromString(html, 'text/html')
        const bodies = [...other.querySelectorAll('.gridBody, .gridContent')]
        for (const [n, body] of document.querySelectorAll('.gridBody, .gridContent').entries())
          body.innerHTML = bodies[n]?.innerHTML ?? ''
      },
      turn === null ? '' : pageOf(names, turn),
    )
    // That was 1C's doing, which the stand cannot know here.
    const faults = await takeFaults(stand)
    expect(faults.filter((kind) => kind !== 'removed-node' && kind !== 'foreign-node')).toEqual([])
  }
  await expectTurn(7)
  return { expectTurn, draw, expectNone: () => expect.poll(found, SOON).toEqual([]) }
}

test('Lists of every make: each phone has its button, and nothing else has one; also when other rows come', async () => {
  const { expectTurn, draw } = await open(Object.keys(LISTS))
  await draw(8)
  await expectTurn(8)
})

test.each([
  'no id of its own',
  'head and rows in a table each',
  'a tree: groups without the column, levels with a picture',
])('A search that finds nothing, and then one that does (%s)', async (name) => {
  const { expectTurn, draw, expectNone } = await open([name])
  await draw(null)
  await expectNone()
  await draw(8)
  await expectTurn(8)
})
