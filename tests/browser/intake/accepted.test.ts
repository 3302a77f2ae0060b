import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { answeredIn1C, closeWizards, fillIn, registered } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
/** Each is known to 1C from its request on. */
let strangers = 0

const world = useWorld('stand', { wizard: true, viewport: { width: 1280, height: 1200 } })
afterEach(() => closeWizards(world()))
afterEach(() => {
  world().stand.odata.set({ state: 'up', keys: 'given' })
  world().network.resume()
})

async function filledIn(topic: string): Promise<Page> {
  const page = await answeredIn1C(world(), `7916111300${++strangers}`)
  await fillIn(world(), page, /^Имя$/, 'Олег')
  await fillIn(world(), page, /^Тема$/, topic)
  return page
}
const accept = async (page: Page) => {
  await page.keyboard.press('Control+Enter')
  await world()
    .extension.overlay(page)
    .gone('region', /Мастер/)
}
const there = (topic: string) => world().stand.base.crm.interests.filter((interest) => interest.topic === topic)
const ofPanel = async () => {
  const panel = await world().extension.panel()
  return panel.getByRole('region', { name: 'Ещё не в 1С' })
}

test('an accepted request is said to be in 1C when it is', async () => {
  const page = await filledIn('Весы')
  await accept(page)
  await world()
    .extension.overlay(page)
    .text(/^Обращение записано в 1С\.$/, SOON.timeout)
  expect(there('Весы')).toHaveLength(1)
})

test('while 1C does not answer it is said to be kept, stands in the panel, and is in 1C once when that is back', async () => {
  const page = await filledIn('Сканер')
  const before = registered(world())
  world().stand.odata.set({ state: 'down' })
  await accept(page)
  await world()
    .extension.overlay(page)
    .text(/^1С не отвечает\. Обращение сохранено/, SOON.timeout)
  const waiting = await ofPanel()
  await waiting.getByText('Олег').waitFor(SOON)
  await waiting.getByText('1С не отвечает. Обращение сохранено').waitFor(SOON)
  expect(registered(world())).toEqual(before)
  world().stand.odata.set({ state: 'up' })
  await waiting.waitFor({ state: 'detached', timeout: 60_000 })
  expect(there('Сканер')).toHaveLength(1)
})

test('while the server is away it is said to be kept, stands in the panel, and is in 1C once when that is back', async () => {
  const { network } = world()
  const page = await filledIn('Термопринтер')
  network.pause()
  network.cut()
  await accept(page)
  await world()
    .extension.overlay(page)
    .text(/^Нет связи с сервером\. Обращение сохранено/, SOON.timeout)
  const waiting = await ofPanel()
  await waiting.getByText('Нет связи с сервером. Обращение сохранено').waitFor(SOON)
  expect(there('Термопринтер')).toEqual([])
  network.resume()
  await waiting.waitFor({ state: 'detached', timeout: 60_000 })
  await expect.poll(() => there('Термопринтер'), SOON).toHaveLength(1)
})

test('what 1C refuses is said with what to do, and stays in the panel to be copied', async () => {
  const page = await filledIn('Ящик для денег')
  world().stand.odata.set({ keys: 'own' })
  await accept(page)
  await world()
    .extension.overlay(page)
    .text(/^1С не приняла обращение/, SOON.timeout)
  const refused = await ofPanel()
  await refused.getByText('1С не приняла обращение').waitFor(SOON)
  await refused.getByRole('button', { name: 'Скопировать' }).click()
  await refused.getByRole('button', { name: 'Скопировано' }).waitFor(SOON)
  const copied = await refused.page().evaluate(() => navigator.clipboard.readText().catch(() => null))
  if (copied !== null) expect(copied).toContain('Тема: Ящик для денег')
})
