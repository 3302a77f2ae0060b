import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { keepPassword } from '../../src/server/identity/manager-password.ts'
import { findChromium } from '../../stand/browser/extension.ts'
import { violations } from '../support/axe.ts'
import { type Office, openOffice } from '../support/office.ts'

const PASSWORD = 'пароль для проверки'
const LONG = { timeout: 60_000 }

describe('What the manager page says of a base of 1C', { timeout: 180_000 }, () => {
  let office: Office
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const names = { 'interests.topic': 'ТемаОбращения', 'articles.set': 'Catalog_СтатьиЗнаний' }
    office = await openOffice('stand', { base: { names } })
    await keepPassword(office.server.dataFolder, PASSWORD)
    await office.server.code('101')
    const executablePath = findChromium()
    if (executablePath === null) throw new Error('no Chromium: install it, or name it in CHROMIUM')
    browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
    page = await browser.newPage({ locale: 'ru', reducedMotion: 'reduce' })
    await page.goto(`${office.server.http}/manager/`)
    await signIn()
  })
  afterEach(async () => {
    office.stand.odata.set({ state: 'up', delayMs: 0, keys: 'given' })
    await office.lab.reset()
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  const signIn = async () => {
    await page.getByLabel('Пароль').fill(PASSWORD, LONG)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Состояние' }).waitFor(LONG)
  }
  const card = () => page.getByRole('article', { name: 'Учебная база' })
  const says = (text: string | RegExp) => card().getByText(text).first().waitFor(LONG)
  /** A call that nobody answers: it is owed to 1C. */
  const missed = async (from: string) => {
    const client = await office.lab.incoming({ from })
    await office.lab.phone('101').ringing()
    await client.hangup()
  }

  for (const colorScheme of ['light', 'dark'] as const)
    test(`names that are not in $metadata are named, with what comes of it and what to do, in the ${colorScheme} theme`, async () => {
      await page.emulateMedia({ colorScheme })
      const summary = card().getByText('Чего Трубка не нашла в OData этой базы: 2')
      await summary.waitFor(LONG)
      if (
        !(await card()
          .locator('details')
          .evaluate((each) => each.hasAttribute('open')))
      )
        await summary.click()
      await says('Нет Интересов: обращение регистрируется документом «Телефонный звонок».')
      await says('Document_CRM_Интерес.ТемаОбращения')
      await says('Нет базы знаний: поиска статей в мастере не будет.')
      await says('Catalog_СтатьиЗнаний')
      await says(/Состав стандартного интерфейса OData/)
      expect(await violations(page)).toEqual([])
    })

  test('1C away: why, what waits to be written, and it goes when 1C is back', async () => {
    office.stand.odata.set({ state: 'down' })
    await missed('79160000071')
    await says(/^Ждут записи в 1С: 1\..*1C answers 503/)
    office.stand.odata.set({ state: 'up' })
    await card()
      .getByText(/^Ждут записи в 1С/)
      .waitFor({ state: 'detached', ...LONG })
    expect(office.stand.base.calls.filter(({ contactWay }) => contactWay === '79160000071')).toHaveLength(1)
  })

  test('while a base is read after a start: how far it has come', async () => {
    await office.server.kill()
    office.stand.odata.set({ delayMs: 250 })
    await office.server.restart()
    await signIn()
    await says(/^Загружено [\d\s]+ из [\d\s]+$/)
    office.stand.odata.set({ delayMs: 0 })
    await card()
      .getByText(/^Загружено/)
      .waitFor({ state: 'detached', ...LONG })
    await says('1С на связи')
  })

  test('what 1C refuses lies aside, with its reason', async () => {
    office.stand.odata.set({ keys: 'own' })
    await missed('79160000072')
    await says(/^1С не приняла: 1\..*under a key of its own/)
  })
})
