import { chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../../../stand/browser/extension.ts'
import type { Stand } from '../../../stand/stand.ts'
import type {} from '../../../stand/webclient/bench-page.ts'
import { openBenchStand } from '../../support/stand.ts'

let stand: Stand
let page: Page

beforeAll(async () => {
  stand = await openBenchStand()
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', chromiumSandbox: false })
  page = await browser.newPage()
  await page.goto(`${stand.webClientUrl}bench/`)
  await page.waitForFunction(() => '__bench' in window)
})
afterAll(async () => {
  await page?.context().browser()?.close()
  await stand?.stop()
})

const rows = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('#form1_Список > .gridBody > .gridLine')].map((row) => row.textContent ?? ''),
  )

test.each([400, 10_000, 100_000])('the page for measuring holds %i cells in the markup of a list', async (cells) => {
  await page.evaluate((wanted) => window.__bench.build(wanted), cells)
  expect(await page.locator('.gridBody > .gridLine > .gridBox[colindex] > .gridBoxText').count()).toBe(cells)
  const heads = await page.locator('.gridHead .gridBoxText').allTextContents()
  expect(heads[await page.evaluate(() => window.__bench.phoneColumn)]).toBe('Телефон')
})

test.each(['replace', 'text'] as const)('its rows are filled anew, how=%s, and no others', async (how) => {
  await page.evaluate(() => window.__bench.build(1000))
  const before = await rows()
  const first = await page.locator('.gridBody > .gridLine').first().elementHandle()
  expect(await page.evaluate((each) => window.__bench.rerender(1, each, 40), how)).toBe(40)
  const after = await rows()
  expect(after.map((text, n) => text !== before[n])).toEqual(before.map((_, n) => n < 40))
  expect(await first?.evaluate((node) => node.isConnected)).toBe(how === 'text')
  expect(after[0]).toContain(await page.evaluate(() => window.__bench.phone(0)))
})
