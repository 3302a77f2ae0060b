import { afterEach, describe, expect, test } from 'vitest'
import { type OpenedPage, openPage } from './open-page.ts'

let opened: OpenedPage

afterEach(() => opened.close())

/** Opens the first client's card and types another name into it. */
async function changedCard() {
  const { page, stand } = opened
  const romashka = stand.base.clientNamed('ООО «Ромашка»')
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
    opened = await openPage('save=ok')
    const { n, romashka, title } = await changedCard()
    expect(await title()).toBe('ООО «Ромашка» (Клиент) *')
    const before = romashka.version
    await opened.page.keyboard.press('Control+s')
    await expect.poll(title).toBe('ООО «Ромашка» и К (Клиент)')
    await opened.page.locator('#notificationArea .hover-line', { hasText: 'ООО «Ромашка» и К' }).waitFor()
    expect(romashka.name).toBe('ООО «Ромашка» и К')
    expect(romashka.version).toBeGreaterThan(before)
    expect(await opened.page.evaluate((form) => window.__stand.model(form).Наименование, n)).toBe('ООО «Ромашка» и К')
  })

  test('a refused write says why, keeps the asterisk and leaves the base as it was', async () => {
    opened = await openPage('save=refused')
    const { n, romashka, title } = await changedCard()
    await opened.page.locator(`#form${n}_ФормаЗаписатьИЗакрыть`).click()
    await opened.page.locator(`#form${n}_container .balloonMessage`).waitFor()
    expect(await opened.page.locator('#msg0').textContent()).toContain('Не удалось записать')
    expect(await title()).toBe('ООО «Ромашка» (Клиент) *')
    expect(romashka.name).toBe('ООО «Ромашка»')
    expect(opened.stand.webClient.writes()).toBe(0)
  })

  test('a changed card asks before it closes; «Нет» closes it with nothing written', async () => {
    opened = await openPage('save=ok')
    const { n, romashka } = await changedCard()
    await opened.page.locator('.page:not([style*="none"]) .toplineClose').click()
    await opened.page.locator('.psWindow .press', { hasText: 'Нет' }).click()
    await opened.page.locator(`#form${n}_container`).waitFor({ state: 'detached' })
    expect(romashka.name).toBe('ООО «Ромашка»')
  })

  test('the routing field takes a user by typing and choosing, and the write keeps them', async () => {
    opened = await openPage('save=ok&ki=recreate')
    const { page, stand } = opened
    const romashka = stand.base.clientNamed('ООО «Ромашка»')
    const n = await page.evaluate((ref) => window.__stand.openCard(ref), romashka.ref)
    await page.locator(`#form${n}_ПользовательДляПереключенияЗвонков_i0`).click()
    await page.keyboard.type('Иванова Ан')
    await page.locator('#editDropDown .eddText', { hasText: 'Иванова Анна Сергеевна' }).click()
    const phone = page.locator(`#form${n}_КонтактнаяИнформацияПоле5f3c0c11x7a2ex11ecx8d3dx0050569b0a011_i0`)
    const before = await phone.elementHandle()
    await page.locator(`#form${n}_ФормаЗаписать`).click()
    await expect.poll(() => romashka.routing).toBe(stand.base.employeeWithNumber('103').ref)
    await expect.poll(() => before?.evaluate((node) => node.isConnected)).toBe(false)
    expect(await phone.inputValue()).toBe('+7 (903) 567-78-76')
  })
})
