import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { usePages } from './open-page.ts'

const pages = usePages()

/** Opens the first client's card and types another name into it. */
async function changedCard(page: Page) {
  const romashka = pages.stand().base.clientNamed('ООО «Ромашка»')
  const n = await page.evaluate((ref) => window.__stand.openCard(ref), romashka.ref)
  const name = page.locator(`#form${n}_Наименование_i0`)
  await name.click()
  await page.keyboard.press('End')
  await page.keyboard.type(' и К')
  const title = page.locator('.page:not([style*="none"]) .toplineBoxTitle')
  return { n, romashka, title: () => title.getAttribute('title') }
}

describe('a card is written', () => {
  test('a good write changes the base and takes the asterisk away', async () => {
    const page = await pages.open('save=ok')
    const { n, romashka, title } = await changedCard(page)
    expect(await title()).toBe('ООО «Ромашка» (Клиент) *')
    const before = romashka.version
    await page.keyboard.press('Control+s')
    await expect.poll(title).toBe('ООО «Ромашка» и К (Клиент)')
    await page.locator('#notificationArea .hover-line', { hasText: 'ООО «Ромашка» и К' }).waitFor()
    expect(romashka.name).toBe('ООО «Ромашка» и К')
    expect(romashka.version).toBeGreaterThan(before)
    expect(await page.evaluate((form) => window.__stand.model(form).Наименование, n)).toBe('ООО «Ромашка» и К')
  })

  test('a refused write says why, keeps the asterisk and leaves the base as it was', async () => {
    const page = await pages.open('save=refused')
    const before = pages.stand().webClient.writes()
    const { n, romashka, title } = await changedCard(page)
    await page.locator(`#form${n}_ФормаЗаписатьИЗакрыть`).click()
    await page.locator(`#form${n}_container .balloonMessage`).waitFor()
    expect(await page.locator('#msg0').textContent()).toContain('Не удалось записать')
    expect(await title()).toBe('ООО «Ромашка» (Клиент) *')
    expect(romashka.name).toBe('ООО «Ромашка»')
    expect(pages.stand().webClient.writes()).toBe(before)
  })

  test('a changed card asks before it closes; «Нет» closes it with nothing written', async () => {
    const page = await pages.open('save=ok')
    const { n, romashka } = await changedCard(page)
    await page.locator('.page:not([style*="none"]) .toplineClose').click()
    await page.locator('.psWindow .press', { hasText: 'Нет' }).click()
    await page.locator(`#form${n}_container`).waitFor({ state: 'detached' })
    expect(romashka.name).toBe('ООО «Ромашка»')
  })

  test('the routing field takes a user by typing and choosing, and the write keeps them', async () => {
    const page = await pages.open('save=ok&ki=recreate')
    const { base } = pages.stand()
    const romashka = base.clientNamed('ООО «Ромашка»')
    const n = await page.evaluate((ref) => window.__stand.openCard(ref), romashka.ref)
    await page.locator(`#form${n}_ПользовательДляПереключенияЗвонков_i0`).click()
    await page.keyboard.type('Иванова Ан')
    await page.locator('#editDropDown .eddText', { hasText: 'Иванова Анна Сергеевна' }).click()
    const phone = page.locator(`#form${n}_КонтактнаяИнформацияПоле5f3c0c11x7a2ex11ecx8d3dx0050569b0a011_i0`)
    const before = await phone.elementHandle()
    await page.locator(`#form${n}_ФормаЗаписать`).click()
    await expect.poll(() => romashka.routing).toBe(base.employeeWithNumber('103').ref)
    await expect.poll(() => before?.evaluate((node) => node.isConnected)).toBe(false)
    expect(await phone.inputValue()).toBe('+7 (903) 567-78-76')
  })
})
