import { describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'
import { ANNA, useCards } from './cards.ts'

describe('Bases differ, rules do not', () => {
  const world = useWorld('stand')
  const cards = useCards(world)

  test.each([
    ['contact fields are built anew after the save', 'ki=recreate'],
    ['the notification is that of old platforms', 'confirm=old'],
    ['the notification is that of new platforms', 'confirm=new'],
    ['captions are text, as in old bases', 'captions=text-node'],
    ['the field has its other caption', 'routing=other-caption'],
    ['all of it at once', 'ki=recreate&confirm=old&captions=text-node&order=confirm-first&labels=same-node'],
  ])('%s: saved, and saved and closed, each tells once', async (_title, query) => {
    const page = await world().onec(query)
    const stays = await cards.open(page)
    await stays.choose(ANNA)
    await stays.write()
    expect(await cards.written(page)).toEqual([stays.rules(ANNA)])
    const goes = await cards.open(page)
    await goes.choose(ANNA)
    await goes.writeAndClose()
    expect(await cards.written(page)).toEqual([goes.rules(ANNA)])
  })

  test('the interface of 1C is English', async () => {
    const page = await world().extension.open(`${world().stand.webClientEnglishUrl}?pace=fast`)
    await page.waitForSelector('html[data-stand-ready]')
    const card = await cards.open(page)
    await card.choose(ANNA)
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('a field that cannot be typed in is set by «Перевод звонков»', async () => {
    const page = await world().onec('routing=read-only')
    const card = await cards.open(page)
    await page.locator(`#form${card.form}_ФормаПереводЗвонков`).click()
    await page.locator('#editDropDown .eddText', { hasText: ANNA.name }).click()
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('a card without the field makes no rules', async () => {
    const page = await world().onec('routing=absent')
    const card = await cards.open(page)
    await page.locator(`input[id^="form${card.form}_КонтактнаяИнформацияПоле"]`).first().click()
    await page.keyboard.press('End')
    await page.keyboard.type(' ')
    await card.write()
    await page.locator('#notificationArea .hover-line').first().waitFor()
    expect(await cards.settled(await world().onec())).toEqual([])
  })
})
