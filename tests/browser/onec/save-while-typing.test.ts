import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'
import { ANNA, type Card, useCards } from '../overlay/cards.ts'

describe('A card is saved while its user is being typed', () => {
  const world = useWorld('stand')
  const cards = useCards(world)

  /** The name is typed so far that one colleague only is left; nothing is chosen. */
  const typed = async (query = ''): Promise<[Page, Card]> => {
    const page = await world().onec(query)
    const card = await cards.open(page)
    await page.locator(`#form${card.form}_ПользовательДляПереключенияЗвонков_i0`).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(ANNA.typed)
    await page.locator('#editDropDown .eddText', { hasText: ANNA.name }).first().waitFor()
    return [page, card]
  }

  test('by Ctrl+S: the one who was meant gets the calls, and nothing false is said', async () => {
    const [page, card] = await typed()
    await page.keyboard.press('Control+s')
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
    expect((await world().extension.overlay(page).texts()).join(' ')).not.toContain('нет среди сотрудников')
  })

  test.each(['close-first', 'confirm-first'])('by Ctrl+Enter, where 1C does %s', async (order) => {
    const [page, card] = await typed(`order=${order}`)
    await page.keyboard.press('Control+Enter')
    await page.locator(`#form${card.form}_container`).waitFor({ state: 'detached' })
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('by the button, where 1C takes the half name back: no rule, and nothing false is said', async () => {
    const [page, card] = await typed()
    await card.write()
    expect(await cards.settled(page)).toEqual([])
    expect((await world().extension.overlay(page).texts()).join(' ')).not.toContain('нет среди сотрудников')
  })
})
