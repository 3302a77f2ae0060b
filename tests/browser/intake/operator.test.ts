import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { takeFaults } from '../../support/faults.ts'
import { answeredIn1C, fillIn } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 20_000, interval: 50 }
const PETROVA = '79265550129'
const STRANGER = '79161112233'

describe('An operator takes the call of a client', () => {
  const world = useWorld('stand', { wizard: true, viewport: { width: 1280, height: 1000 } })

  const answered = (from: string) => answeredIn1C(world(), from)
  const fill = (page: Page, name: RegExp, text: string) => fillIn(world(), page, name, text)
  const crm = () => world().stand.base.crm

  test('whom 1C knows, and the manager is there: the client is given over, nothing is registered', async () => {
    const before = crm().interactions.length
    const page = await answered(PETROVA)
    const overlay = world().extension.overlay(page)
    await overlay.click('radio', /Кассовое оборудование/)
    await overlay.click('button', /^Перевод звонка$/)
    await (await world().lab.phone('103').ringing()).answer()
    await overlay.text(/^Говорит с вами$/)
    await overlay.click('button', /^Положить трубку$/)
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['103', PETROVA]])
    await overlay.gone('button', /^Принять обращение$/)
    expect(crm().interactions).toHaveLength(before)
  })

  test('whom nobody knows, and no manager is there: ДА registers what was typed, once, and hangs up', async () => {
    const before = crm().interests.length
    const page = await answered(STRANGER)
    const overlay = world().extension.overlay(page)
    await fill(page, /^Имя$/, 'Олег')
    await fill(page, /^Тема$/, 'Кассы для кафе')
    await fill(page, /^Чего ждёт клиент$/, 'Перезвонить сегодня')
    await overlay.click('button', /^Положить трубку$/)
    await overlay.text(/^Принять обращение\?$/)
    await overlay.click('button', /^ДА$/)
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([])
    await expect.poll(() => crm().interests.length, SOON).toBe(before + 1)
    expect(crm().interests.at(-1)).toMatchObject({ topic: 'Кассы для кафе', whatToDo: 'Перезвонить сегодня' })
  })

  test('what is typed is there after a reload in mid-form, and no key reaches 1C', async () => {
    const page = await answered(STRANGER)
    await fill(page, /^Тема$/, 'Ремонт насоса')
    await page.reload()
    await page.waitForSelector('html[data-stand-ready]')
    const overlay = world().extension.overlay(page)
    await overlay.find('textbox', /^Тема$/)
    await overlay.text(/^Ремонт насоса$/)
  })

  test('ОТМЕНА goes back to the form; the card of the call asks the same', async () => {
    const page = await answered(PETROVA)
    const overlay = world().extension.overlay(page)
    await overlay.click('button', /^Завершить$/)
    await overlay.click('button', /^ОТМЕНА$/)
    await overlay.find('button', /^Принять обращение$/)
    expect(await world().lab.conversations()).toEqual([['101', PETROVA]])
  })

  test('the sheet and the call’s popup never cover each other', async () => {
    const page = await answered(PETROVA)
    for (const width of [1280, 1000, 700, 480]) {
      await page.setViewportSize({ width, height: 900 })
      await expect
        .poll(async () => {
          const popup = (await world().extension.overlay(page).find('dialog')).box
          const sheet = (
            await world()
              .extension.overlay(page)
              .find('region', /Мастер/)
          ).box
          if (!popup || !sheet) return 'not shown'
          const aside = popup.x + popup.width <= sheet.x
          return aside || popup.y + popup.height <= sheet.y ? 'apart' : `over each other at ${width}`
        }, SOON)
        .toBe('apart')
    }
    // The window was made another by the test, not by us.
    expect(new Set(await takeFaults(world().stand))).toEqual(new Set(['resize']))
  })
})
