import { describe, expect, test } from 'vitest'
import { internalNumber } from '../../../stand/data/employees.ts'
import { useWorld } from '../../support/world.ts'
import { ANNA, SOON, useCards } from '../overlay/cards.ts'

const COMMAND = /^Перевод звонков$/

describe('«Перевод звонков» beside the routing field of a card', () => {
  const world = useWorld('stand')
  const cards = useCards(world)

  test('offers those who have a number; the chosen one is put into the field by hand, and gets the calls', async () => {
    const page = await world().onec()
    const card = await cards.open(page)
    const overlay = world().extension.overlay(page)
    const field = page.locator(`#form${card.form}_ПользовательДляПереключенияЗвонков_i0`)
    const nobody = world().stand.base.employees.find((employee) => internalNumber(employee) === '')
    if (!nobody) throw new Error('everybody has a number')

    const { box } = await overlay.click('button', COMMAND)
    const at = await field.boundingBox()
    expect(box && at && Math.abs(box.y + box.height / 2 - (at.y + at.height / 2))).toBeLessThan(12)
    await overlay.find('combobox', /Кому переключать звонки/)
    await page.keyboard.type(nobody.name.slice(0, 6))
    await overlay.text(/Никого с внутренним номером не нашли|вободен|не в сети|говорит/)
    expect((await overlay.findAll('option', new RegExp(nobody.name))).length).toBe(0)

    await page.keyboard.press('Control+a')
    await page.keyboard.type(ANNA.typed)
    await overlay.find('option', new RegExp(`${ANNA.name}.*${ANNA.number}`))
    await overlay.click('option', new RegExp(ANNA.name))
    await overlay.text(new RegExp(`выберите.*${ANNA.name}`, 'i'))
    expect(await field.inputValue()).toBe('')

    await field.click()
    await page.keyboard.press('Control+v')
    await page.locator('#editDropDown .eddText', { hasText: ANNA.name }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => field.inputValue(), SOON).toBe(ANNA.name)
    await card.write()
    expect(await cards.written(page)).toEqual([card.rules(ANNA)])
  })

  test('Escape puts the list away, and the command is there again', async () => {
    const page = await world().onec()
    await cards.open(page)
    const overlay = world().extension.overlay(page)
    await overlay.click('button', COMMAND)
    await overlay.find('combobox', /Кому переключать звонки/)
    await page.keyboard.press('Escape')
    await overlay.gone('combobox', /Кому переключать звонки/)
    await overlay.find('button', COMMAND)
  })
})
