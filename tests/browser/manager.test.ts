import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { keepPassword } from '../../src/server/identity/manager-password.ts'
import { findChromium } from '../../stand/browser/extension.ts'
import { violations } from '../support/axe.ts'
import { FEW_CLIENTS, type Office, openOffice } from '../support/office.ts'
import { routedCall } from '../support/routed-call.ts'

const PASSWORD = 'пароль для проверки'
const CALLER = '79035677876'
const SOON = { timeout: 30_000, interval: 50 }

let office: Office
let browser: Browser
let context: BrowserContext
let page: Page
/** What the page complained of: scripts refused by its policy, exceptions. */
const complaints: string[] = []

beforeAll(async () => {
  office = await openOffice('stand', { clients: FEW_CLIENTS })
  await keepPassword(office.server.dataFolder, PASSWORD)
  // Waits until 1C has been read, so that employees are known.
  await office.server.code('101')
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('no Chromium: install it, or name it in CHROMIUM')
  browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
  context = await browser.newContext({ locale: 'ru', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  page.on('console', (message) => {
    // A refused request is an answer like any other here.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${office.server.http}/manager/`)
  await page.getByLabel('Пароль').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Состояние' }).waitFor()
})
afterEach(async () => {
  expect(complaints).toEqual([])
  await office.lab.reset()
})
afterAll(async () => {
  await browser?.close()
  await office?.close()
})

const part = async (name: string) => {
  await page.getByRole('navigation').getByRole('link', { name }).click()
  await page.getByRole('heading', { level: 2, name }).waitFor()
}
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const dialog = () => page.getByRole('dialog')
const row = (number: string) => page.locator(`tr[data-number="${number}"]`)
const toast = (text: string | RegExp) => page.locator('.toast', { hasText: text }).waitFor()

const addRule = async (number: string, target: string) => {
  await button('Добавить правило').click()
  await dialog().getByLabel('Внешний номер').fill(number)
  await dialog().getByLabel('Внутренний').fill(target)
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
}
const routed = (number: string) => routedCall(office, number, CALLER)

describe('who is not signed in', () => {
  test('sees a form, is refused in words, and is in by a one-time link', async () => {
    const stranger = await browser.newContext({ locale: 'ru' })
    const other = await stranger.newPage()
    await other.goto(`${office.server.http}/manager/#rules`)
    await other.getByLabel('Пароль').fill('не тот пароль')
    await other.getByRole('button', { name: 'Войти' }).click()
    await other.getByRole('alert').filter({ hasText: 'Пароль не подходит' }).waitFor()
    const { code } = await oneTimeLink()
    await other.goto('about:blank')
    await other.goto(`${office.server.http}/manager/#link=${code}`)
    await other.getByRole('heading', { name: 'Состояние' }).waitFor()
    expect(other.url()).not.toContain(code)
    await other.getByRole('button', { name: 'Выйти' }).click()
    await other.getByLabel('Пароль').waitFor()
    await stranger.close()
  })
})

describe('rules', () => {
  test('one that is added sends the next call there; switched off, calls go their usual way; on, they are routed again', async () => {
    await part('Правила')
    await addRule('+7 903 567-78-76', '103')
    await row('9035677876').waitFor()
    await routed('103')
    await office.lab.reset()

    await part('Настройки')
    const enabled = page.getByRole('switch')
    await enabled.click()
    await page.getByRole('switch', { checked: false }).waitFor()
    await office.lab.incoming({ from: CALLER })
    await office.lab.phone('101').ringing()
    expect(office.lab.phone('103').rang).toEqual([])
    await office.lab.reset()
    await part('Правила')
    await page.getByText('Маршрутизация выключена').first().waitFor()

    await part('Настройки')
    await enabled.click()
    await page.getByRole('switch', { checked: true }).waitFor()
    await page.getByText('задано здесь').first().waitFor()
    await routed('103')
  })

  test('are found by a part of the number, and tell who wrote them', async () => {
    await part('Правила')
    await addRule('89165550124', '105')
    await page.getByLabel('Поиск по части номера').fill('5550')
    await row('9165550124').waitFor()
    await row('9035677876').waitFor({ state: 'detached' })
    await button(/^История: \+7 916/).click()
    await dialog().getByRole('cell', { name: 'Администратор' }).waitFor()
    await dialog().getByRole('cell', { name: '127.0.0.1' }).waitFor()
    await dialog().getByText('+7 916 555-01-24 → 105').waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await page.getByLabel('Поиск по части номера').fill('00000')
    await page.getByText('Таких номеров в таблице нет').waitFor()
    await page.getByLabel('Поиск по части номера').fill('')
  })

  test('are refused in words before they are sent', async () => {
    await part('Правила')
    await button('Добавить правило').click()
    await dialog().getByLabel('Внешний номер').fill('12345')
    await dialog().getByLabel('Внутренний').fill('103')
    await page.keyboard.press('Enter')
    await dialog().getByRole('alert').filter({ hasText: 'внешний номер слишком короткий' }).waitFor()
    await button('Отмена').click()
    await dialog().waitFor({ state: 'detached' })
  })

  test('one that is removed by mistake comes back', async () => {
    await part('Правила')
    await addRule('9261112233', '103')
    await button(/^Удалить: \+7 926/).click()
    await row('9261112233').waitFor({ state: 'detached' })
    await page.locator('.toast').getByRole('button', { name: 'Отменить' }).click()
    await row('9261112233').waitFor()
  })

  test('that somebody else writes are seen without reloading, with their writer', async () => {
    await part('Доступ из 1С')
    await page.getByLabel('Для чего').fill('Ночной обмен')
    await button('Создать токен').click()
    const token = await dialog().getByLabel('Новый токен').last().inputValue()
    await page.keyboard.press('Escape')
    await part('Правила')
    await page.locator('table').waitFor()
    const response = await fetch(`${office.server.http}/api/bases/crm/rules`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: '4957770000=101',
    })
    expect(response.status).toBe(200)
    await row('4957770000').waitFor()
    await part('Журнал')
    await page.getByRole('cell', { name: '1С, токен «Ночной обмен»' }).waitFor()

    await part('Доступ из 1С')
    await button('Отозвать токен «Ночной обмен»').click()
    await dialog().getByRole('button', { name: 'Отозвать' }).click()
    await page.getByText('Токенов нет').waitFor()
    await part('Журнал')
    await button('Настройки и доступ').click()
    await page.getByText('Отозван токен «Ночной обмен» (crm)').waitFor()
    await page.getByText('Маршрутизация по таблице: выключена').waitFor()
    await page.getByRole('cell', { name: '127.0.0.1' }).first().waitFor()
  })

  test('that somebody changes in the file are in the journal, found by a number, an address or a name', async () => {
    await part('Правила')
    await row('4957770000').waitFor()
    const file = office.server.roustable()
    await expect.poll(() => readFile(file, 'utf8').catch(() => ''), SOON).toContain('4957770000=101')
    await appendFile(file, '9021110022=105\n')
    // Before each writing of ours the file is looked at; else it may take half a minute.
    await addRule('9260000001', '101')
    await row('9021110022').waitFor()
    await part('Журнал')
    await button('Правила').click()
    const search = page.getByLabel('Номер, адрес или имя')
    const cell = (name: string) => page.getByRole('cell', { name, exact: true })
    await search.fill('0211100')
    await cell('Редактор файла').waitFor()
    await cell('crm.roustable').waitFor()
    await page.getByText('+7 902 111-00-22 → 105').waitFor()
    await search.fill('127.0.0.1')
    await cell('1С, токен «Ночной обмен»').waitFor()
    await cell('Редактор файла').waitFor({ state: 'detached' })
    await search.fill('такого нет')
    await page.getByText('Такого в журнале нет').waitFor()
    await search.fill('')
  })

  test('of a file with a wrong line, or of one that is no text, are told of on «Состояние» until it is mended', async () => {
    const file = office.server.roustable()
    await appendFile(file, '9021110023=1\n')
    await part('Правила')
    await addRule('9260000002', '101')
    await expect.poll(() => readFile(file, 'utf8'), SOON).toContain('9260000002=101')
    await part('Состояние')
    const card = page.locator('[data-base="crm"]')
    await card.getByText('Строк с ошибкой в файле: 1').click()
    await card.getByRole('cell', { name: '9021110023=1', exact: true }).waitFor()
    await card.getByRole('cell', { name: /внутренний номер слишком короткий/ }).waitFor()

    const text = await readFile(file, 'utf8')
    await writeFile(file, Buffer.alloc(64))
    await part('Правила')
    await addRule('9260000003', '101')
    await part('Состояние')
    await card.getByText('Это не текстовый файл').waitFor()
    expect((await readFile(file)).every((byte) => byte === 0)).toBe(true)
    await part('Правила')
    await row('9260000003').waitFor()
    await writeFile(file, text.replace('9021110023=1\n', ''))
    await addRule('9260000004', '101')
    await part('Состояние')
    await card.getByText('Это не текстовый файл').waitFor({ state: 'detached' })
    await card.getByText('Строк с ошибкой в файле').waitFor({ state: 'detached' })
    const inFile = async () => (await readFile(file, 'utf8')).split('\n')
    await expect.poll(inFile, SOON).toEqual(expect.arrayContaining(['9260000003=101', '9260000004=101']))
    expect(await inFile()).not.toContain('9021110023=1')
  })

  test('of a file are shown before they are written; a wrong line is named and left out', async () => {
    await part('Правила')
    const file = join(office.server.dataFolder, 'import.csv')
    await mkdir(office.server.dataFolder, { recursive: true })
    await writeFile(file, 'Телефон;Внутренний\n+7 (903) 567-78-76;105\n8 903 111-22-33;101\nстрока;103\n')
    await button('Загрузить из файла').click()
    await dialog().getByLabel('Файл .roustable или .csv').setInputFiles(file)
    await dialog().locator('[data-count="refused"] dd').waitFor()
    const counts = await dialog().locator('[data-count] dd').allTextContents()
    expect(counts).toEqual(['1', '1', '0', '0', '1'])
    await dialog().getByRole('cell', { name: 'не вида 9035677876=103' }).waitFor()
    await row('9031112233').waitFor({ state: 'detached' })
    await button('Записать изменения (2)').click()
    await toast('Записано правил: 2, без изменений: 0.')
    await row('9031112233').waitFor()
    await routed('105')

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Скачать файл').click()])
    expect(download.suggestedFilename()).toBe('crm.roustable')
  })
})

describe('employees', () => {
  test('have their line state, and a code by which one pairs, shown once', async () => {
    await part('Сотрудники')
    await page.getByLabel('Имя, отдел или номер').fill('101')
    const operator = page.locator('[data-operator="101"]')
    await operator.getByText('свободен').waitFor()
    await office.lab.incoming({ from: '79990001122' })
    await operator.getByText('звонит телефон').waitFor()
    await operator.getByRole('button').click()
    const code = () => dialog().getByLabel('Код подключения').last().inputValue()
    await expect.poll(code, SOON).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/)
    await page.keyboard.press('Escape')
    await page.getByLabel('Имя, отдел или номер').fill('')
  })
})

describe('settings', () => {
  test('lengths are asked about, are in force at once, and can be put back', async () => {
    await part('Настройки')
    await page.getByLabel('Последние цифры телефонного номера').fill('99')
    await button('Записать').click()
    await page.getByRole('alert').filter({ hasText: 'от 3 до 15' }).waitFor()
    await page.getByLabel('Последние цифры телефонного номера').fill('7')
    await button('Записать').click()
    await button('Применить').click()
    await page.getByText('Без этой страницы было бы: 10').waitFor()
    await part('Правила')
    await row('5677876').waitFor()
    await routed('105')
    await part('Настройки')
    await page.locator('.source', { hasText: 'было бы: 10' }).getByRole('button', { name: 'Вернуть' }).click()
    await button('Применить').click()
    await page.getByText('Без этой страницы было бы: 10').waitFor({ state: 'detached' })
    await page.getByRole('textbox', { name: 'Сообщения чата' }).fill('365')
    await button('Записать: Сообщения чата').click()
    await page.getByText('Сообщения старше 365 дн. будут удалены').waitFor()
    await button('Удалить и применить').click()
    const kept = page.locator('.source', { hasText: 'было бы: всегда' })
    await kept.getByRole('button', { name: 'Вернуть' }).click()
    await kept.waitFor({ state: 'detached' })
    await part('Правила')
    await row('9035677876').waitFor()
  })

  test('survive a restart, after which one signs in anew', async () => {
    await part('Настройки')
    await page.getByRole('switch').click()
    await page.getByRole('switch', { checked: false }).waitFor()
    await office.server.kill()
    await page.getByText('Сервер не отвечает: показано то, что было').waitFor({ timeout: 30_000 })
    await office.server.restart()
    await page.getByLabel('Пароль').fill(PASSWORD, { timeout: 30_000 })
    await page.keyboard.press('Enter')
    await page.getByRole('switch', { checked: false }).waitFor()
    await page.getByRole('switch').click()
    await page.getByRole('switch', { checked: true }).waitFor()
  })
})

describe('the page', () => {
  test('is used by the keyboard alone', async () => {
    await part('Состояние')
    await page.reload()
    await page.getByRole('heading', { name: 'Состояние' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    await page.getByRole('link', { name: 'Правила' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 2, name: 'Правила' }).waitFor()
    await button('Добавить правило').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name')), SOON).toBe('number')
    await page.keyboard.type('9267778899')
    await page.keyboard.press('Tab')
    await page.keyboard.type('103')
    await page.keyboard.press('Enter')
    await row('9267778899').waitFor()
    // Back where it was opened.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), SOON).toBe('Добавить правило')
  })

  for (const colorScheme of ['light', 'dark'] as const)
    test(`has nothing that axe complains of, in the ${colorScheme} theme`, async () => {
      await page.emulateMedia({ colorScheme })
      for (const name of ['Состояние', 'Правила', 'Сотрудники', 'Доступ из 1С', 'Настройки', 'Журнал']) {
        await part(name)
        expect([name, await violations(page)]).toEqual([name, []])
        await picture(`${name}-${colorScheme}`)
      }
      await part('Правила')
      await button('Загрузить из файла').click()
      const file = join(office.server.dataFolder, 'import.roustable')
      await writeFile(file, '9035677876=101\n9031112233=\nнет\n')
      await dialog().getByLabel('Файл .roustable или .csv').setInputFiles(file)
      await dialog().locator('[data-count="refused"] dd').waitFor()
      expect(await violations(page)).toEqual([])
      await picture(`import-${colorScheme}`)
      await page.keyboard.press('Escape')
      await dialog().waitFor({ state: 'detached' })
    })

  test('speaks English, too', async () => {
    await button('English').click()
    await page.getByRole('link', { name: 'Employees' }).click()
    await page.getByRole('heading', { level: 2, name: 'Employees' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    expect(await page.locator('body').innerText()).not.toMatch(/Сотрудники|Выйти|Код/)
    await button('Русский').click()
  })

  test('cannot be framed, and runs no script but its own', async () => {
    const { headers } = await fetch(`${office.server.http}/manager/`)
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe')
    const ran = await page.evaluate(() => {
      try {
        document.body.insertAdjacentHTML('beforeend', '<b>x</b>')
        return 'ran'
      } catch (error) {
        return String(error)
      }
    })
    expect(ran).toContain('TrustedHTML')
    expect(complaints.splice(0).join()).toContain('TrustedHTML')
  })
})

async function oneTimeLink(): Promise<{ code: string }> {
  const token = (await readFile(join(office.server.dataFolder, 'manager.token'), 'utf8')).trim()
  const response = await fetch(`${office.server.http}/manager/links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: '{}',
  })
  const body: { code: string } = JSON.parse(await response.text())
  return body
}

/** For whoever wants to look: MANAGER_PICTURES names a folder. */
async function picture(name: string): Promise<void> {
  const folder = process.env.MANAGER_PICTURES
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
