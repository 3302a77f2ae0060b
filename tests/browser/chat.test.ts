import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Extension } from '../../stand/browser/extension.ts'
import { violations } from '../support/axe.ts'
import { openSecondBrowser } from '../support/second-browser.ts'
import { useWorld } from '../support/world.ts'
import { PETR } from './overlay/cards.ts'

const SOON = { timeout: 30_000, interval: 50 }
const world = useWorld('stand')

/** In the side panel, which is as wide as one likes. */
async function chatOf(extension: Extension): Promise<Page> {
  const panel = await extension.open(extension.url('src/popup/side.html'))
  await panel.setViewportSize({ width: 400, height: 700 })
  await panel.getByRole('tab', { name: /^Чат/ }).click(SOON)
  return panel
}
const write = async (panel: Page, text: string) => {
  const field = panel.locator('[data-field="chat"]')
  await field.fill(text, SOON)
  await field.press('Enter')
}
const lines = (panel: Page) => panel.getByRole('log')
const stateOfLast = (panel: Page) => panel.locator('.line').last().locator('.line-state').innerText(SOON)
const alerts = (extension: Extension) =>
  extension
    .worker()
    .evaluate(
      () =>
        new Promise<string[]>((resolve) =>
          chrome.notifications.getAll((all) => resolve(Object.keys(all).filter((id) => id.startsWith('chat:')))),
        ),
    )
/** How many lines the server has on disk. */
async function written(): Promise<number> {
  const ledger = await readFile(join(world().server.dataFolder, 'ledger', 'ledger.log'), 'utf8')
  return ledger.split('"chat.sent"').length - 1
}
/** What is wider than the panel. */
const tooWide = (panel: Page) =>
  panel.evaluate(() =>
    document.documentElement.scrollWidth > document.documentElement.clientWidth
      ? [...document.querySelectorAll('*')]
          .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((each) => each.outerHTML.slice(0, 100))
          .slice(0, 5)
      : [],
  )

test('two colleagues write to each other: the one who was away is told on return, a killed server doubles and loses nothing', async () => {
  const { extension, server, network, stand } = world()
  const me = stand.base.employeeWithNumber('101').name
  const petr = await openSecondBrowser(world(), PETR.number)
  try {
    // Nobody is there yet.
    await petr.shut()
    const mine = await chatOf(extension)
    await mine.getByText('Сообщений ещё нет').waitFor(SOON)
    await mine.getByRole('button', { name: 'Написать' }).click()
    await mine.locator('[data-field="whom"]').pressSequentially(PETR.typed)
    await mine.getByRole('option', { name: PETR.name }).waitFor(SOON)
    await mine.keyboard.press('Enter')
    const field = mine.locator('[data-field="chat"]')
    await field.waitFor(SOON)
    await expect.poll(() => field.evaluate((each) => each === document.activeElement)).toBe(true)
    await mine.keyboard.type('Клиент ждёт')
    await mine.keyboard.press('Shift+Enter')
    await mine.keyboard.type('с самого утра')
    await mine.keyboard.press('Enter')
    await lines(mine).getByText('Клиент ждёт\nс самого утра').waitFor(SOON)
    await expect.poll(() => stateOfLast(mine), SOON).toBe('Отправлено')

    // He comes back, and is told by the system; nothing of it is read yet.
    await petr.openAgain()
    await expect.poll(() => alerts(petr.extension), SOON).toHaveLength(1)
    await expect.poll(() => stateOfLast(mine), SOON).toBe('Доставлено')
    const his = await chatOf(petr.extension)
    await his.getByRole('tab', { name: /^Чат\s*1$/ }).waitFor(SOON)
    await his.getByRole('button', { name: me }).click(SOON)
    await lines(his).getByText('Клиент ждёт\nс самого утра').waitFor(SOON)
    await expect.poll(() => stateOfLast(mine), SOON).toBe('Прочитано')
    await expect.poll(() => alerts(petr.extension), SOON).toEqual([])
    await his.getByRole('tab', { name: /^Чат$/ }).waitFor(SOON)

    // While he writes, one sees it; what he has written is there without a look at anything.
    const writing = mine.getByText(`${PETR.name} пишет…`)
    await his.locator('[data-field="chat"]').pressSequentially('Звоню ему')
    await expect
      .poll(async () => {
        // He goes on: what is not said again for some seconds goes away.
        await his.locator('[data-field="chat"]').press('Space')
        return writing.count()
      }, SOON)
      .toBe(1)
    await his.keyboard.press('Enter')
    await lines(mine).getByText('Звоню ему').waitFor(SOON)
    await expect.poll(() => writing.count(), SOON).toBe(0)

    // The server has the next line on disk, and is killed before it can say so.
    const before = await written()
    network.pauseAnswers()
    await write(mine, 'ровно один раз')
    await expect.poll(written, SOON).toBe(before + 1)
    await server.kill()
    network.resume()
    network.cut()
    await expect.poll(() => stateOfLast(mine), SOON).toMatch(/^(Отправляется|Уйдёт, когда появится связь)$/)
    await write(mine, 'и это без сервера')
    await server.restart()
    await expect.poll(() => mine.locator('.line.owed').count(), SOON).toBe(0)
    await lines(his).getByText('и это без сервера').waitFor(SOON)
    const texts = (panel: Page) => panel.locator('.line-text').allInnerTexts()
    const all = ['Клиент ждёт\nс самого утра', 'Звоню ему', 'ровно один раз', 'и это без сервера']
    await expect.poll(() => texts(mine), SOON).toEqual(all)
    await expect.poll(() => texts(his), SOON).toEqual(all)
    expect(await written()).toBe(before + 2)
    await expect.poll(() => stateOfLast(mine), SOON).toBe('Прочитано')

    // Opened anew it is all there, what was begun and not sent, too; Esc goes back to the list, and the search finds what
    // was said.
    await field.fill('недописано')
    const drafts = () => extension.worker().evaluate(() => chrome.storage.local.get('drafts'))
    await expect.poll(async () => JSON.stringify(await drafts()), SOON).toContain('недописано')
    await mine.close()
    const again = await chatOf(extension)
    const row = again.getByRole('button', { name: PETR.name })
    await row.getByText('Черновик: недописано').waitFor(SOON)
    await row.click()
    await expect.poll(() => texts(again), SOON).toEqual(all)
    expect(await again.locator('[data-field="chat"]').inputValue()).toBe('недописано')
    await again.locator('[data-field="chat"]').fill('')
    await expect.poll(async () => JSON.stringify(await drafts()), SOON).not.toContain('недописано')
    for (const colorScheme of ['light', 'dark'] as const) {
      await again.emulateMedia({ colorScheme })
      for (const width of [200, 320, 400]) {
        await again.setViewportSize({ width, height: 700 })
        await expect.poll(() => tooWide(again), SOON).toEqual([])
      }
      expect(await violations(again)).toEqual([])
    }
    await again.locator('[data-field="chat"]').press('Escape')
    await expect.poll(() => row.evaluate((each) => each === document.activeElement), SOON).toBe(true)
    await row.getByText('Вы: и это без сервера').waitFor(SOON)
    expect(await violations(again)).toEqual([])
    await again.getByRole('searchbox').fill('утр')
    await again.getByRole('list', { name: 'Найденные сообщения' }).getByText('с самого утра').waitFor(SOON)
    expect(await violations(again)).toEqual([])
  } finally {
    await petr.close()
  }
})
