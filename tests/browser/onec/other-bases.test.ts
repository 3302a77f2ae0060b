import { describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'
import { ANNA, useCards } from '../overlay/cards.ts'

const TRANSFER = 'ФормаПереводЗвонков'

describe('However a base shows its saves, the rules are the same', () => {
  const world = useWorld('stand', { viewport: { width: 1400, height: 950 } })
  const cards = useCards(world)

  test.each([
    ['contact fields come back under other names', 'ki=renumber'],
    ['nothing is rewritten as it is typed', 'masks=none'],
    ['no notification', 'confirm=none'],
    ['no asterisk', 'asterisk=none'],
    ['no curtain', 'curtain=none'],
    ['captions without colons, spaces not to be broken', 'colons=off&spaces=nbsp'],
    ['form numbers that are used again', 'numbers=reused'],
    ['in a window', 'forms=window'],
    ['in a window that dims nothing, with short ids', 'forms=window&modal=none&windows=top'],
  ])('%s: saved, and saved and closed, each tells once', async (_title, query) => {
    const page = await world().onec(query)
    const stays = await cards.open(page)
    await stays.choose(ANNA)
    await stays.write()
    expect(await cards.written(page)).toEqual([stays.rules(ANNA)])
    await page.evaluate((switches) => window.__stand.set(switches), Object.fromEntries(new URLSearchParams(query)))
    if (query.includes('window')) await page.evaluate((form) => window.__stand.close(form), stays.form)
    const goes = await cards.open(page)
    await goes.choose(ANNA)
    await goes.writeAndClose()
    expect(await cards.written(page)).toEqual([goes.rules(ANNA)])
  })

  test.each(['disabled', 'chosen-only', 'hidden-page'])('the field is %s: «Перевод звонков» sets it', async (how) => {
    const page = await world().onec(`routing=${how}`)
    const card = await cards.open(page)
    await page.locator(`#form${card.form}_${TRANSFER}`).click()
    await page.locator('#editDropDown .eddText', { hasText: ANNA.name }).click()
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('1C refuses a colleague without a number, and the old one stays', async () => {
    const page = await world().onec('users=with-number')
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
    await page.locator('.openedItem', { hasText: card.client.name }).click()
    const nobody = world().stand.base.employees.find((each) => each.internal === '' && each.contacts.length < 3)
    await card.choose({ typed: nobody?.name.slice(0, -2) ?? '', name: nobody?.name ?? '', number: '' })
    await page.locator(`#form${card.form}_container .balloonMessage`).waitFor()
    await card.write()
    expect(await cards.settled(page)).toEqual([])
  })
})
