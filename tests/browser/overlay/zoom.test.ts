import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { takeFaults } from '../../support/faults.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
/** Of the window, so large that the card is in sight at each zoom. */
const SIDE = 1800
const ONE = /^Позвонить \+7 903 567-78-76$/
const TWO = /^Позвонить \+7 903 567-78-77, \+7 916 555-01-24$/

describe('At any zoom of the browser', () => {
  const world = useWorld('stand', { viewport: { width: SIDE, height: SIDE } })

  /** The browser's own, as by Ctrl and plus; it ends with the tab. */
  const zoomed = async (page: Page, factor: number) => {
    await world()
      .extension.worker()
      .evaluate(
        async ({ url, wanted }) => {
          const [tab] = await chrome.tabs.query({ url: `${url}*` })
          if (tab?.id === undefined) throw new Error('no tab of 1C')
          await chrome.tabs.setZoomSettings(tab.id, { scope: 'per-tab' })
          await chrome.tabs.setZoom(tab.id, wanted)
        },
        { url: `${world().stand.origin}/`, wanted: factor },
      )
    await expect.poll(() => page.evaluate(() => innerWidth), SOON).toBe(SIDE / factor)
    // The window has another size for 1C then, by nobody's fault but ours.
    const faults = await takeFaults(world().stand)
    expect(faults.filter((kind) => kind !== 'resize')).toEqual([])
  }
  const card = async () => {
    const page = await world().onec()
    const form = await world().card(page)
    const overlay = world().extension.overlay(page)
    await overlay.find('button', ONE)
    return { page, form, overlay }
  }
  /** Where the button is in its field, in the page's own pixels; as the page sees it. */
  const placeIn = async (page: Page, form: number) => {
    const { box } = await world().extension.overlay(page).find('button', ONE)
    const field = await page.evaluate((n) => {
      const input = document.querySelector(`input[id^="form${n}_КонтактнаяИнформацияПоле"]`)
      const { left, top, right, bottom } = input?.getBoundingClientRect() ?? new DOMRect()
      return { left, top, right, bottom }
    }, form)
    if (!box) return null
    return {
      size: [Math.round(box.width), Math.round(box.height)],
      inside:
        box.x >= field.left &&
        box.x + box.width <= field.right + 1 &&
        box.y >= field.top &&
        box.y + box.height <= field.bottom,
    }
  }

  test.each([1, 1.5, 2])('× %d: a button is in its field, and a press on it dials', async (factor) => {
    const { page, form, overlay } = await card()
    await zoomed(page, factor)
    await expect.poll(() => placeIn(page, form), SOON).toEqual({ size: [16, 16], inside: true })
    await overlay.click('button', ONE)
    const client = await world().lab.city.ringing()
    await client.answer()
    await overlay.find('button', /^Позвонить \+7 903 567-78-76: Разговор/)
  })

  test('× 2: the menu of several numbers is wholly on the screen', async () => {
    const { page, overlay } = await card()
    await zoomed(page, 2)
    await overlay.click('button', TWO)
    const { box } = await overlay.find('menu')
    const [width, height] = await page.evaluate(() => [innerWidth, innerHeight])
    expect(box?.x).toBeGreaterThanOrEqual(0)
    expect(box?.y).toBeGreaterThanOrEqual(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width ?? 0)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height ?? 0)
  })
})
