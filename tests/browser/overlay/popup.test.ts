import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { takeFaults } from '../../support/faults.ts'
import { useWorld } from '../../support/world.ts'
import { tabTo } from './assistive.ts'

const SOON = { timeout: 30_000, interval: 20 }
const PETROVA = '79265550129'
const SIDOROV = '79165550124'

type Box = { x: number; y: number; width: number; height: number }

describe('The popup of a call', () => {
  const world = useWorld('stand', { viewport: { width: 900, height: 800 } })

  const popup = async (page: Page): Promise<Box> => {
    const { box } = await world().extension.overlay(page).find('dialog')
    if (!box) throw new Error('no popup')
    return box
  }
  const ring = async (page: Page, from: string) => {
    const caller = await world().lab.incoming({ from })
    await world()
      .extension.overlay(page)
      .text(new RegExp(from.slice(-4).replace(/(..)(..)/, '$1-$2')))
    return caller
  }
  const cards = (page: Page) =>
    world()
      .extension.overlay(page)
      .findAll('button', /^Ответить$/)
  const drag = async (page: Page, by: { x: number; y: number }) => {
    const { x, y } = await popup(page)
    await page.mouse.move(x + 150, y + 12)
    await page.mouse.down()
    await page.mouse.move(x + 150 + by.x / 2, y + 12 + by.y / 2)
    await page.mouse.move(x + 150 + by.x, y + 12 + by.y)
    await page.mouse.up()
  }

  test('is no larger than 360 × 200, whoever calls', async () => {
    const page = await world().onec()
    for (const call of [
      { from: PETROVA },
      { from: SIDOROV },
      { from: '79161112233', name: `Иван${' Петров'.repeat(60)}` },
    ]) {
      await world().lab.incoming(call)
      await world()
        .extension.overlay(page)
        .find('button', /^Ответить$/)
      const { width, height } = await popup(page)
      expect(width).toBeLessThanOrEqual(360)
      expect(height).toBeLessThanOrEqual(200)
      await world().lab.reset()
      await world().extension.overlay(page).gone('dialog')
    }
  })

  test('is no larger with both sides of a consultation and all their commands', async () => {
    const page = await world().onec()
    const overlay = world().extension.overlay(page)
    await ring(page, PETROVA)
    await (await world().lab.phone('101').ringing()).answer()
    await overlay.click('button', /^Перевести$/)
    await page.keyboard.type('102')
    await overlay.find('option', /102/)
    await page.keyboard.press('Enter')
    await (await world().lab.phone('102').ringing()).answer()
    for (const name of [/^Соединить$/, /^Переключиться$/, /^Вернуться$/, /^Завершить$/]) {
      const { box } = await overlay.find('button', name)
      expect(box?.height ?? 0).toBeGreaterThanOrEqual(32)
    }
    const { width, height } = await popup(page)
    expect(width).toBeLessThanOrEqual(360)
    expect(height).toBeLessThanOrEqual(200)
  })

  test('begins below 1C’s own header', async () => {
    const page = await world().onec()
    await ring(page, PETROVA)
    const header = await page.locator('#openedCell_cont').boundingBox()
    if (!header) throw new Error('no header')
    const { x, y, width } = await popup(page)
    expect(y).toBeGreaterThanOrEqual(header.y + header.height)
    expect(x + width).toBeGreaterThan(900 - 40)
  })

  test('is dragged, and stays where it was put: while it is answered, and for the next call', async () => {
    const page = await world().onec()
    const caller = await ring(page, PETROVA)
    const before = await popup(page)
    await drag(page, { x: -200, y: 300 })
    const put = { x: before.x - 200, y: before.y + 300 }
    await expect.poll(() => popup(page), SOON).toMatchObject(put)
    await world()
      .extension.overlay(page)
      .click('button', /^Ответить$/)
    // Drawn anew, and more than once.
    await world()
      .extension.overlay(page)
      .text(/Разговор (?!0:00)/)
    expect(await popup(page)).toMatchObject(put)
    await caller.hangup()
    await world().extension.overlay(page).gone('dialog')
    await ring(page, SIDOROV)
    await expect.poll(() => popup(page), SOON).toMatchObject(put)
  })

  test('cannot be dragged out of reach', async () => {
    const page = await world().onec()
    await ring(page, PETROVA)
    const before = await popup(page)
    await drag(page, { x: 600, y: 900 })
    await expect.poll(async () => (await popup(page)).y, SOON).toBeGreaterThan(before.y)
    const { x, y } = await popup(page)
    expect(x + 360).toBeLessThanOrEqual(900)
    expect(y).toBeLessThan(800 - 24)
  })

  test('is closed, and is back for a new call, alone', async () => {
    const page = await world().onec()
    const caller = await ring(page, PETROVA)
    await world()
      .extension.overlay(page)
      .click('button', /^Закрыть$/)
    await world().extension.overlay(page).gone('dialog')
    // Only the card was put away, not the call.
    expect(caller.state).toBe('ringing')
    await ring(page, SIDOROV)
    await expect.poll(() => cards(page), SOON).toHaveLength(1)
  })

  test('shows several calls one under the other: three cards, the others in a line each, all to be answered', async () => {
    const page = await world().onec()
    const callers = [PETROVA, SIDOROV, '79161112233', '79161112244', '79161112255']
    for (const from of callers) await world().lab.incoming({ from })
    await world()
      .extension.overlay(page)
      .text(/^ещё 2$/)
    const shown = await cards(page)
    const tops = shown.map(({ box }) => box?.y ?? 0)
    expect(tops).toEqual(tops.toSorted((a, b) => a - b))
    expect(shown).toHaveLength(5)
    expect((tops.at(-1) ?? 0) - (tops.at(-2) ?? 0)).toBeLessThan(60)
    await world()
      .extension.overlay(page)
      .click('button', /^Ответить$/, { at: 4 })
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', callers.at(-1)]])
  })

  test('is moved by the arrows, and goes home by Home', async () => {
    const page = await world().onec()
    await ring(page, PETROVA)
    const home = await popup(page)
    await tabTo(page, 'button', /^Переместить$/)
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key)
    await expect.poll(() => popup(page), SOON).toMatchObject({ x: home.x - 48, y: home.y + 24 })
    // Never out of the window.
    for (let presses = 0; presses < 40; presses++) await page.keyboard.press('ArrowRight')
    await expect.poll(async () => (await popup(page)).x + home.width, SOON).toBe(900)
    await page.keyboard.press('Home')
    await expect.poll(() => popup(page), SOON).toMatchObject({ x: home.x, y: home.y })
  })

  test('shrinks to a line where the field being typed in leaves no more room, and is whole again afterwards', async () => {
    const page = await world().onec()
    const form = await world().card(page)
    await page.setViewportSize({ width: 700, height: 260 })
    const field = page.locator(`#form${form}_Наименование`)
    await page.locator(`#form${form}_Наименование_i0`).click()
    await ring(page, PETROVA)
    await expect.poll(async () => (await popup(page)).height, SOON).toBe(40)
    await expect.poll(async () => overlap(await popup(page), await field.boundingBox()), SOON).toBe(false)
    await page.keyboard.press('End')
    await page.keyboard.type('!')
    await world()
      .extension.overlay(page)
      .click('button', /^Ответить$/)
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', PETROVA]])
    await page.keyboard.type('?')
    expect(await page.locator(`#form${form}_Наименование_i0`).inputValue()).toBe('ООО «Ромашка»!?')
    await page.mouse.click(20, 250)
    await expect.poll(async () => (await popup(page)).height, SOON).toBeGreaterThan(80)
    // The window was made smaller by the test, not by us.
    expect(await takeFaults(world().stand)).toEqual(['resize'])
  })

  test('does not cover the field being typed in, nor the list that drops down from it', async () => {
    const page = await world().onec()
    const form = await world().card(page)
    const field = page.locator(`#form${form}_Наименование`)
    await page.locator(`#form${form}_Наименование_i0`).click()
    await page.keyboard.press('End')
    await ring(page, PETROVA)
    await expect.poll(async () => overlap(await popup(page), await field.boundingBox()), SOON).toBe(false)
    await page.keyboard.type(' и К')
    expect(await page.locator(`#form${form}_Наименование_i0`).inputValue()).toBe('ООО «Ромашка» и К')
    // A field that is far from it leaves it where it belongs.
    await page.locator(`#form${form}_Код_i0`).click()
    const { y: fieldTop } = (await field.boundingBox()) ?? { y: 0 }
    await expect.poll(async () => (await popup(page)).y, SOON).toBeLessThan(fieldTop)
    await page.locator(`#form${form}_Ответственный_i0`).click()
    await drag(page, { x: 0, y: 400 })
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Ив')
    await page.locator('#editDropDown .eddText').first().waitFor()
    const list = page.locator('#editDropDown')
    await expect.poll(async () => overlap(await popup(page), await list.boundingBox()), SOON).toBe(false)
  })

  test('is worked with the keyboard alone', async () => {
    const page = await world().onec()
    await ring(page, PETROVA)
    await tabTo(page, 'button', /^Ответить$/)
    await page.keyboard.press('Enter')
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', PETROVA]])
    await tabTo(page, 'button', /^Завершить$/)
    await page.keyboard.press('Enter')
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([])
  })

  test('says that the server is gone, and is no larger for it', async () => {
    const page = await world().onec()
    await ring(page, PETROVA)
    world().network.pause()
    world().network.cut()
    await world()
      .extension.overlay(page)
      .text(/^Нет связи с сервером телефонии/)
    const { height } = await popup(page)
    expect(height).toBeLessThanOrEqual(200)
    world().network.resume()
    await expect.poll(() => world().extension.overlay(page).texts(), SOON).toContain('ООО «Ромашка»')
    await world()
      .extension.overlay(page)
      .find('button', /^Ответить$/)
  })

  test('takes no focus from the field being typed in, and no letter', async () => {
    const page = await world().onec()
    const form = await world().card(page)
    const input = page.locator(`#form${form}_ИНН_i0`)
    await input.click()
    await page.keyboard.press('End')
    await page.keyboard.type('1')
    await ring(page, PETROVA)
    await page.keyboard.type('2')
    await world()
      .extension.overlay(page)
      .click('button', /^Отклонить$/)
    await page.keyboard.type('3')
    expect(await input.inputValue()).toBe('9035677870123')
  })
})

function overlap(a: Box, b: Box | null): boolean {
  if (!b) throw new Error('the field is gone')
  return a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y
}
