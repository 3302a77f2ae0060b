import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Overlay } from '../../../stand/browser/overlay.ts'
import { OPERATOR } from '../../support/office.ts'
import { openSecondBrowser } from '../../support/second-browser.ts'
import { answerByPhone, answeredIn1C, closeWizards, fillIn, registered } from '../../support/wizard.ts'
import { pbxLinked, useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const STRANGER = '79161112233'
/** Known to 1C from its request on. */
const ACCEPTED = '79161112234'

const world = useWorld('stand', { wizard: true, viewport: { width: 1280, height: 1200 } })
afterEach(() => closeWizards(world()))

const textIn = async (overlay: Overlay, name: RegExp) => (await overlay.find('textbox', name)).value
const shows = (overlay: Overlay, name: RegExp, text: string) =>
  expect.poll(() => textIn(overlay, name), SOON).toBe(text)

/** A wizard with something in its topic and in its search field. */
async function typedIn(from = STRANGER) {
  const page = await answeredIn1C(world(), from)
  await fillIn(world(), page, /^Тема$/, 'Ремонт насоса')
  const overlay = world().extension.overlay(page)
  await overlay.click('textbox', /^Поиск клиента$/)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Мжельский')
  return { page, overlay }
}
async function allThere(overlay: Overlay) {
  await shows(overlay, /^Тема$/, 'Ремонт насоса')
  await shows(overlay, /^Поиск клиента$/, 'Мжельский')
}

test('two tabs show one wizard: what is typed in one is seen in the other, and accepting it in one closes it in both', async () => {
  const { extension } = world()
  const before = registered(world()).interests
  const { page, overlay } = await typedIn(ACCEPTED)
  const other = await world().onec()
  const elsewhere = extension.overlay(other)
  await allThere(elsewhere)
  await fillIn(world(), other, /^Имя$/, 'Олег')
  await shows(overlay, /^Имя$/, 'Олег')
  await page.bringToFront()
  await fillIn(world(), page, /^Чего ждёт клиент$/, 'Перезвонить')
  await shows(elsewhere, /^Чего ждёт клиент$/, 'Перезвонить')
  await other.bringToFront()
  await elsewhere.click('button', /^Принять обращение$/)
  await elsewhere.gone('region', /Мастер/)
  await overlay.gone('region', /Мастер/)
  await expect.poll(() => registered(world()).interests, SOON).toBe(before + 1)
  expect(world().stand.base.crm.interests.at(-1)).toMatchObject({ topic: 'Ремонт насоса', whatToDo: 'Перезвонить' })
})

test('a reload, a closed tab and a stopped background leave all that was typed', async () => {
  const { extension } = world()
  const { page } = await typedIn()
  await page.reload()
  await page.waitForSelector('html[data-stand-ready]')
  await allThere(extension.overlay(page))

  await extension.killWorker()
  await fillIn(world(), page, /^Описание$/, 'Второй этаж')
  // A stopped background takes a moment to be there again, and a tab that is closed within it has not told it yet.
  const onDisk = () => readFile(join(world().server.dataFolder, 'intakes.json'), 'utf8').catch(() => '')
  await expect.poll(onDisk, SOON).toContain('Второй этаж')
  await page.close()
  await extension.killWorker()
  const again = await world().onec()
  await allThere(extension.overlay(again))
  await shows(extension.overlay(again), /^Описание$/, 'Второй этаж')
})

test('a server that was killed leaves all that was typed', async () => {
  const { server } = world()
  const { page, overlay } = await typedIn()
  await server.kill()
  await fillIn(world(), page, /^Имя$/, 'Олег')
  await server.restart()
  await pbxLinked(world())
  await allThere(overlay)
  await page.reload()
  await page.waitForSelector('html[data-stand-ready]')
  await allThere(overlay)
  await shows(overlay, /^Имя$/, 'Олег')
})

test('closed by mistake and the page loaded anew: «Вернуть» is there, with all that was typed', async () => {
  const { page, overlay } = await typedIn()
  await overlay.click('button', /^Закрыть без записи$/)
  await overlay.gone('region', /Мастер/)
  await page.reload()
  await page.waitForSelector('html[data-stand-ready]')
  await overlay.click('button', /^Вернуть$/)
  await allThere(overlay)
  await overlay.gone('button', /^Вернуть$/)
})

test('a browser that was closed in the middle of it, and opened again, has all that was typed', async () => {
  const { network } = world()
  const browser = await openSecondBrowser(world(), OPERATOR)
  const onItsDisk = async () =>
    JSON.stringify(await browser.extension.worker().evaluate(() => chrome.storage.local.get('intakes')))
  try {
    const page = await browser.onec()
    await answerByPhone(world(), STRANGER)
    await browser.extension.overlay(page).find('region', /Мастер/)
    await fillIn(browser, page, /^Тема$/, 'Ремонт насоса')
    await browser.extension.overlay(page).click('textbox', /^Поиск клиента$/)
    await page.keyboard.press('Control+a')
    // The server hears nothing of it: what comes back is what the browser itself has kept.
    network.pause()
    await page.keyboard.type('Мжельский')
    await expect.poll(onItsDisk, SOON).toContain('Мжельский')
    await browser.shut()
    network.resume()
    await browser.openAgain()
    await allThere(browser.extension.overlay(await browser.onec()))
  } finally {
    network.resume()
    await browser.close()
  }
})
