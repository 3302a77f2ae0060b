import { describe, expect, test } from 'vitest'
import { internalNumber } from '../../../stand/data/employees.ts'
import { useWorld } from '../../support/world.ts'
import { useCards } from '../overlay/cards.ts'

const NO_NUMBER = /нет внутреннего номера/

describe('A colleague without a number is chosen for the calls', () => {
  const world = useWorld('stand')
  const cards = useCards(world)

  test('it is said at the field, but never over the list of colleagues', async () => {
    const page = await world().onec()
    const card = await cards.open(page)
    const overlay = world().extension.overlay(page)
    const nobody = world().stand.base.employees.find((employee) => internalNumber(employee) === '')
    if (!nobody) throw new Error('everybody has a number')
    await card.choose({ typed: nobody.name.slice(0, -2), name: nobody.name, number: '' })
    await overlay.text(NO_NUMBER)

    await page.locator(`#form${card.form}_ПользовательДляПереключенияЗвонков_DLB`).click()
    await page.locator('#editDropDown .eddText').first().waitFor()
    await expect.poll(async () => (await overlay.texts()).some((text) => NO_NUMBER.test(text))).toBe(false)
    await page.keyboard.press('Escape')
    await overlay.text(NO_NUMBER)
  })

  test('it is not said over a window that lies over the field, and said again when that is closed', async () => {
    const page = await world().onec()
    const card = await cards.open(page)
    const overlay = world().extension.overlay(page)
    const { base } = world().stand
    const nobody = base.employees.find((employee) => internalNumber(employee) === '')
    const [person] = base.personsOf(base.clientNamed('ООО «Ромашка»').ref)
    if (!nobody || !person) throw new Error('everybody has a number, or nobody works there')
    await card.choose({ typed: nobody.name.slice(0, -2), name: nobody.name, number: '' })
    await overlay.text(NO_NUMBER)

    const over = await page.evaluate((ref) => window.__stand.open('person', ref, true), person.ref)
    await expect.poll(async () => (await overlay.texts()).some((text) => NO_NUMBER.test(text))).toBe(false)
    await page.evaluate((form) => window.__stand.close(form), over)
    await overlay.text(NO_NUMBER)
  })
})
