import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'
import { told } from '../overlay/assistive.ts'

const SOON = { timeout: 30_000, interval: 50 }
const INN = /^Позвонить \+7 903 567-78-70$/
const PHONE = /^Позвонить \+7 903 567-78-76$/

const world = useWorld('stand')

describe('A field that is pointed at', () => {
  /** From the settings, as there is no other way for a test into the browser's own menu. */
  const pointAt = async (page: Page) => {
    const options = await world().extension.options()
    await options.locator('.base [data-command="point"]').first().click()
    await page.bringToFront()
    await world()
      .extension.overlay(page)
      .find('dialog', /^Указать поле$/)
    await options.close()
  }
  const card = async () => {
    const page = await world().onec()
    const form = await world().card(page)
    const overlay = world().extension.overlay(page)
    await overlay.find('button', PHONE)
    const field = (name: string) => page.locator(`#form${form}_${name}`)
    return { page, overlay, field }
  }

  test('is remembered as what it was said to be, and that can be undone', async () => {
    const { page, overlay, field } = await card()
    const before = await field('Наименование').locator('input').inputValue()
    await pointAt(page)
    await field('ИНН').hover({ force: true })
    await overlay.text(/поле «ИНН»/)
    const { x, y, width, height } = (await field('ИНН').boundingBox()) ?? expect.fail('no field')
    await page.mouse.click(x + width / 2, y + height / 2)
    await overlay.text(/^Что показывает «ИНН»\?$/)
    await overlay.click('button', /^Телефон$/)
    await overlay.text(/^Запомнили: «ИНН» — телефон\.$/)
    await overlay.find('button', INN)
    await overlay.click('button', /^Вернуть как было$/)
    await overlay.gone('button', INN)
    await overlay.click('button', /^Готово$/)
    await overlay.gone('dialog', /^Указать поле$/)
    // 1C has heard nothing of the click.
    expect(await field('Наименование').locator('input').inputValue()).toBe(before)
    expect(await page.evaluate(() => document.querySelectorAll('trubka-teach').length)).toBe(0)
  })

  test('is chosen and told by the keyboard alone; Escape goes away, and 1C does not hear it', async () => {
    const { page, overlay } = await card()
    await pointAt(page)
    // Each step once, until the field is there.
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('ArrowDown')
      if ((await overlay.texts()).some((text) => /поле «ИНН»/.test(text))) break
    }
    await page.keyboard.press('Enter')
    await overlay.text(/^Что показывает «ИНН»\?$/)
    for (let presses = 0; presses < 20; presses++) {
      if ((await told(page, 'button', /^Телефон$/)).some(({ focused }) => focused)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await overlay.find('button', INN)
    await page.evaluate(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      document.addEventListener('keydown', (event) => heard.push(event.key))
    })
    await page.keyboard.press('Escape')
    await overlay.gone('dialog', /^Указать поле$/)
    expect(await page.evaluate(() => ('heard' in window ? window.heard : null))).toEqual([])

    const options = await world().extension.options()
    await options.locator('.base li', { hasText: 'ИНН: Телефон' }).getByRole('button').click()
    await expect.poll(() => options.locator('.base li').count(), SOON).toBe(0)
    await page.bringToFront()
    await overlay.gone('button', INN)
  })

  test('can be reached from the panel, with one press', async () => {
    const { page, overlay } = await card()
    const panel = await world().extension.panel()
    await panel.getByRole('button', { name: 'Указать поле…' }).press('Enter')
    await page.bringToFront()
    await overlay.find('dialog', /^Указать поле$/)
    await page.keyboard.press('Escape')
    await overlay.gone('dialog', /^Указать поле$/)
  })

  test('as a column of a list loses its buttons, and has them again', async () => {
    const page = await world().onec()
    const overlay = world().extension.overlay(page)
    await page.evaluate(() => window.__stand.openList())
    const DIAL = /^Позвонить /
    await overlay.find('button', DIAL)
    const head = page.locator('.grid .gridHead [colindex]', { hasText: /^Телефон$/ }).first()
    const box = (await head.boundingBox()) ?? expect.fail('no head')
    const under = async () => {
      const buttons = await overlay.findAll('button', DIAL)
      return buttons.filter((each) => each.box && each.box.x > box.x && each.box.x < box.x + box.width).length
    }
    await expect.poll(under, SOON).toBeGreaterThan(0)
    await pointAt(page)
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await overlay.text(/^Что показывает «Телефон»\?$/)
    // Where calls are forwarded to is no column's business.
    expect(await overlay.findAll('button', /^Переключение звонков$/)).toEqual([])
    await overlay.click('button', /^Ничего из этого$/)
    await expect.poll(under, SOON).toBe(0)
    await overlay.click('button', /^Вернуть как было$/)
    await expect.poll(under, SOON).toBeGreaterThan(0)
    await page.keyboard.press('Escape')
    await overlay.gone('dialog', /^Указать поле$/)
  })
})

describe('«Что видно на этой странице?»', () => {
  test('lists what was found and why; what is copied holds nothing personal, unless that is chosen', async () => {
    const page = await world().onec()
    await world().card(page)
    await world().extension.overlay(page).find('button', PHONE)
    const options = await world().extension.options()
    await options.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await options.locator('.base [data-command="report"]').first().click()
    const report = options.locator('.report')
    const row = report.locator('tr', { hasText: 'ИНН' }).first()
    await row.getByText('Не телефон').waitFor()
    expect(await report.innerText()).not.toMatch(/567-78-76|Ромашка/)
    const clipboard = () => options.evaluate(() => navigator.clipboard.readText())
    const copied = async () => {
      await report.locator('[data-command="copy-report"]').click()
      await report.getByText('Скопировано').waitFor()
      return clipboard()
    }
    await expect.poll(copied, SOON).toMatch(/Телефон \[.*\] · Телефон \(по подписи\) · номеров: 1/)
    expect(await clipboard()).not.toMatch(/567-78-76|Ромашка/)
    await report.locator('input[name="details"]').check()
    await expect.poll(copied, SOON).toContain('+7 903 567-78-76')
  })

  test('can be reached from the panel, with one press; where no 1C is open, the panel has nothing of it', async () => {
    const page = await world().onec()
    await world().card(page)
    await world().extension.overlay(page).find('button', PHONE)
    const panel = await world().extension.panel()
    const opened = world().extension.context.waitForEvent('page')
    await panel.getByRole('button', { name: 'Что видно на этой странице?' }).press('Enter')
    const options = await opened
    await options.locator('.report tr', { hasText: 'ИНН' }).first().getByText('Не телефон').waitFor()
    await options.close()
    await page.close()
    await panel.reload()
    await panel.getByRole('combobox', { name: 'Кому позвонить' }).waitFor()
    await panel.getByRole('button', { name: 'Указать поле…' }).waitFor({ state: 'detached' })
  })

  test('says what to do where no page of the base is open', async () => {
    const page = await world().onec()
    await world().card(page)
    await world().extension.overlay(page).find('button', PHONE)
    for (const each of world().extension.context.pages())
      if (each.url().startsWith(world().stand.origin)) await each.close()
    const options = await world().extension.options()
    await options.locator('.base [data-command="report"]').first().click()
    await options.getByText('Страница этой базы не открыта').waitFor()
  })
})
