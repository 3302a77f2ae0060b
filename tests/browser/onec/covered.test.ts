import { expect, test } from 'vitest'
import { dialled } from '../../support/dialled.ts'
import { client, type FieldOptions, field, floating, page } from '../../support/onec-markup.ts'
import { useWorld } from '../../support/world.ts'

// What lies over what, and what is hidden (WEBCLIENT 1.1, 1.2): a button is where a person sees its number, and nowhere else.

const world = useWorld('stand', { viewport: { width: 1240, height: 840 } })

/** Two phones and an ИНН. */
const card = (form: number) =>
  field(form, 'Телефон', 'Телефон:', `8 912 000-0${form}-01`, { top: 10 }) +
  field(form, 'Мобильный', 'Сотовый телефон:', `8 912 000-0${form}-02`, { top: 60 }) +
  field(form, 'ИНН', 'ИНН:', '9123456789', { top: 110 })
/** One of its phones; all of it. */
const phone = (form: number, which: number) => `79120000${form}0${which}`
const all = (...forms: number[]) => forms.flatMap((form) => [phone(form, 1), phone(form, 2)])

const BELOW = page(1, 1, card(1))
const surface = (style = '') =>
  `<div id="modalSurface" class="surfaceBlack" style="position:absolute;inset:0;${style}"></div>`
const STALE = surface('display:none')
/** A list or a calendar that has dropped over the second phone. */
const dropped = (attributes: string) =>
  `<div ${attributes} style="position:absolute;left:120px;top:95px;width:260px;height:80px;background:#fff"><div class="eddText">Ив</div></div>`
/** Its right end, where the button is. */
const END = 120 + 260

const PAGES: [string, string, string[]][] = [
  ['a window that dims the rest', BELOW + surface() + floating(0, 2, card(2), { left: 600 }), all(2)],
  [
    'a window beside, surfaces of windows gone by',
    STALE + BELOW + STALE + floating(0, 2, card(2), { left: 600 }),
    all(1, 2),
  ],
  ['one window over another', BELOW + floating(0, 2, card(2)) + floating(1, 3, card(3), { width: 520 }), all(3)],
  [
    'a window without the page’s number, over the same kind of card',
    BELOW + surface() + floating(0, 2, card(2), { prefix: 'ps0' }),
    all(2),
  ],
  [
    'a window folded to its caption',
    BELOW + floating(0, 2, card(2), { top: 400, height: 30, style: 'overflow:hidden' }),
    all(1),
  ],
  ['a window out of sight', BELOW + floating(0, 2, card(2), { left: -5000 }), all(1)],
  ['a window made invisible', BELOW + floating(0, 2, card(2), { style: 'visibility:hidden' }), all(1)],
  ['a window faded to nothing', BELOW + floating(0, 2, card(2), { left: 600, style: 'opacity:0' }), all(1)],
  ['a window shrunk to nothing', BELOW + floating(0, 2, card(2), { style: 'transform:scale(0)' }), all(1)],
  [
    'the edge of a window through the buttons, from the right',
    BELOW + floating(0, 2, '', { left: END - 11, top: 0 }),
    [],
  ],
  [
    'the edge of a window through a button, from below',
    BELOW + floating(0, 2, '', { top: 30 + 60 + 12 }),
    [phone(1, 1)],
  ],
  ['a list that has dropped', BELOW + dropped('id="editDropDown" class="cloud"'), [phone(1, 1)]],
  ['a calendar', BELOW + dropped('class="calendar"'), [phone(1, 1)]],
  [
    'what lies below a curtain',
    `${BELOW}<div class="waitCurtain" style="position:fixed;inset:0"></div>${floating(0, 2, card(2), { left: 600 })}`,
    all(2),
  ],
  ['a page of another tab', page(2, 2, card(2), { style: 'display:none' }) + BELOW, all(1)],
]

test.each(PAGES)('%s', async (_name, pages, wanted) => {
  await expectDialled(pages, wanted)
})

test('fields of a form: hidden, folded, locked, captioned in each way', async () => {
  let top = 0
  let count = 10
  const wanted: string[] = []
  /** Draws one with a number of its own; `isSeen` = it shall have a button. */
  const one = (draw: (value: string, top: number) => string, isSeen = true) => {
    count += 1
    top += 26
    if (isSeen) wanted.push(`791200000${count}`)
    return draw(`8 912 000-00-${count}`, top)
  }
  const plain = (options: FieldOptions, isSeen = true, caption = 'Телефон:', name = `Поле${count}`) =>
    one((value, y) => field(1, name, caption, value, { ...options, top: y }), isSeen)
  const label = (inner: (value: string) => string, isSeen = true) =>
    one(
      (value, y) =>
        `<div class="staticText" id="form1_Надпись${count}" style="position:absolute;left:0;top:${y}px;height:20px;white-space:pre">${inner(value)}</div>`,
      isSeen,
    )
  const html = [
    plain({ attributes: 'readonly' }),
    plain({ attributes: 'disabled' }),
    plain({ attributes: 'disabled', style: 'pointer-events:none' }),
    plain({ buttons: 2 }),
    plain({ style: 'visibility:hidden' }, false),
    plain({ style: 'display:none' }, false),
    plain({ attributes: 'aria-label="Телефон: Выбрать (F4)"' }, true, ''),
    plain({}, true, 'Моб.&nbsp;телефон&nbsp;*'),
    plain({}, true, '<span style="color:#fff">Телефон:</span>'),
    plain({}, true, 'Телефон:', 'Объект.Связь'),
    plain({}, false, '', 'КомментарийКонтактнаяИнформацияПоле5f3c0c11x1'),
    plain({}, false, 'Факс:'),
    `<div class="logicGroupContainer" style="height:0">${plain({})}</div>`,
    `<div style="height:0;overflow:hidden;position:relative">${plain({}, false)}</div>`,
    `<div style="display:none">${plain({}, false)}</div>`,
    label((value) => `Телефон: ${value}`),
    label((value) => `ИНН: 9123456789\nТел.: ${value}`),
    label((value) => `Телефон подтверждён: ${value}`, false),
    label((value) => `Позвоните нам ${value}`, false),
  ]
  await expectDialled(page(1, 1, html.join('')), wanted)
})

async function expectDialled(pages: string, wanted: readonly string[]): Promise<void> {
  const { stand, extension } = world()
  stand.webClient.place('covered.html', client(pages))
  const opened = await extension.open(`${stand.webClientUrl}covered.html`)
  await expect.poll(() => dialled(world(), opened), { timeout: 30_000 }).toEqual(wanted.toSorted())
}
