import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'
import { ANNA, answer, type Card, PETR, useCards } from './cards.ts'

describe('A card is saved', () => {
  const world = useWorld('stand')
  const cards = useCards(world)

  /** A card in which Anna has been chosen and nothing saved. */
  const changed = async (query = ''): Promise<[Page, Card]> => {
    const page = await world().onec(query)
    const card = await cards.open(page)
    await card.choose(ANNA)
    return [page, card]
  }
  const closed = ({ page, form }: Card) => page.locator(`#form${form}_container`).waitFor({ state: 'detached' })

  test.each(['close-first', 'confirm-first'])('by «Записать и закрыть», where 1C does %s', async (order) => {
    const [page, card] = await changed(`order=${order}`)
    await card.writeAndClose()
    await closed(card)
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('by Ctrl+S', async () => {
    const [page, card] = await changed()
    await page.keyboard.press('Control+s')
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('by Ctrl+S in its field, also below a window that dims nothing', async () => {
    const [page, card] = await changed('modal=none')
    const { ref } = world().stand.base.personsOf(world().stand.base.clientNamed('ООО «Ромашка»').ref)[0] ?? {}
    await page.evaluate((person) => window.__stand.open('person', person, true), ref ?? '')
    await page.locator('.psWindow').waitFor()
    await page.keyboard.press('Control+s')
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('by Ctrl+Enter', async () => {
    const [page, card] = await changed()
    await page.keyboard.press('Control+Enter')
    await closed(card)
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('by the cross and «Да»', async () => {
    const [page, card] = await changed()
    await card.cross()
    await answer(page, 'Да')
    await closed(card)
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('not by the cross and «Нет»', async () => {
    const [page, card] = await changed()
    await card.cross()
    await answer(page, 'Нет')
    await closed(card)
    expect(await cards.settled(page)).toEqual([])
  })

  test('not by the cross and «Отмена»; by a save after that', async () => {
    const [page, card] = await changed()
    await card.cross()
    await answer(page, 'Отмена')
    expect(await cards.settled(page)).toEqual([])
    await page.locator('.openedItem', { hasText: card.client.name }).click()
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('not by a press that is taken away from the button', async () => {
    const [page, card] = await changed()
    await page.locator(`#form${card.form}_ФормаЗаписать`).hover()
    await page.mouse.down()
    await page.mouse.move(700, 500)
    await page.mouse.up()
    expect(await cards.settled(page)).toEqual([])
  })

  test('by a double click: its rules go out once', async () => {
    const [page, card] = await changed()
    await page.locator(`#form${card.form}_ФормаЗаписать`).dblclick()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('twice, quickly, with another colleague: the last one is who gets the calls', async () => {
    const [page, card] = await changed()
    await card.write()
    await card.choose(PETR)
    await page.keyboard.press('Control+s')
    expect(await cards.written(page)).toEqual([card.rules(ANNA), card.rules(PETR)])
  })

  test('with a number typed anew: the new number gets a rule, the old one loses it', async () => {
    const [page, card] = await changed()
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
    await page.locator('.openedItem', { hasText: card.client.name }).click()
    const [first = ''] = card.keys
    const phone = page.locator(`input[id^="form${card.form}_КонтактнаяИнформацияПоле"]`).first()
    await phone.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('89997776655')
    await card.write()
    const expected = [...card.rules(ANNA).filter((rule) => !rule.startsWith(first)), '9997776655=103', `${first}=`]
    expect(await cards.written(page)).toEqual([expected.toSorted()])
  })

  test('with the user cleared: all its rules are taken away', async () => {
    const [page, card] = await changed()
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
    await page.locator('.openedItem', { hasText: card.client.name }).click()
    await card.clear()
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(null)])
  })

  test('by «Перевод звонков», which sets the user with no typing at all', async () => {
    const page = await world().onec()
    const card = await cards.open(page)
    await page.locator(`#form${card.form}_ФормаПереводЗвонков`).click()
    await page.locator('#editDropDown .eddText', { hasText: PETR.name }).click()
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(PETR)])
  })
})
