import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenedPage, openPage } from './open-page.ts'

let opened: OpenedPage
let form: number

beforeEach(async () => {
  opened = await openPage('')
  form = await opened.page.evaluate(() => window.__stand.openList())
  await expect.poll(() => preview('Наименование').textContent()).toBe('ООО «Ромашка»')
})

afterEach(() => opened.close())

const list = (): Locator => opened.page.locator(`#form${form}_Список`)
const preview = (name: string): Locator => opened.page.locator(`[id="form${form}_Просмотр${name}#text"]`)
const firstName = () => list().locator('.gridBody .gridLine').first().locator('[colindex="0"]').textContent()

describe('the list moves as the web client’s does', () => {
  test('nothing scrolls: the wheel, the end button and the arrows change what the window holds', async () => {
    const { page, stand } = opened
    await list().hover()
    await page.mouse.wheel(0, 100)
    await expect.poll(firstName).toBe(stand.base.clients[3]?.name)
    await page.locator(`#vertButtonScroll_form${form}_Список [data-end]`).click()
    await expect.poll(firstName).toBe(stand.base.clients[1980]?.name)
    await page.evaluate(() => window.__stand.selectRow(0))
    await expect.poll(firstName).toBe('ООО «Ромашка»')
    expect(await list().evaluate((node) => [node.scrollTop, node.scrollLeft])).toEqual([0, 0])
  })

  test('sideways the boxes move, the fixed one stays, and one out of view has no box', async () => {
    const cells = () =>
      list()
        .locator('.gridBody .gridLine')
        .first()
        .evaluate((row) =>
          [...row.children].map(
            (box) => `${box.getAttribute('colindex')}@${box instanceof HTMLElement ? box.offsetLeft : ''}`,
          ),
        )
    const before = await cells()
    await list().locator('.gridLine').nth(1).click()
    await opened.page.keyboard.press('ArrowRight')
    await expect.poll(cells).not.toEqual(before)
    const after = await cells()
    expect(after).toContain('0@0')
    expect(after.some((cell) => cell.startsWith('1@'))).toBe(false)
  })

  test('while a search is on the old rows stay', async () => {
    const { page } = opened
    await page.evaluate(() => window.__stand.set({ pace: 'real' }))
    await page.locator(`#form${form}_СтрокаПоиска_i0`).click()
    await page.keyboard.type('Василёк')
    await page.keyboard.press('Enter')
    await page.locator(`#form${form}_Список_div .stateWindowSupportSurface`, { hasText: 'Поиск…' }).waitFor()
    expect(await firstName()).toBe('ООО «Ромашка»')
    await expect.poll(firstName, { timeout: 30_000 }).toBe('ООО «Василёк»')
  })

  test('for a moment the preview has the name of one client and the phone of another', async () => {
    const { page } = opened
    await page.evaluate((n) => {
      const at = (name: string) => document.getElementById(`form${n}_Просмотр${name}#text`)
      const seen: string[] = []
      new MutationObserver(() => seen.push(`${at('Наименование')?.textContent} ${at('Телефон')?.textContent}`)).observe(
        document.body,
        {
          subtree: true,
          childList: true,
        },
      )
      Object.assign(window, { seen })
      return window.__stand.selectRow(1)
    }, form)
    await expect.poll(() => preview('ИНН').textContent()).toBe('503012345678')
    const seen = await page.evaluate(() => ('seen' in window ? window.seen : null))
    // Which label is rewritten first is nobody's promise.
    const mixed = ['ИП Сидоров +7 (903) 567-78-76, 8 (499) 555-01-23 доб. 123', 'ООО «Ромашка» 89165550124']
    expect(Array.isArray(seen) && mixed.some((each) => seen.includes(each))).toBe(true)
  })
})
