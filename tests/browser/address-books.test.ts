import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { keepPassword } from '../../src/server/identity/manager-password.ts'
import { type Extension, launchExtension } from '../../stand/browser/extension.ts'
import { violations } from '../support/axe.ts'
import { OPERATOR } from '../support/office.ts'
import { in1251 } from '../support/windows-1251.ts'
import { useWorld } from '../support/world.ts'

const PASSWORD = 'пароль для проверки'
const SOON = { timeout: 20_000, interval: 50 }
/** A thousand, so that the list cannot be there as a whole. */
const FILE = in1251(
  [
    'ФИО;Организация;Телефон',
    'Яхонтов Пётр;ООО «Самоцвет»;8 903 567-78-76',
    'Без номера;;нет',
    ...Array.from(
      { length: 998 },
      (_, i) => `Клиент ${String(i).padStart(3, '0')};;8 495 555-1${String(i).padStart(3, '0')}`,
    ),
  ].join('\r\n'),
)

describe('Address books', () => {
  const world = useWorld('stand')
  let home: Extension | null = null
  afterAll(() => home?.close())

  const tab = async (panel: Page, name: string) => {
    await panel.getByRole('tab', { name }).click()
    await panel.getByRole('tabpanel', { name }).waitFor()
  }
  const names = (panel: Page) => panel.locator('.people-row .t-person-name > bdi').allTextContents()
  const markedName = (panel: Page) => panel.locator('.people-row .t-person.marked .t-person-name > bdi').textContent()

  test('a file of the administrator is found in the wrong layout and dialled; favourites follow the operator', async () => {
    const { server, extension, lab } = world()
    await keepPassword(server.dataFolder, PASSWORD)
    const manager = await extension.open(`${server.http}/manager/`)
    await manager.getByLabel('Пароль').fill(PASSWORD)
    await manager.keyboard.press('Enter')
    await manager.getByRole('link', { name: 'Книги' }).click()
    await manager.getByLabel('Название').fill('Клиенты')
    await manager.keyboard.press('Enter')
    await manager.getByRole('button', { name: 'Загрузить файл: Клиенты' }).click()
    const dialog = manager.getByRole('dialog')
    await dialog
      .locator('input[type="file"]')
      .setInputFiles({ name: 'clients.csv', mimeType: 'text/csv', buffer: FILE })
    await dialog.locator('[data-count="added"] dd', { hasText: '999' }).waitFor()
    const fault = dialog.getByRole('row').filter({ hasText: 'не телефон' })
    expect(await fault.textContent()).toContain('3Телефоннет')
    expect(await violations(manager)).toEqual([])
    await dialog.getByRole('button', { name: 'Применить (999)' }).click()
    await manager.locator('tr[data-book="Клиенты"] td', { hasText: '999' }).waitFor()

    const panel = await extension.open(extension.url('src/popup/side.html'))
    await panel.setViewportSize({ width: 320, height: 600 })
    const dial = panel.locator('[data-field="dial"]')
    // Яхонтов
    await dial.fill('z[jyn')
    await panel.locator('.choices [role="option"]', { hasText: 'Яхонтов Пётр' }).waitFor()
    await panel.keyboard.press('Enter')
    await lab.phone(OPERATOR).ringing()
    await lab.reset()

    await tab(panel, 'Книга')
    await panel.getByRole('listbox', { name: 'Книга' }).focus()
    await panel.keyboard.press('End')
    // What was not there yet has come: the last is marked by the same key.
    await expect
      .poll(async () => {
        await panel.keyboard.press('End')
        return panel.locator('.people-row .t-person.marked').count()
      }, SOON)
      .toBe(1)
    expect(await markedName(panel)).toBe('Яхонтов Пётр')
    expect((await names(panel)).length).toBeLessThan(60)
    await panel.getByRole('button', { name: 'В избранное' }).click()
    await panel.getByRole('button', { name: 'Убрать из избранного' }).waitFor()
    await panel.getByLabel('Найти').fill('rkbtyn 500')
    await expect.poll(() => names(panel), SOON).toEqual(['Клиент 500'])

    await tab(panel, 'Сотрудники')
    await expect.poll(async () => (await names(panel))[0], SOON).toBe('Яхонтов Пётр')
    const rows = panel.getByRole('listbox', { name: 'Сотрудники' })
    await rows.focus()
    await panel.keyboard.press('Home')
    await panel.keyboard.press('ArrowDown')
    await panel.getByRole('button', { name: 'В избранное' }).click()
    const star = (await names(panel))[1] ?? ''
    await expect.poll(() => panel.locator('.people-row[draggable="true"]').count(), SOON).toBe(2)

    home = await launchExtension({ locale: 'ru', colorScheme: 'dark' })
    await home.pair(world().url, await server.code(OPERATOR))
    const second = await home.panel()
    await tab(second, 'Сотрудники')
    await expect.poll(async () => (await names(second)).slice(0, 2), SOON).toEqual(['Яхонтов Пётр', star])
    // By keyboard here, seen there; by mouse there, seen here.
    await rows.focus()
    await panel.keyboard.press('Home')
    await panel.keyboard.press('Alt+ArrowDown')
    await expect.poll(async () => (await names(second)).slice(0, 2), SOON).toEqual([star, 'Яхонтов Пётр'])
    await second.locator('.people-row').nth(1).dragTo(second.locator('.people-row').nth(0))
    await expect.poll(async () => (await names(panel)).slice(0, 2), SOON).toEqual(['Яхонтов Пётр', star])

    for (const page of [panel, second]) {
      for (const name of ['Сотрудники', 'Книга']) {
        await tab(page, name)
        await expect.poll(async () => (await names(page)).length, SOON).toBeGreaterThan(1)
        expect(await violations(page)).toEqual([])
      }
    }
    for (const width of [200, 320, 400]) {
      await panel.setViewportSize({ width, height: 600 })
      const wider = await panel
        .locator('.parts, .part *')
        .evaluateAll((all) =>
          all.filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.className),
        )
      expect(wider, `at ${width} pixels`).toEqual([])
    }
  })
})
