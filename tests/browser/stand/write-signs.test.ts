import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { usePages } from './open-page.ts'

const pages = usePages()

async function changed(query: string): Promise<{ page: Page; form: number; press: (name: string) => Promise<void> }> {
  const page = await pages.open(query)
  const form = await page.evaluate((ref) => window.__stand.openCard(ref), pages.stand().base.clients[3]?.ref ?? '')
  await page.locator(`#form${form}_ИНН_i0`).click()
  await page.keyboard.type('1')
  return { page, form, press: (name) => page.locator(`#form${form}_${name}`).click() }
}
const title = (page: Page) => page.locator('.page:not([style*="none"]) .toplineBoxTitle').getAttribute('title')
const written = () => pages.stand().webClient.writes()

describe('a write ends (D6)', () => {
  test('without any visible sign, where a base shows none', async () => {
    const before = written()
    const { page, press } = await changed('confirm=none&asterisk=none&curtain=none')
    expect(await title(page)).not.toContain('*')
    const html = () => page.locator('body').evaluate((body) => body.querySelectorAll('*').length)
    const nodes = await html()
    await press('ФормаЗаписать')
    await expect.poll(written).toBe(before + 1)
    expect(await html()).toBe(nodes)
  })

  test.each([
    ['refusal=both', 1, 1],
    ['refusal=balloon', 1, 0],
    ['refusal=messages', 0, 1],
  ])('refused, told by %s', async (query, balloons, messages) => {
    const before = written()
    const { page, press } = await changed(`save=refused&${query}`)
    await press('ФормаЗаписать')
    await page.locator('.balloonMessage, #msg0').first().waitFor()
    expect([await page.locator('.balloon').count(), await page.locator('.messages').count()]).toEqual([
      balloons,
      messages,
    ])
    expect(await title(page)).toContain('*')
    expect(written()).toBe(before)
  })

  test('with an error: a small form with one main button', async () => {
    const { page, form, press } = await changed('save=error')
    await press('ФормаЗаписать')
    const message = page.locator('[id$="_Message"]')
    await message.waitFor()
    expect(await page.locator('.psWindow .pressDefault').count()).toBe(1)
    expect(await message.getAttribute('id')).not.toContain(`form${form}_`)
  })

  test('cancelled, or slow', async () => {
    const before = written()
    const { page, press } = await changed('save=cancelled')
    await press('ФормаЗаписать')
    await page.locator('.psWindow .press', { hasText: 'Отмена' }).click()
    expect(written()).toBe(before)
    await page.evaluate(() => window.__stand.set({ save: 'slow', slowMs: 300 }))
    await press('ФормаЗаписать')
    await page.locator('.waitCurtain').waitFor()
    expect(written()).toBe(before)
    await expect.poll(written).toBe(before + 1)
  })

  test.each(['close-first', 'confirm-first'])('and the form closes, %s', async (order) => {
    const { page, form, press } = await changed(`order=${order}`)
    await page.evaluate((n) => {
      const seen: string[] = []
      Object.assign(window, { seen })
      new MutationObserver(() => {
        const closed = !document.getElementById(`form${n}_container`)
        const told = document.querySelector('#notificationArea .hover-line') !== null
        for (const [name, is] of [
          ['closed', closed],
          ['told', told],
        ] as const)
          if (is && !seen.includes(name)) seen.push(name)
      }).observe(document.body, { subtree: true, childList: true })
    }, form)
    await press('ФормаЗаписатьИЗакрыть')
    const seen = () => page.evaluate(() => ('seen' in window ? window.seen : null))
    await expect.poll(seen).toEqual(order === 'close-first' ? ['closed', 'told'] : ['told', 'closed'])
  })

  test('nothing moves while the server is asked', async () => {
    const { page, form } = await changed('')
    const ticks = await page.evaluate((n) => {
      let count = 0
      const timer = setInterval(() => count++)
      window.__stand.write(n)
      clearInterval(timer)
      return count
    }, form)
    expect(ticks).toBe(0)
  })
})
