import { describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'
import { ANNA, answer, useCards } from './cards.ts'

describe('A card is saved, or is not', () => {
  const world = useWorld('stand')
  const cards = useCards(world)

  test('saved: its rules go out, once', async () => {
    const page = await world().onec()
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('saved while 1C stands still for as long as in life: once, too', async () => {
    const page = await world().onec('pace=real')
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('saved again with nothing changed: nothing more goes out', async () => {
    const page = await world().onec()
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
    await page.evaluate((form) => window.__stand.close(form), card.form)
    const again = await page.evaluate((ref) => window.__stand.openCard(ref), card.client.ref)
    await world()
      .extension.overlay(page)
      .find('button', /^Позвонить/)
    await page.locator(`#form${again}_ФормаЗаписать`).click()
    await page.locator('#notificationArea .hover-line, div.confirm').first().waitFor()
    expect(await cards.settled(page)).toEqual([])
  })

  test('refused: none goes out; once the card is mended and saved, one does', async () => {
    const page = await world().onec('save=refused')
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    await page.locator(`#form${card.form}_container .balloonMessage`).waitFor()
    expect(await cards.settled(page)).toEqual([])
    await page.locator('.openedItem', { hasText: card.client.name }).click()
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('an error of 1C: none', async () => {
    const page = await world().onec('save=error')
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    await answer(page, 'OK')
    expect(await cards.settled(page)).toEqual([])
  })

  test('1C asks and is answered «Отмена»: none', async () => {
    const page = await world().onec('save=cancelled')
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    await answer(page, 'Отмена')
    expect(await cards.settled(page)).toEqual([])
  })

  test('1C asks and is answered «Да»: one', async () => {
    const page = await world().onec('save=cancelled')
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    await answer(page, 'Да')
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('a slow save: none before it is through, one after', async () => {
    const page = await world().onec('save=slow&slowMs=1500')
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    await page.locator('.waitCurtain').waitFor()
    expect(await cards.news()).toEqual([])
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })
})
