import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { internalNumber } from '../../../stand/data/employees.ts'
import { usePages } from './open-page.ts'

const pages = usePages()
const ROUTING = 'ПользовательДляПереключенияЗвонков'

async function card(query = ''): Promise<{ page: Page; form: number; at: (name: string) => string }> {
  const page = await pages.open(query)
  const { ref } = pages.stand().base.clientNamed('ООО «Ромашка»')
  const form = await page.evaluate((r) => window.__stand.openCard(r), ref)
  return { page, form, at: (name) => `#form${form}_${name}` }
}
const phones = (page: Page, form: number) => page.locator(`input[id^="form${form}_КонтактнаяИнформацияПоле5f3c0c11"]`)
const texts = (page: Page, form: number) =>
  phones(page, form).evaluateAll((all) => all.map((each) => (each instanceof HTMLInputElement ? each.value : '')))
const retype = async (page: Page, text: string) => {
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type(text)
  await page.keyboard.press('Tab')
}

describe('values (D2)', () => {
  test.each([
    ['masks=phone', '+7 (916) 123-45-67'],
    ['masks=none', '89161234567'],
  ])('a phone that was typed, %s: %s', async (query, shown) => {
    const { page, form } = await card(query)
    await phones(page, form).first().click()
    await retype(page, '89161234567')
    await expect.poll(() => phones(page, form).first().inputValue()).toBe(shown)
  })

  test('«Перечитать» and 1C’s own code change them without a sign', async () => {
    const { page, form, at } = await card()
    await page.evaluate((id) => {
      const seen: string[] = []
      Object.assign(window, { seen })
      const input = document.querySelector(`${id}_i0`)
      for (const type of ['input', 'change']) input?.addEventListener(type, () => seen.push(type))
      if (input) new MutationObserver(() => seen.push('mutation')).observe(input, { attributes: true })
    }, at('ИНН'))
    await page.evaluate((n) => window.__stand.setValue(n, 'ИНН', '7700000009'), form)
    expect(await page.locator(`${at('ИНН')}_i0`).inputValue()).toBe('7700000009')
    await page.locator(at('ФормаПеречитать')).click()
    await expect.poll(() => page.locator(`${at('ИНН')}_i0`).inputValue()).toBe('9035677870')
    expect(await page.evaluate(() => ('seen' in window ? window.seen : null))).toEqual([])
  })
})

describe('contact rows (D7)', () => {
  test('one is added; one that was emptied stays until it is read anew', async () => {
    const { page, form, at } = await card()
    await page.locator(at('КонтактнаяИнформацияДобавитьПолеВводаГруппаКонтактнаяИнформация')).click()
    await page.locator('.submenuText', { hasText: /^Телефон$/ }).click()
    expect(await texts(page, form)).toEqual(['+7 (903) 567-78-76', '8 (499) 555-01-23, доб. 123', ''])
    await phones(page, form).nth(1).click()
    await retype(page, '')
    await page.locator(at('ФормаЗаписать')).click()
    await page.locator('#notificationArea .hover-line').first().waitFor()
    expect(await texts(page, form)).toEqual(['+7 (903) 567-78-76', '', ''])
    await page.evaluate(() => window.__stand.set({ ki: 'recreate' }))
    await page.locator(at('ФормаПеречитать')).click()
    await expect.poll(() => texts(page, form)).toEqual(['+7 (903) 567-78-76'])
  })

  test('the second of a kind has its title in the colour of the ground', async () => {
    const { page, form } = await card()
    const colours = await page
      .locator(
        `[id^="form${form}_КонтактнаяИнформацияПоле5f3c0c12"][id$="#title_text"], [id^="form${form}_КонтактнаяИнформацияПоле5f3c0c11"][id$="2#title_text"]`,
      )
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).color))
    expect(new Set(colours).size).toBe(colours.length)
  })

  test.each([
    ['ki=keep', true, true],
    ['ki=recreate', false, true],
    ['ki=renumber', false, false],
  ])('a write with %s: the same nodes %s, the same names %s', async (query, nodes, names) => {
    const { page, form, at } = await card(query)
    const before = await phones(page, form).first().elementHandle()
    const name = await before?.getAttribute('id')
    await page.locator(at('ФормаЗаписать')).click()
    await page.locator('#notificationArea .hover-line').first().waitFor()
    expect(await before?.evaluate((node) => node.isConnected)).toBe(nodes)
    expect((await phones(page, form).first().getAttribute('id')) === name).toBe(names)
  })
})

describe('the routing field (D8)', () => {
  const shown = (page: Page, at: (name: string) => string) => page.locator(`${at(ROUTING)}_i0`).inputValue()

  test('refuses a user without a number: the old one is back, and a message says why', async () => {
    const { page, at } = await card('users=with-number')
    const nobody = pages.stand().base.employees.find((employee) => internalNumber(employee) === '')
    const before = await shown(page, at)
    await page.locator(`${at(ROUTING)}_i0`).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(nobody?.name.slice(0, -1) ?? '')
    await page.locator('#editDropDown .eddText').first().click()
    await page.locator('.balloonMessage', { hasText: 'не указан внутренний номер' }).waitFor()
    expect(await shown(page, at)).toBe(before)
  })

  test.each([
    ['read-only', { readOnly: true, disabled: false }],
    ['disabled', { readOnly: false, disabled: true }],
    ['chosen-only', { readOnly: false, disabled: false }],
  ])('%s: nothing can be typed, «Перевод звонков» sets it', async (how, properties) => {
    const { page, at } = await card(`routing=${how}`)
    const input = page.locator(`${at(ROUTING)}_i0`)
    expect(await input.evaluate((node) => node instanceof HTMLInputElement && [node.readOnly, node.disabled])).toEqual(
      Object.values(properties),
    )
    const before = await shown(page, at)
    await input.click({ force: true })
    await page.keyboard.type('Иванова')
    expect(await shown(page, at)).toBe(before)
    await page.locator(at('ФормаПереводЗвонков')).click()
    await page.locator('#editDropDown .eddText', { hasText: 'Петров Пётр Петрович' }).click()
    await expect.poll(() => shown(page, at)).toBe('Петров Пётр Петрович')
  })

  test('on a hidden page: it is there, its value too, and it is seen when its tab is opened', async () => {
    const { page, form, at } = await card('routing=hidden-page')
    const input = page.locator(`${at(ROUTING)}_i0`)
    expect([await input.count(), await input.isVisible()]).toEqual([1, false])
    await page.locator(`#thpage_form${form}_СтраницаПереключение`).click()
    expect(await input.isVisible()).toBe(true)
  })

  test('absent, or by its other caption', async () => {
    const without = await card('routing=absent')
    expect(await without.page.locator(`${without.at(ROUTING)}_i0`).count()).toBe(0)
    const other = await card('routing=other-caption')
    const title = other.page.locator(`[id="form${other.form}_${ROUTING}#title_text"]`)
    expect(await title.textContent()).toBe('Переключатель для перевода звонков')
  })

  test('two users of one presentation can both be chosen', async () => {
    const { page, at } = await card()
    await page.locator(`${at(ROUTING)}_i0`).click()
    await page.keyboard.type('Соколов Андрей Викторович')
    await expect.poll(() => page.locator('#editDropDown .eddText').count()).toBe(2)
  })
})

describe('texts (D3, D9, D11)', () => {
  test('the HTML field is another element once its text is another', async () => {
    const { page, form, at } = await card()
    const frame = await page.locator(`${at('ИсторияHTML')} iframe`).elementHandle()
    const text = () =>
      page
        .frameLocator(`${at('ИсторияHTML')} iframe`)
        .locator('b')
        .textContent()
    expect(await text()).toBe('+7 (903) 567-78-76')
    expect(await frame?.getAttribute('src')).toBeNull()
    await phones(page, form).first().click()
    await retype(page, '89161234567')
    await page.locator(at('ФормаЗаписать')).click()
    await expect.poll(text).toBe('+7 (916) 123-45-67')
    expect(await frame?.evaluate((node) => node.isConnected)).toBe(false)
  })

  test('captions without a colon, spaces not to be broken; what is written has plain ones', async () => {
    const { page, form, at } = await card('colons=off&spaces=nbsp')
    const title = page.locator(`[id="form${form}_НаименованиеПолное#title_text"]`)
    expect(await title.textContent()).toBe('Полное\u00a0наименование')
    expect((await texts(page, form))[0]).toMatch(/^\+7\u00a0\(\d{3}\)\u00a0/)
    const before = pages
      .stand()
      .base.clientNamed('ООО «Ромашка»')
      .contacts.map((each) => each.text)
    await page.locator(at('ФормаЗаписать')).click()
    await page.locator('#notificationArea .hover-line').first().waitFor()
    expect(
      pages
        .stand()
        .base.clientNamed('ООО «Ромашка»')
        .contacts.map((each) => each.text),
    ).toEqual(before)
  })

  test.each([
    ['labels=text-node', false],
    ['labels=same-node', true],
  ])('a label with %s keeps its text node: %s', async (query, kept) => {
    const page = await pages.open(query)
    const form = await page.evaluate(() => window.__stand.openList())
    const label = page.locator(`[id="form${form}_ПросмотрИНН#text"]`)
    await expect.poll(() => label.textContent()).toBe('9035677870')
    const node = await label.evaluateHandle((each) => each.firstChild)
    await page.evaluate(() => window.__stand.selectRow(1))
    await expect.poll(() => label.textContent()).toBe('503012345678')
    expect(await node.evaluate((each) => each?.isConnected)).toBe(kept)
  })
})
