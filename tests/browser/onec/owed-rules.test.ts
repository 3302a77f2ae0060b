import { describe, expect, test } from 'vitest'
import { internalNumber } from '../../../stand/data/employees.ts'
import { useWorld } from '../../support/world.ts'
import { SOON, useCards } from '../overlay/cards.ts'

describe('A card is saved with a colleague who has no number', () => {
  const world = useWorld('stand')
  const cards = useCards(world)

  test('and closed: once the colleague has a number, the next save sends the rules, with nothing changed', async () => {
    const page = await world().onec()
    const card = await cards.open(page)
    const nobody = world().stand.base.employees.find((employee) => internalNumber(employee) === '')
    if (!nobody) throw new Error('everybody has a number')
    await card.choose({ typed: nobody.name.slice(0, -2), name: nobody.name, number: '' })
    await card.writeAndClose()
    await page.locator(`#form${card.form}_container`).waitFor({ state: 'detached' })
    await world()
      .extension.overlay(page)
      .text(/нет внутреннего номера/)

    nobody.internal = '159'
    await world().server.restart()
    const form = await page.evaluate((ref) => window.__stand.openCard(ref), card.client.ref)
    const rules = card.keys.map((key) => `${key}=159`).toSorted()
    const saveAgain = async () => {
      await page.locator(`#form${form}_ФормаЗаписать`).click()
      return (await cards.news()).at(-1)
    }
    // Until the browser has the new list of colleagues, there is still nobody to send calls to.
    await expect.poll(saveAgain, { ...SOON, interval: 1000, timeout: 30_000 }).toEqual(rules)
    expect(await cards.settled(page)).toEqual([])
  })
})
