import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { takeFaults } from '../../support/faults.ts'
import { usePages } from './open-page.ts'

const pages = usePages()

async function list(query = ''): Promise<{ page: Page; form: number }> {
  const page = await pages.open(query)
  const form = await page.evaluate(() => window.__stand.openList())
  await expect.poll(() => page.locator(`#form${form}_Список .gridBox`).count()).toBeGreaterThan(20)
  return { page, form }
}

test('a head of two storeys: a group caption is no column, and as wide as its own', async () => {
  const { page, form } = await list('heads=storeys')
  const group = page.locator(`#form${form}_Список .gridHead .gridBox:not([colindex])`)
  expect(await group.allTextContents()).toEqual(['Контакты'])
  const width = (await group.boundingBox())?.width
  const below = page.locator(`#form${form}_Список .gridHead .gridBox[colindex]`)
  expect(await below.nth(2).textContent()).toBe('Телефон')
  expect(width).toBe(430)
})

test('no head at all', async () => {
  const { page } = await list('heads=none')
  expect(await page.locator('.gridHead').count()).toBe(0)
})

test.each([
  ['cells=same-node', true],
  ['cells=text-node', false],
])('a cell refilled with %s keeps its text node: %s', async (query, kept) => {
  const { page, form } = await list(query)
  const cell = page.locator(`#form${form}_Список .gridBody .gridBoxText`).first()
  const node = await cell.evaluateHandle((each) => each.firstChild)
  await page.evaluate(() => window.__stand.selectRow(100))
  await expect.poll(() => cell.textContent()).not.toBe('ООО «Ромашка»')
  expect(await node.evaluate((each) => each?.isConnected)).toBe(kept)
})

test('a preview that comes at once is never of two clients', async () => {
  const { page, form } = await list('preview=at-once')
  const name = page.locator(`[id="form${form}_ПросмотрНаименование#text"]`)
  await expect.poll(() => name.textContent()).toBe('ООО «Ромашка»')
  await page.evaluate((n) => {
    const at = (field: string) => document.getElementById(`form${n}_Просмотр${field}#text`)?.textContent
    const seen = new Set<string>()
    Object.assign(window, { seen })
    const look = () => seen.add(`${at('Наименование')} ${at('ИНН')}`)
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true })
    return window.__stand.selectRow(1)
  }, form)
  await expect.poll(() => name.textContent()).toBe('ИП Сидоров')
  const seen = await page.evaluate(() => ('seen' in window && window.seen instanceof Set ? [...window.seen] : []))
  expect(seen).not.toContain('ИП Сидоров 9035677870')
})

test('a cell of a table part is edited above its grid; a resized window takes that away', async () => {
  const { page, form } = await list()
  const persons = page.locator(`#grid_form${form}_КонтактныеЛица`)
  const cell = persons.locator('.gridBody .gridLine').first().locator('[colindex="2"]')
  await expect.poll(() => cell.textContent()).toBe('8 (926) 555-01-29')
  await cell.click()
  await page.keyboard.press('F2')
  const input = persons.locator(`.inputs #form${form}_КонтактныеЛицаМобильныйТелефон_i0`)
  expect(await input.inputValue()).toBe('8 (926) 555-01-29')
  expect(await cell.locator('input').count()).toBe(0)
  expect((await input.boundingBox())?.y).toBeCloseTo((await cell.boundingBox())?.y ?? 0, -1)
  await page.setViewportSize({ width: 1390, height: 990 })
  await input.waitFor({ state: 'detached' })
  expect(await takeFaults(pages.stand())).toEqual(['resize'])

  await cell.click()
  await page.keyboard.press('F2')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('8 926 555-01-30')
  await page.keyboard.press('Enter')
  await expect.poll(() => cell.textContent()).toBe('8 926 555-01-30')
  expect(await input.count()).toBe(0)
})

test('a contact person of the preview opens by a double click', async () => {
  const { page, form } = await list()
  await page.locator(`#grid_form${form}_КонтактныеЛица .gridBody .gridLine`).first().dblclick()
  await page.locator('.toplineBoxTitle[title="Петрова Мария Ивановна (Контактное лицо)"]').waitFor()
})
