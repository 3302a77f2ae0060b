import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { inExtensionWorld } from '../../support/extension-world.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }
const ONE = /^Позвонить \+7 903 567-78-76$/

describe('Buttons above the page', () => {
  const world = useWorld('stand')

  const card = async () => {
    const page = await world().onec()
    await world().card(page)
    const overlay = world().extension.overlay(page)
    await overlay.find('button', ONE)
    return { page, overlay }
  }
  const pasted = async (page: Page) => {
    const field = await world().extension.context.newPage()
    await field.setContent('<textarea></textarea>')
    await field.locator('textarea').focus()
    await field.keyboard.press('Control+v')
    const text = await field.locator('textarea').inputValue()
    await field.close()
    await page.bringToFront()
    return text
  }

  test('a right click takes the number along, says so, and dials nothing', async () => {
    const { page, overlay } = await card()
    const focused = await page.evaluate(() => document.activeElement?.id)
    await overlay.click('button', ONE, { button: 'right' })
    await overlay.text(/^Скопировано$/)
    await expect.poll(async () => (await overlay.texts()).includes('Скопировано'), SOON).toBe(false)
    expect(await pasted(page)).toBe('+79035677876')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(focused)
    expect(world().lab.city.rang).toEqual([])
  })

  test('also where the page has no clipboard, as over plain http', async () => {
    const { page, overlay } = await card()
    await inExtensionWorld(
      page,
      world().extension.id,
      "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
    )
    await overlay.click('button', ONE, { button: 'right' })
    await overlay.text(/^Скопировано$/)
    expect(await pasted(page)).toBe('+79035677876')
  })

  test('a page that takes the layer away again and again is let be', async () => {
    const { page } = await card()
    const rounds = await page.evaluate(async () => {
      let taken = 0
      const take = () => {
        for (const host of document.querySelectorAll('trubka-overlay')) {
          host.remove()
          taken++
        }
      }
      const observer = new MutationObserver(take)
      observer.observe(document.documentElement, { childList: true })
      take()
      const end = performance.now() + 4000
      while (performance.now() < end) await new Promise((resolve) => requestAnimationFrame(resolve))
      observer.disconnect()
      return taken
    })
    expect(rounds).toBeGreaterThan(1)
    expect(rounds).toBeLessThan(15)
  })
})
