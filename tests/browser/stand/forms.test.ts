import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ObjectKind } from '../../../stand/webclient/wire.ts'
import { usePages } from './open-page.ts'

const pages = usePages()

const refs = (): Record<ObjectKind, string> => {
  const { base } = pages.stand()
  const client = base.clientNamed('ООО «Ромашка»')
  return {
    client: client.ref,
    person: base.personsOf(client.ref)[0]?.ref ?? '',
    user: base.employees[25]?.ref ?? '',
    call: base.calls[0]?.ref ?? '',
    interest: base.crm.interests[0]?.ref ?? '',
    article: base.crm.articles[0]?.ref ?? '',
  }
}
const open = (page: Page, kind: ObjectKind, over?: boolean) =>
  page.evaluate(([k, ref, floating]) => window.__stand.open(k, ref, floating), [kind, refs()[kind], over] as const)

/** The value of a field, as 1C has it: in the property. */
const value = (page: Page, form: number, name: string) => page.locator(`#form${form}_${name}_i0`).inputValue()
const title = (page: Page, root = '.page:not([style*="none"])') =>
  page.locator(`${root} .toplineBoxTitle`).first().getAttribute('title')

describe('every form of the stand', () => {
  test('the card of a contact person: whose it is, and phones of its own', async () => {
    const page = await pages.open()
    const form = await open(page, 'person')
    expect(await title(page)).toBe('Петрова Мария Ивановна (Контактное лицо)')
    expect(await value(page, form, 'Владелец')).toBe('ООО «Ромашка»')
    const phone = page.locator(`input[id^="form${form}_КонтактнаяИнформацияПоле5f3c0c21"]`)
    expect(await phone.inputValue()).toBe('8 (926) 555-01-29')
    await phone.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('89265550130')
    await page.keyboard.press('Control+s')
    const { base } = pages.stand()
    await expect.poll(() => base.person(refs().person)?.contacts[0]?.text).toBe('+7 (926) 555-01-30')
  })

  test('the card of a user, deferred: no phone is there before the page of phones is opened', async () => {
    const page = await pages.open('deferred=on')
    const form = await open(page, 'user')
    const inputs = page.locator(`input[id^="form${form}_КонтактнаяИнформацияПоле"]`)
    expect(await inputs.count()).toBe(0)
    await page.locator(`#thpage_form${form}_КонтактнаяИнформация`).click()
    await expect.poll(() => inputs.count()).toBe(3)
    expect(await page.locator(`#form${form}_Главное`).isVisible()).toBe(false)
    expect(await inputs.first().inputValue()).toBe('126')
    const tips = page.locator(`#form${form}_КонтактнаяИнформация .framePress`)
    expect(await tips.first().getAttribute('title')).toBe('Позвонить по телефону')
  })

  test('the card of a user, placed: its phones are there, hidden, named by their kinds', async () => {
    const page = await pages.open('deferred=off')
    const form = await open(page, 'user')
    const phone = page.locator(`#form${form}_КонтактнаяИнформацияПолеТелефонПользователя_i0`)
    expect(await phone.inputValue()).toBe('126')
    expect(await phone.isVisible()).toBe(false)
    expect(await page.locator('.framePress[title="Позвонить или отправить SMS"]').count()).toBe(2)
    expect(await value(page, form, 'ВнутреннийНомер')).toBe('')
  })

  test('a user is written without losing phones that were never shown', async () => {
    const page = await pages.open()
    const form = await open(page, 'user')
    const before = pages.stand().base.employees[25]?.contacts.map(({ text }) => text)
    await page.locator(`#form${form}_ВнутреннийНомер_i0`).click()
    await page.keyboard.type('426')
    await page.locator(`#form${form}_ФормаЗаписать`).click()
    await expect.poll(() => pages.stand().base.employees[25]?.internal).toBe('426')
    expect(pages.stand().base.employees[25]?.contacts.map(({ text }) => text)).toEqual(before)
  })

  test('a phone call: the number stands under «Как связаться», and digits in every other field', async () => {
    const page = await pages.open()
    const form = await open(page, 'call')
    expect(await title(page)).toBe('Телефонный звонок от 15.03.2024 10:25:00')
    expect(await value(page, form, 'АбонентКакСвязаться')).toBe('+7 (926) 555-01-29')
    expect(await value(page, form, 'Предмет')).toContain('0000-000227')
    await page.locator(`#form${form}_Рассмотрено`).click()
    await page.locator(`#form${form}_ФормаЗаписать`).click()
    await expect.poll(() => pages.stand().base.calls[0]?.considered).toBe(true)
  })

  test('a new phone call is begun from the home page', async () => {
    const page = await pages.open()
    await page.locator('#form0_НовыйЗвонок').click()
    await expect.poll(() => title(page)).toBe('Телефонный звонок (создание)')
  })

  test('the user of a card is opened from its field', async () => {
    const page = await pages.open()
    const form = await open(page, 'client')
    await page.locator(`#form${form}_Ответственный_OB`).click()
    await expect.poll(() => title(page)).toBe('Иванова Анна Сергеевна (Пользователь)')
  })

  test('two cards of one kind are open at once, of the same names and other numbers', async () => {
    const page = await pages.open()
    const first = await open(page, 'client')
    const second = await page.evaluate((ref) => window.__stand.openCard(ref), pages.stand().base.clients[1]?.ref ?? '')
    expect(second).not.toBe(first)
    expect(await page.locator('[id$="_Наименование_i0"]').count()).toBe(2)
    expect([await value(page, first, 'Наименование'), await value(page, second, 'Наименование')]).toEqual([
      'ООО «Ромашка»',
      'ИП Сидоров',
    ])
  })

  test.each([
    ['numbers=new', [1, 2, 3]],
    ['numbers=reused', [1, 2, 1]],
  ])('forms opened, opened, and opened after the first was closed, with %s: %j', async (query, wanted) => {
    const page = await pages.open(query)
    const first = await open(page, 'client')
    const second = await open(page, 'person')
    await page.evaluate((n) => window.__stand.close(n), first)
    expect([first, second, await open(page, 'call')]).toEqual(wanted)
  })

  test('a link opens any of them', async () => {
    const page = await pages.open()
    await page.evaluate(() => {
      location.hash = '#e1cib/data/Документ.ТелефонныйЗвонок'
    })
    await expect.poll(() => title(page)).toBe('Телефонный звонок (создание)')
  })

  test('an article of the knowledge base: it is read and written', async () => {
    const page = await pages.open()
    const form = await open(page, 'article')
    expect(await title(page)).toBe('Как выбрать кассу для розницы (База знаний)')
    expect(await value(page, form, 'ТипУслуги')).toBe('Продажа оборудования')
    await page.locator(`#form${form}_Текст_i0`).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Фискальный регистратор')
    await page.keyboard.press('Control+s')
    const { crm } = pages.stand().base
    await expect.poll(() => crm.article(refs().article)?.text).toBe('Фискальный регистратор')
  })

  test('in English the ids stay and the captions do not', async () => {
    const page = await pages.open('', true)
    const form = await open(page, 'user')
    expect(await page.locator(`#thpage_form${form}_КонтактнаяИнформация`).textContent()).toBe('Addresses, phones')
    expect(await page.locator(`#form${form}_ФормаЗаписать`).textContent()).toBe('Write')
  })
})

describe('a form in a window', () => {
  test.each([
    ['over a list', 'windows=page', /^VW_page1ps0win$/],
    ['over a list, without the page’s number', 'windows=top', /^ps0win$/],
  ])('%s: two captions are seen', async (_title, query, id) => {
    const page = await pages.open(query)
    await page.evaluate(() => window.__stand.openList())
    const form = await open(page, 'client', true)
    const root = page.locator('.psWindow')
    expect(await root.getAttribute('id')).toMatch(id)
    expect(await title(page, '.psWindow')).toBe('ООО «Ромашка» (Клиент)')
    expect(await title(page)).toBe('Клиенты')
    await page.locator(`#form${form}_Наименование_i0`).click()
    await page.keyboard.type('!')
    expect(await title(page, '.psWindow')).toBe('ООО «Ромашка» (Клиент) *')
  })

  test('over a card: several surfaces, of which all but the last are stale', async () => {
    const page = await pages.open()
    await open(page, 'client')
    await open(page, 'person', true)
    await page.locator('.psWindow .toplineClose').click()
    await open(page, 'user', true)
    await open(page, 'call')
    // What opens from a window opens above it.
    expect(await page.locator('.psWindow').count()).toBe(2)
    const surfaces = page.locator('[id="modalSurface"]')
    expect(await surfaces.count()).toBe(4)
    expect(await surfaces.evaluateAll((all) => all.filter((each) => each.checkVisibility()).length)).toBe(2)
  })

  test('that dims nothing goes and comes with its page', async () => {
    const page = await pages.open('modal=none')
    await open(page, 'client')
    await open(page, 'person', true)
    await page.locator('#openedCell_cmd_HOME').click()
    expect(await page.locator('.psWindow').isVisible()).toBe(false)
    await page.locator('.openedItem').nth(1).click()
    expect(await page.locator('.psWindow').isVisible()).toBe(true)
  })

  test('in an older base has its caption as text', async () => {
    const page = await pages.open('captions=text-node&forms=window')
    await open(page, 'client')
    expect(await page.locator('#ps0formHeaderTitle').textContent()).toBe('ООО «Ромашка» (Клиент)')
  })
})
