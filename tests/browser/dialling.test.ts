import { expect, test } from 'vitest'
import { onBothPbxs, useWorld } from '../support/world.ts'

const SOON = { timeout: 10_000, interval: 20 }

await onBothPbxs('An operator dials from 1C', (pbx) => {
  const world = useWorld(pbx)

  test('by the button beside a phone of a client card', async () => {
    const page = await world().onec()
    await world().card(page)
    await world()
      .extension.overlay(page)
      .click('button', /^Позвонить \+7 903 567-78-76$/)
    const client = await world().lab.city.ringing()
    await world().extension.overlay(page).find('button', /Вызов/)
    await client.answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', '79035677876']])
    await world()
      .extension.overlay(page)
      .find('button', /Разговор 0:0\d/)
    expect(await client.hears()).toEqual(['101'])
  })

  test('by the button in a cell of the client list', async () => {
    const page = await world().onec()
    await page.evaluate(() => window.__stand.openList())
    await world()
      .extension.overlay(page)
      .click('button', /^Позвонить \+7 495 555-01-28$/)
    const client = await world().lab.city.ringing()
    await client.answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', '74955550128']])
  })

  test('a double click makes one call', async () => {
    const page = await world().onec()
    await world().card(page)
    await world()
      .extension.overlay(page)
      .click('button', /^Позвонить \+7 903 567-78-76$/, { clickCount: 2 })
    const client = await world().lab.city.ringing()
    await client.answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', '79035677876']])
    expect(world().lab.city.rang).toHaveLength(1)
    expect(world().lab.phone('101').rang).toHaveLength(1)
  })

  test('a busy client is said to be busy, at the button', async () => {
    const page = await world().onec()
    await world().card(page)
    await world()
      .extension.overlay(page)
      .click('button', /^Позвонить \+7 903 567-78-76$/)
    await (await world().lab.city.ringing()).reject()
    await world()
      .extension.overlay(page)
      .find('button', /Занято/)
  })

  test('hanging up in the page hangs up the call', async () => {
    const page = await world().onec()
    await world().card(page)
    await world()
      .extension.overlay(page)
      .click('button', /^Позвонить \+7 903 567-78-76$/)
    const client = await world().lab.city.ringing()
    await client.answer()
    await world()
      .extension.overlay(page)
      .click('button', /^Завершить$/)
    await client.ended()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([])
  })
})
