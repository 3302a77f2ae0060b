import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }
/** Of clients with one phone each, so that no menu opens. */
const ROWS = [1, 2, 1, 2, 1] as const

declare global {
  interface Window {
    /** What the preview's phone field showed at the last press on the overlay. */
    pressedAt?: string
  }
}

describe('The preview panel, which comes late and piece by piece', () => {
  const world = useWorld('stand', { viewport: { width: 1400, height: 950 } })

  /** The list with the second client as the current one, and a note kept of what is pressed. */
  const open = async (query: string) => {
    const page = await world().onec(query)
    const form = await page.evaluate(async () => {
      const list = await window.__stand.openList()
      await window.__stand.selectRow(2)
      window.addEventListener(
        'pointerdown',
        (event) => {
          if (event.target instanceof Element && event.target.localName === 'trubka-overlay')
            window.pressedAt = document.getElementById(`form${list}_ПросмотрТелефон#text`)?.textContent ?? ''
        },
        true,
      )
      return list
    })
    await expect.poll(() => shownPhone(page, form), SOON).toBe('8 (495) 555-01-28')
    return { page, form }
  }
  const shownPhone = (page: Page, form: number) => page.locator(`[id="form${form}_ПросмотрТелефон#text"]`).textContent()
  const button = async (page: Page, form: number) => {
    const label = await page.locator(`[id="form${form}_ПросмотрТелефон"]`).boundingBox()
    const all = await world()
      .extension.overlay(page)
      .findAll('button', /^Позвонить/)
    return all.find(({ box }) => box && label && Math.abs(box.y + 8 - (label.y + label.height / 2)) < 8)
  }

  test.each(['labels=text-node', 'labels=same-node'])('its button follows the client shown (%s)', async (query) => {
    const { page, form } = await open(query)
    await expect.poll(async () => (await button(page, form))?.name, SOON).toBe('Позвонить +7 495 555-01-28')
    await page.evaluate(() => window.__stand.selectRow(1))
    await expect.poll(async () => (await button(page, form))?.name, SOON).toBe('Позвонить +7 916 555-01-24')
  })

  test('a press while it changes dials what stood there at the press, or nothing', async () => {
    const { page, form } = await open('pace=real')
    await expect.poll(async () => (await button(page, form))?.name, SOON).toBe('Позвонить +7 495 555-01-28')
    let calls = 0
    for (const [n, row] of ROWS.entries()) {
      const box = (await button(page, form))?.box
      if (!box) throw new Error('no button in the preview')
      await page.evaluate(async (at) => {
        delete window.pressedAt
        await window.__stand.selectRow(at)
      }, row)
      // Some 150 to 460 ms later the phone changes; the presses are spread over that time.
      await page.waitForTimeout(100 + n * 80)
      await page.mouse.click(box.x + 8, box.y + 8)
      const pressedAt = (await page.evaluate(() => window.pressedAt))?.replace(/\D/g, '').slice(-10)
      await expect.poll(() => shownPhone(page, form), SOON).toMatch(row === 1 ? /5550124|555-01-24/ : /555-01-28/)
      // Whether it dialled is told by the button, at once.
      const state = (await button(page, form))?.name ?? ''
      const [rung] = await dialled()
      if (rung) {
        calls++
        expect(rung.slice(-10)).toBe(pressedAt)
      } else expect(state).not.toMatch(/Вызов|Вызываем/)
      await world().lab.reset()
      await world().extension.overlay(page).gone('dialog')
    }
    expect(calls).toBeGreaterThan(0)
  })

  /** Who is called now, if anybody is: the other side of the operator's conversation. */
  const dialled = async (): Promise<string[]> => {
    const client = await world()
      .lab.city.ringing(2000)
      .catch(() => null)
    if (!client) return []
    await client.answer()
    await expect.poll(() => world().lab.conversations(), SOON).toHaveLength(1)
    return (await world().lab.conversations()).flatMap((pair) => pair.filter((number) => number !== '101'))
  }
})
