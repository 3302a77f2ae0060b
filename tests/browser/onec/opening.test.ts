import { expect, test } from 'vitest'
import { hide } from '../../support/extension-world.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const STRANGER = '79160000091'
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

test('a missed call’s document comes up from its row in the panel, in the page of 1C that runs', async () => {
  const { stand, lab, extension } = world()
  const page = await world().onec()
  const panel = await extension.panel()
  await panel.bringToFront()
  await hide(page, extension.id)
  const client = await lab.incoming({ from: STRANGER })
  await lab.phone('101').ringing()
  await client.hangup()
  const row = panel.locator('.row', { hasText: '+7 916 000-00-91' })
  const open = row.getByRole('button', { name: /^Открыть звонок в 1С: / })
  await open.waitFor({ timeout: SOON.timeout })
  await expect.poll(() => stand.base.calls.some(({ contactWay }) => contactWay === STRANGER), SOON).toBe(true)
  await open.click()
  const phone = page.locator('.page:not([style*="none"]) [id$="_АбонентКакСвязаться_i0"]')
  await expect.poll(() => phone.inputValue(), SOON).toBe(STRANGER)

  // Nothing to open it in: the link is for the operator's own hands.
  await page.close()
  await open.click()
  await row.getByText('Shift+F11').waitFor({ timeout: SOON.timeout })
  expect(await row.getByRole('link', { name: 'Открыть в тонком клиенте' }).getAttribute('href')).toMatch(
    /^e1c:\/\/server\/srv-1c\/crm#e1cib\/data\/Документ\.ТелефонныйЗвонок\?ref=[0-9a-f]{32}$/,
  )
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
