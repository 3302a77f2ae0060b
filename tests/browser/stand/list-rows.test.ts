import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { usePages } from './open-page.ts'

const pages = usePages()

/** Marks every row node, pages down once, and tells for each row seen, from above: its mark and its text. */
async function afterPageDown(page: Page): Promise<{ mark: string; top: number; text: string }[]> {
  const form = await page.evaluate(() => window.__stand.openList())
  const body = page.locator(`#form${form}_Список .gridBody`)
  const first = body.locator('.gridLine').first()
  await first.getByText('ООО «Ромашка»').waitFor()
  await body.evaluate((node) => {
    for (const [n, row] of [...node.children].entries()) Object.assign(row, { mark: String(n) })
  })
  await first.click()
  await page.keyboard.press('PageDown')
  await expect.poll(() => body.textContent()).not.toContain('ООО «Ромашка»')
  return body.evaluate((node) =>
    [...node.children]
      .filter((row) => row instanceof HTMLElement)
      .map((row) => ({ mark: 'mark' in row ? String(row.mark) : 'new', top: row.offsetTop, text: row.textContent })),
  )
}

describe('what becomes of the row nodes when the list is paged', () => {
  test('reuse: the same nodes in the same places hold other clients', async () => {
    const page = await pages.open('rows=reuse')
    const rows = await afterPageDown(page)
    expect(rows.map((r) => r.mark)).toEqual(Array.from({ length: 20 }, (_, n) => String(n)))
    expect(rows.map((r) => r.top)).toEqual(Array.from({ length: 20 }, (_, n) => n * 24))
    const clients = pages.stand().base.clients.slice(19, 39)
    expect(rows.every((r, n) => r.text.startsWith(clients[n]?.name ?? '?'))).toBe(true)
  })

  test('replace: all nodes are new', async () => {
    const page = await pages.open('rows=replace')
    expect(new Set((await afterPageDown(page)).map((r) => r.mark))).toEqual(new Set(['new']))
  })

  test('rotate: the order of the nodes is not the order one sees', async () => {
    const page = await pages.open('rows=rotate')
    const rows = await afterPageDown(page)
    expect(rows.map((r) => r.mark)).toEqual(Array.from({ length: 20 }, (_, n) => String(n)))
    expect(rows.map((r) => r.top / 24)).not.toEqual(Array.from({ length: 20 }, (_, n) => n))
    const seen = [...rows].sort((a, b) => a.top - b.top)
    const clients = pages.stand().base.clients.slice(19, 39)
    expect(seen.every((r, n) => r.text.startsWith(clients[n]?.name ?? '?'))).toBe(true)
  })

  test('legacy: rows and cells of an older base', async () => {
    const page = await pages.open('rows=legacy')
    const form = await page.evaluate(() => window.__stand.openList())
    const current = page.locator(`#form${form}_Список .gridContent > .gridRow.gridCurrentRow > .gridCell[colindex="0"]`)
    await expect.poll(() => current.textContent()).toBe('ООО «Ромашка»')
  })
})
