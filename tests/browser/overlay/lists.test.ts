import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findNumbers } from '../../../src/phone/find.ts'
import { useWorld } from '../../support/world.ts'
import { bare, numbersSaid } from './row-frames.ts'

const SOON = { timeout: 30_000, interval: 50 }
/** In the stand's list: Телефон and Сотовый телефон; in the persons of the preview panel: Мобильный телефон. */
const PHONE_COLUMN = /телефон/iu
const DIAL = /^Позвонить /

type Box = { left: number; top: number; right: number; bottom: number }
type Cell = Box & { column: string; text: string }

describe('Buttons in the client list', () => {
  const world = useWorld('stand', { viewport: { width: 1400, height: 950 } })

  const list = async (query: string) => {
    const page = await world().onec(query)
    await page.evaluate(() => window.__stand.openList())
    await world().extension.overlay(page).find('button', DIAL)
    return page
  }

  /** What each cell shows now, and where. */
  const cellsOf = (page: Page): Promise<Cell[]> =>
    page.evaluate(() => {
      const cells: Cell[] = []
      for (const grid of document.querySelectorAll('.grid')) {
        if (!grid.checkVisibility()) continue
        const body = grid.querySelector('.gridBody, .gridContent')
        const seen = grid.getBoundingClientRect()
        for (const box of body?.querySelectorAll('[colindex]') ?? []) {
          const head = grid.querySelector(`.gridHead [colindex="${box.getAttribute('colindex')}"]`)
          const { left, top, right, bottom } = box.getBoundingClientRect()
          const shown = { left, top, right: Math.min(right, seen.right), bottom }
          cells.push({ ...shown, column: head?.textContent ?? '', text: box.textContent ?? '' })
        }
      }
      return cells
    })

  /** Each cell with the numbers it holds beside those that its button says it dials. Both lists, so that they can be compared. */
  const comparison = async (page: Page) => {
    const [cells, buttons] = await Promise.all([cellsOf(page), world().extension.overlay(page).findAll('button', DIAL)])
    const dialled: string[] = []
    const wanted: string[] = []
    const [home] = cells
    for (const cell of cells) {
      // What the fixed column covers cannot be clicked, and needs no button.
      if (cell.right - cell.left < 40 || (home && cell !== home && cell.left < home.left)) continue
      const inside = buttons.filter(({ box }) => {
        const x = (box?.x ?? 0) + (box?.width ?? 0) / 2
        const y = (box?.y ?? 0) + (box?.height ?? 0) / 2
        return x > cell.left && x < cell.right && y > cell.top && y < cell.bottom
      })
      for (const { name } of inside) dialled.push(`${cell.column} ${cell.top}: ${bare(numbersSaid(name))}`)
      const numbers = PHONE_COLUMN.test(cell.column) ? findNumbers(cell.text).map(({ digits }) => digits) : []
      if (numbers.length > 0) wanted.push(`${cell.column} ${cell.top}: ${numbers.join()}`)
    }
    return { dialled: dialled.toSorted(), wanted: wanted.toSorted() }
  }
  /** Every phone in sight has its button, every button stands at the number it dials, and no button anywhere else. */
  const expectEachAtItsOwn = async (page: Page) => {
    await expect
      .poll(async () => {
        const { dialled, wanted } = await comparison(page)
        return dialled.join('\n') === wanted.join('\n') ? 'each at its own' : { dialled, wanted }
      }, SOON)
      .toBe('each at its own')
    expect((await comparison(page)).wanted.length).toBeGreaterThan(15)
  }
  const firstRow = (page: Page) => page.locator('.gridBody .gridBoxText, .gridContent .gridBoxText').first()

  test.each(['reuse', 'replace', 'rotate', 'legacy'])(
    'rows=%s: a button never stands beside another client',
    async (rows) => {
      const page = await list(`rows=${rows}`)
      await expectEachAtItsOwn(page)
      await firstRow(page).click()
      const before = await cellsOf(page)
      await page.keyboard.press('PageDown')
      await expect.poll(() => cellsOf(page), SOON).not.toEqual(before)
      await expectEachAtItsOwn(page)
      await page.evaluate(() => window.__stand.selectRow(50))
      await expectEachAtItsOwn(page)
      await page.mouse.move(600, 400)
      await page.mouse.wheel(0, 100)
      await page.mouse.wheel(0, -100)
      await expectEachAtItsOwn(page)
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      await expectEachAtItsOwn(page)
    },
  )

  test('a search brings other clients, with their own buttons', async () => {
    const page = await list('')
    await page.locator('input[id$="СтрокаПоиска_i0"]').click()
    await page.keyboard.type('ИП')
    await page.keyboard.press('Enter')
    await expect.poll(() => firstRow(page).textContent(), SOON).toMatch(/^ИП/)
    await expectEachAtItsOwn(page)
  })

  test('over other forms no buttons are left', async () => {
    const page = await list('')
    await page.locator('#openedCell_cmd_HOME').click()
    await world().extension.overlay(page).gone('button', DIAL)
  })

  test('ИНН, КПП, ОГРН, accounts, dates, sums and codes of a card have none', async () => {
    const page = await world().onec()
    const form = await world().card(page)
    await world().extension.overlay(page).find('button', DIAL)
    const names = [
      'Наименование',
      'НаименованиеПолное',
      'ИНН',
      'КПП',
      'ОГРН',
      'РасчетныйСчет',
      'БИК',
      'ДатаРегистрации',
    ]
    const boxes = await Promise.all(
      [...names, 'СуммаДоговора', 'Код', 'Ответственный', 'Сегменты'].map((name) =>
        page.locator(`#form${form}_${name}_div`).boundingBox(),
      ),
    )
    const buttons = await world().extension.overlay(page).findAll('button', DIAL)
    for (const box of boxes) {
      if (!box) throw new Error('the card lacks a field')
      const beside = buttons.filter(
        (button) => button.box && button.box.y < box.y + box.height && button.box.y + 16 > box.y,
      )
      expect(beside).toEqual([])
    }
    // Телефон twice, Сотовый, Рабочий; neither Факс nor E-mail with its digits.
    expect(buttons).toHaveLength(4)
  })
})
