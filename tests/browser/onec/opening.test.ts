import { expect, test } from 'vitest'
import { hide } from '../../support/extension-world.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const OPEN = /^Открыть карточку в 1С$/

const world = useWorld('stand')

async function rings() {
  await world().lab.incoming({ from: '79265550129' })
  await world().lab.phone('101').ringing()
}

test('the caller’s card comes up in the page that shows the call', async () => {
  const page = await world().onec()
  const sessions = world().stand.webClient.sessions()
  await rings()
  const overlay = world().extension.overlay(page)
  await overlay.click('button', OPEN)
  await expect.poll(() => page.title(), SOON).toContain('Ромашка')
  expect(world().stand.webClient.sessions()).toBe(sessions)
})

test('once closed, it comes up again', async () => {
  const page = await world().onec()
  await rings()
  const overlay = world().extension.overlay(page)
  await overlay.click('button', OPEN)
  await expect.poll(() => page.title(), SOON).toContain('Ромашка')
  await page.locator('.openedItem.select .openedClose').click()
  await expect.poll(() => page.title(), SOON).not.toContain('Ромашка')
  await overlay.click('button', OPEN)
  await expect.poll(() => page.title(), SOON).toContain('Ромашка')
})

test('from the panel, the page of 1C that runs comes to the front with it', async () => {
  const page = await world().onec()
  const panel = await world().extension.panel()
  await panel.bringToFront()
  await hide(page, world().extension.id)
  await rings()
  await panel.getByRole('button', { name: OPEN }).click()
  await expect.poll(() => page.title(), SOON).toContain('Ромашка')
})

test('with no page of 1C open, none is opened: a session costs a licence, and the link is offered', async () => {
  const panel = await world().extension.panel()
  const sessions = world().stand.webClient.sessions()
  await rings()
  await panel.getByRole('button', { name: OPEN }).click()
  await panel.getByText('Shift+F11').waitFor()
  await panel.getByRole('button', { name: 'Скопировать ссылку' }).waitFor()
  const thin = panel.getByRole('link', { name: 'Открыть в тонком клиенте' })
  expect(await thin.getAttribute('href')).toMatch(
    /^e1c:\/\/server\/srv-1c\/crm#e1cib\/data\/Справочник\.Контрагенты\?ref=[0-9a-f]{32}$/,
  )
  expect(world().stand.webClient.sessions()).toBe(sessions)
})
