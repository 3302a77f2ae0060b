import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { OPERATOR } from '../../support/office.ts'
import { useWorld, type World } from '../../support/world.ts'
import { tabTo, told } from './assistive.ts'

const SOON = { timeout: 30_000, interval: 50 }
const DIAL = /^Позвонить/
const ONE = /^Позвонить \+7 903 567-78-76$/
/** «+7 903 567-78-77; 8-916-555-01-24» stand in one field. */
const TWO = /^Позвонить \+7 903 567-78-77, \+7 916 555-01-24$/

describe('The button beside a phone', () => {
  const world = useWorld('stand')
  afterEach(() => {
    world().lab.phone(OPERATOR).autoAnswer = true
  })

  const card = async () => {
    const page = await world().onec()
    const form = await world().card(page)
    await world().extension.overlay(page).find('button', ONE)
    return { page, form, overlay: world().extension.overlay(page) }
  }
  const talksWith = async (number: string) => {
    const client = await world().lab.city.ringing()
    await client.answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([[OPERATOR, number]])
    return client
  }

  test('of several numbers opens a menu, and the one that is chosen is called', async () => {
    const { overlay } = await card()
    await overlay.click('button', TWO)
    await overlay.find('menu', /Выберите номер/)
    expect(world().lab.city.rang).toEqual([])
    await overlay.click('menuitem', /916 555-01-24/)
    await talksWith('79165550124')
    await overlay.gone('menu')
  })

  test('has a menu that goes when one presses elsewhere', async () => {
    const { page, overlay } = await card()
    await overlay.click('button', TWO)
    await overlay.find('menu')
    await page.mouse.click(1000, 300)
    await overlay.gone('menu')
  })

  test('has a menu that is wholly on the screen, also at its lower edge', async () => {
    const { page, overlay } = await card()
    await page.evaluate(() => window.__stand.openList())
    const button = await overlay.place('button', /^Позвонить \+7 903 567-78-77, /)
    // In the preview panel, at the bottom of the window.
    expect(button.y).toBeGreaterThan(700)
    await overlay.click('button', /^Позвонить \+7 903 567-78-77, /)
    const { box } = await overlay.find('menu')
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(800)
    expect(box?.x).toBeGreaterThanOrEqual(0)
  })

  test('is worked with the keyboard alone', async () => {
    const { page, overlay } = await card()
    // One stop of Tab for all of them; the arrows lead from one to the next.
    await tabTo(page, 'button', ONE)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const two = async () => (await told(page, 'button', TWO))[0]
    await expect.poll(two, SOON).toMatchObject({ focused: true, expanded: false })
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await told(page, 'menuitem', /903 567-78-77/))[0]?.focused, SOON).toBe(true)
    await page.keyboard.press('Escape')
    await overlay.gone('menu')
    await expect.poll(two, SOON).toMatchObject({ focused: true })
    await page.keyboard.press('Enter')
    await overlay.find('menu')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await talksWith('79165550124')
  })

  test('has a menu through which End, Home and the first digits of a number lead', async () => {
    const { page, overlay } = await card()
    const focused = (name: RegExp) => async () => (await told(page, 'menuitem', name))[0]?.focused
    await tabTo(page, 'button', ONE)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(focused(/903 567-78-77/), SOON).toBe(true)
    await page.keyboard.press('End')
    await expect.poll(focused(/916 555-01-24/), SOON).toBe(true)
    await page.keyboard.press('Home')
    await expect.poll(focused(/903 567-78-77/), SOON).toBe(true)
    await page.keyboard.type('916')
    await expect.poll(focused(/916 555-01-24/), SOON).toBe(true)
    await page.keyboard.press('Home')
    await page.keyboard.type('8916')
    await expect.poll(focused(/916 555-01-24/), SOON).toBe(true)
    await page.keyboard.press('Enter')
    await overlay.gone('menu')
    await talksWith('79165550124')
  })

  test('becomes the state of its call, for as long as the call lives', async () => {
    world().lab.phone(OPERATOR).autoAnswer = false
    const { overlay } = await card()
    await overlay.click('button', ONE)
    const own = await world().lab.phone(OPERATOR).ringing()
    await overlay.find('button', /^Позвонить \+7 903 567-78-76: Поднимите трубку$/)
    await own.answer()
    await world().lab.city.ringing()
    await overlay.find('button', /^Позвонить \+7 903 567-78-76: Вызываем клиента…$/)
    const client = await talksWith('79035677876')
    await overlay.find('button', /^Позвонить \+7 903 567-78-76: Разговор \d+:\d\d$/)
    await client.hangup()
    await overlay.find('button', ONE)
  })

  test('says «Занято», and can be pressed again', async () => {
    const { overlay } = await card()
    await overlay.click('button', ONE)
    await (await world().lab.city.ringing()).reject()
    await overlay.click('button', /^Позвонить \+7 903 567-78-76: Занято$/)
    await talksWith('79035677876')
  })

  test('pressed in the very moment when 1C changes the number: dials neither, shows the new one, then dials that', async () => {
    const { page, form, overlay } = await card()
    await page.evaluate((n) => {
      const input = document.querySelector(`input[id^="form${n}_КонтактнаяИнформацияПоле"]`)
      const name = input?.id.replace(/^form\d+_|_i0$/g, '') ?? ''
      // Just before the click: nothing has had the time to look again.
      const change = () => window.__stand.setValue(n, name, '+7 926 111-22-33')
      window.addEventListener('mouseup', change, { capture: true, once: true })
    }, form)
    await overlay.click('button', ONE)
    await overlay.click('button', /^Позвонить \+7 926 111-22-33$/)
    await talksWith('79261112233')
    expect(world().lab.city.rang).toHaveLength(1)
  })

  test('says why it could not call', async () => {
    await world().lab.phone(OPERATOR).unregister()
    const { overlay } = await card()
    await overlay.click('button', ONE)
    await overlay.text(/Ваш телефон не в сети/)
    await world().lab.phone(OPERATOR).register()
  })

  test('is disabled while the server is gone, says why, and dials nothing; then it works again', async () => {
    const { page, overlay } = await card()
    await world().server.stop()
    const state = async () => (await told(page, 'button', ONE))[0]
    await expect.poll(state, SOON).toMatchObject({ disabled: true })
    await expect.poll(async () => (await state())?.description, SOON).toContain('Нет связи с сервером телефонии')
    await overlay.click('button', ONE)
    await world().server.restart()
    await expect.poll(state, SOON).toMatchObject({ disabled: false })
    expect(world().lab.city.rang).toEqual([])
    await overlay.click('button', ONE)
    await talksWith('79035677876')
    expect(world().lab.city.rang).toHaveLength(1)
  })

  test('is not there when the browser is not connected to the telephony', async () => {
    const { page, overlay } = await card()
    const options = await world().extension.options()
    await options.getByRole('button', { name: 'Отключить этот браузер' }).click()
    await options.getByRole('button', { name: 'Отключить', exact: true }).click()
    await page.bringToFront()
    await overlay.gone('button', DIAL)
    await world().lab.incoming({ from: '79265550129' })
    await world().lab.phone(OPERATOR).ringing()
    expect(await overlay.findAll('dialog')).toEqual([])
    await world().extension.pair(world().url, await world().server.code(OPERATOR))
    await overlay.find('button', ONE)
    await overlay.find('dialog')
  })

  test.each(['light', 'dark'] as const)('looks at home beside 1C (%s; pictures in out/)', async (colorScheme) => {
    const { page, overlay } = await card()
    await page.emulateMedia({ colorScheme })
    await mkdir('out', { recursive: true })
    const shoot = (name: string) =>
      page.screenshot({ caret: 'initial', path: `out/overlay-${name}-${colorScheme}.png` })
    await overlay.click('button', TWO)
    await overlay.find('menu')
    await shoot('menu')
    await overlay.click('menuitem', /567-78-77/)
    await world().lab.city.ringing()
    await overlay.find('button', /Вызываем клиента…/)
    await shoot('dialling')
    await sameSize(page, overlay)
  })
})

/** A button is 16 px and lies inside its field, whatever the theme. */
async function sameSize(page: Page, overlay: ReturnType<World['extension']['overlay']>): Promise<void> {
  const { box } = await overlay.find('button', ONE)
  expect(box).toMatchObject({ width: 16, height: 16 })
  const field = await page.locator('input[id*="КонтактнаяИнформацияПоле"]').first().boundingBox()
  if (!box || !field) throw new Error('no button, or no field')
  expect(box.x).toBeGreaterThan(field.x)
  expect(box.y).toBeGreaterThanOrEqual(field.y)
  expect(box.y + box.height).toBeLessThanOrEqual(field.y + field.height)
}
