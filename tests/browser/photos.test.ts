import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { takeFaults } from '../support/faults.ts'
import { useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const RED = [220, 30, 30]

describe('The photo of a colleague', () => {
  const world = useWorld('stand')

  /** A real picture, as this browser writes it. */
  const picture = async (page: Page, type: string) => {
    const url = await page.evaluate((type) => {
      const canvas = document.createElement('canvas')
      canvas.width = 120
      canvas.height = 160
      const paint = canvas.getContext('2d')
      if (paint) paint.fillStyle = 'rgb(220 30 30)'
      paint?.fillRect(0, 0, 120, 160)
      return canvas.toDataURL(type, 1)
    }, type)
    expect(url.startsWith(`data:${type};base64,`)).toBe(true)
    return Buffer.from(url.split(',')[1] ?? '', 'base64')
  }
  const lay = async (name: string, type: string) => {
    const page = await world().extension.open('about:blank')
    const folder = join(world().server.dataFolder, 'photos')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, name), await picture(page, type))
    await page.close()
  }
  const middleOf = (page: Page, selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((canvas) => {
        const paint = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null
        return [...(paint?.getImageData(44, 44, 1, 1).data ?? [])].slice(0, 3)
      })
  const isRed = (colour: number[]) =>
    colour.length === 3 && colour.every((part, at) => Math.abs(part - (RED[at] ?? 0)) < 12)

  test('stands in the list, at a call and beside the one consulted; who has none has initials', async () => {
    await lay('102.jpg', 'image/jpeg')
    await lay('103.webp', 'image/webp')
    await lay('104.png', 'image/png')
    await world().server.restart()

    const panel = await world().extension.panel()
    await panel.locator('.self-number').waitFor()
    for (const number of ['102', '103', '104']) {
      await panel.locator('[data-field="dial"]').fill(number)
      await expect.poll(async () => isRed(await middleOf(panel, '[role="option"] canvas')), SOON).toBe(true)
    }
    await panel.locator('[data-field="dial"]').fill('105')
    await panel.locator('[role="option"] .t-avatar').first().waitFor()
    expect(await panel.locator('[role="option"]').first().locator('canvas').count()).toBe(0)

    await panel.locator('[data-field="dial"]').fill('103')
    await panel.keyboard.press('Enter')
    await (await world().lab.phone('103').ringing()).answer()
    await expect.poll(async () => isRed(await middleOf(panel, '.t-call canvas')), SOON).toBe(true)
    for (const about of ['Иванова Анна Сергеевна', '103'])
      await panel.locator('.t-call').getByText(about).first().waitFor()
  })

  test('stands on the card in a page that allows no pictures at all', async () => {
    await lay('103.webp', 'image/webp')
    await world().server.restart()
    const page = await world().onec()
    await page.evaluate(() => {
      const policy = document.createElement('meta')
      policy.httpEquiv = 'Content-Security-Policy'
      policy.content = "img-src 'none'"
      document.head.append(policy)
    })
    const panel = await world().extension.panel()
    await panel.locator('[data-field="dial"]').fill('103')
    await panel.keyboard.press('Enter')
    await (await world().lab.phone('103').ringing()).answer()
    await page.bringToFront()
    await world()
      .extension.overlay(page)
      .text(/Иванова Анна/)
    const { box } = await world().extension.overlay(page).find('dialog')
    const red = async () => {
      const shot = (await page.screenshot({ caret: 'initial', ...(box && { clip: box }) })).toString('base64')
      return page.evaluate(async (shot) => {
        const bytes = Uint8Array.from(atob(shot), (letter) => letter.charCodeAt(0))
        const bitmap = await createImageBitmap(new Blob([bytes]))
        const paint = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
        paint?.drawImage(bitmap, 0, 0)
        const { data = [] } = paint?.getImageData(0, 0, bitmap.width, bitmap.height) ?? {}
        let count = 0
        for (let at = 0; at < data.length; at += 4)
          if ((data[at] ?? 0) > 200 && (data[at + 1] ?? 0) < 60 && (data[at + 2] ?? 0) < 60) count += 1
        return count
      }, shot)
    }
    // A disc of 44 px.
    await expect.poll(red, SOON).toBeGreaterThan(1000)
    // The page's policy was put in by this test.
    expect(await takeFaults(world().stand)).toEqual(['foreign-node'])
  })
})
