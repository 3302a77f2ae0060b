import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { routedAgain, routedCall } from '../support/routed-call.ts'
import { onBothPbxs, pbxLinked, useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }
const CALLER = '79035677876'
const FIELD = 'ПользовательДляПереключенияЗвонков'

await onBothPbxs('«Переключение звонков на:»', (pbx) => {
  const world = useWorld(pbx)

  const file = async () => readFile(world().server.roustable(), 'utf8').catch(() => '')
  const lines = async () => (await file()).split('\n').filter((line) => /^\d/.test(line))

  /** Nobody is quicker than the extension, which sees a card within a third of a second. */
  const seen = (page: Page) =>
    world()
      .extension.overlay(page)
      .find('button', /^Позвонить/)
  /** As an operator does: types a part of the name, chooses from the drop list. */
  const choose = async (page: Page, form: number, typed: string, user: string) => {
    await seen(page)
    await page.locator(`#form${form}_${FIELD}_i0`).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(typed)
    await page.locator('#editDropDown .eddText', { hasText: user }).first().click()
  }
  const save = (page: Page, form: number) => page.locator(`#form${form}_ФормаЗаписать`).click()

  test('a refused save makes no rule; a saved one does, and the next call rings the chosen colleague alone', async () => {
    const refusing = await world().onec('save=refused')
    const form = await world().card(refusing)
    await choose(refusing, form, 'Иванова Ан', 'Иванова Анна Сергеевна')
    await save(refusing, form)
    await refusing.locator(`#form${form}_container .balloonMessage`).waitFor()

    const page = await world().onec()
    const card = await world().card(page)
    await choose(page, card, 'Иванова Ан', 'Иванова Анна Сергеевна')
    // Whatever the refused save might have sent was sent before this one.
    expect(await lines()).toEqual([])
    await save(page, card)
    await expect.poll(lines, SOON).toContain('9035677876=103')
    expect(await lines()).toEqual(
      expect.arrayContaining(['9035677876=103', '4995550123=103', '9035677877=103', '9165550124=103']),
    )
    expect(await lines()).toHaveLength(4)

    const colleague = await routedCall(world(), '103', CALLER)
    expect(colleague.remote.number).toBe(CALLER)
    await colleague.answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['103', CALLER]])
    expect(world().lab.phone('101').rang).toEqual([])
  })

  test('with the server stopped the call rings the operator without delay', async () => {
    await world().server.stop()
    // The gate's own wait is half a second: a call that rings sooner has not waited. A busy machine may need several.
    const rangAfter = async () => {
      await world().lab.reset()
      const began = performance.now()
      await world().lab.incoming({ from: CALLER })
      await world().lab.phone('101').ringing()
      return performance.now() - began
    }
    await expect.poll(rangAfter, SOON).toBeLessThan(450)
    expect(world().lab.phone('103').rang).toEqual([])
    await world().server.restart()
  })

  test('the rule is there again after the server was restarted', async () => {
    await world().server.restart()
    await pbxLinked(world())
    await routedAgain(world(), '103', CALLER)
  })

  test('a cleared user takes the rules away', async () => {
    const page = await world().onec()
    const card = await world().card(page)
    await seen(page)
    await page.locator(`#form${card}_${FIELD}_CLR`).click()
    await save(page, card)
    await expect.poll(lines, SOON).toEqual([])
    await world().lab.incoming({ from: CALLER })
    await world().lab.phone('101').ringing()
    expect(world().lab.phone('103').rang).toEqual([])
  })

  test('a user without an internal number is refused at the field, in words, and makes no rule', async () => {
    const page = await world().onec()
    const card = await world().card(page, 'ООО «Василёк»')
    const nobody = world().stand.base.employees.find(
      ({ internal, contacts }) => internal === '' && !contacts.some(({ text }) => /^\d{3}$/.test(text)),
    )
    if (!nobody) throw new Error('the stand has nobody without a number')
    await choose(page, card, nobody.name.slice(0, -1), nobody.name)
    await world()
      .extension.overlay(page)
      .text(/нет внутреннего номера. Выберите другого|нет среди сотрудников/)
    await save(page, card)
    await page.locator('#notificationArea .hover-line, div.confirm').first().waitFor()
    expect(await lines()).toEqual([])
  })
})
