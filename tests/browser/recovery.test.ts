import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const NUMBER = '79035677876'

describe('Whatever dies, the picture is right again by itself', () => {
  const world = useWorld('stand')

  const talk = async () => {
    const page = await world().onec()
    await world().card(page)
    await world()
      .extension.overlay(page)
      .click('button', /^Позвонить \+7 903 567-78-76$/)
    const client = await world().lab.city.ringing()
    await client.answer()
    await world()
      .extension.overlay(page)
      .find('button', /Разговор/)
    return { page, client }
  }
  const rules = async () =>
    (await readFile(world().server.roustable(), 'utf8').catch(() => '')).split('\n').filter((line) => /^\d/.test(line))
  const chooseAnna = async () => {
    const page = await world().onec()
    const form = await world().card(page)
    await world()
      .extension.overlay(page)
      .find('button', /^Позвонить/)
    await page.locator(`#form${form}_ПользовательДляПереключенияЗвонков_i0`).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Иванова Ан')
    await page.locator('#editDropDown .eddText', { hasText: 'Иванова Анна Сергеевна' }).first().click()
    return { page, form }
  }
  const clearRules = async () => {
    const page = await world().onec()
    const form = await world().card(page)
    await world()
      .extension.overlay(page)
      .find('button', /^Позвонить/)
    await page.locator(`#form${form}_ПользовательДляПереключенияЗвонков_CLR`).click()
    await page.locator(`#form${form}_ФормаЗаписать`).click()
    await expect.poll(rules, SOON).toEqual([])
  }

  test('the worker is killed in mid-call: the call is still shown, and ends when it ends', async () => {
    const { page, client } = await talk()
    await world().extension.killWorker()
    await world()
      .extension.overlay(page)
      .text(/Разговор/)
    await client.hangup()
    await world().extension.overlay(page).gone('dialog')
    expect(world().lab.city.rang).toHaveLength(1)
  })

  test('the server is restarted in mid-call: the call is found as it is, and can be hung up', async () => {
    const { page, client } = await talk()
    await world().server.restart()
    const panel = await world().extension.panel()
    await panel.getByText(/Разговор/).waitFor({ timeout: 30_000 })
    await panel.getByRole('button', { name: 'Завершить' }).click()
    await client.ended()
    await page.bringToFront()
    await world().extension.overlay(page).gone('dialog')
    expect(world().lab.city.rang).toHaveLength(1)
  })

  test('the server is killed while a call is being dialled: it is dialled once', async () => {
    world().lab.phone('101').autoAnswer = false
    const page = await world().onec()
    await world().card(page)
    await world()
      .extension.overlay(page)
      .click('button', /^Позвонить \+7 903 567-78-76$/)
    const own = await world().lab.phone('101').ringing()
    await world().server.kill()
    await world().server.restart()
    await own.answer()
    const client = await world().lab.city.ringing()
    await client.answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', NUMBER]])
    await world()
      .extension.overlay(page)
      .text(/Разговор/, 30_000)
    expect(world().lab.city.rang).toHaveLength(1)
    expect(world().lab.phone('101').rang).toHaveLength(1)
  })

  test.each([
    ['the connection is cut', async () => {}],
    ['the connection is cut and the worker killed', () => world().extension.killWorker()],
  ])('%s before a dial command is answered: it is dialled once, and shown', async (_, worse) => {
    world().lab.phone('101').autoAnswer = false
    const page = await world().onec()
    await world().card(page)
    const overlay = world().extension.overlay(page)
    await overlay.find('button', /^Позвонить/)
    world().network.pauseAnswers()
    await overlay.click('button', /^Позвонить \+7 903 567-78-76$/)
    const own = await world().lab.phone('101').ringing()
    world().network.cut()
    await worse()
    await overlay.find('button', /Поднимите трубку/, 30_000)
    await own.answer()
    await (await world().lab.city.ringing()).answer()
    await overlay.find('button', /Разговор/)
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', NUMBER]])
    expect(world().lab.phone('101').rang).toHaveLength(1)
    expect(world().lab.city.rang).toHaveLength(1)
  })

  test('the server is killed over digits and over «Переключиться»: neither is done twice, and the operator is told', async () => {
    const { page, client } = await talk()
    const panel = await world().extension.panel()
    /** The server has done it, and dies before it has said so. */
    const killedOver = async (act: () => Promise<void>, done: () => Promise<void>, told: string) => {
      world().network.pauseAnswers()
      await act()
      await done()
      await world().server.kill()
      world().network.cut()
      await world().server.restart()
      await panel.getByText(told).waitFor({ timeout: 30_000 })
    }
    await panel.getByRole('button', { name: 'Тональный набор' }).click()
    await killedOver(
      () => panel.locator('[data-digit="5"]').click(),
      () => expect.poll(() => client.digits, SOON).toBe('5'),
      'АТС не подтвердила набор.',
    )
    expect(client.digits).toBe('5')

    await panel.getByRole('button', { name: 'Перевести', exact: true }).click()
    await panel.keyboard.type('102')
    await panel.getByRole('option', { name: /102/ }).first().waitFor()
    await panel.keyboard.press('Enter')
    await (await world().lab.phone('102').ringing()).answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', '102']])
    const alternate = panel.getByRole('button', { name: 'Переключиться', exact: true })
    await alternate.waitFor()
    await killedOver(
      () => alternate.click(),
      () => expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', NUMBER]]),
      'АТС не подтвердила переключение.',
    )
    expect(await world().lab.conversations()).toEqual([['101', NUMBER]])
    await page.close()
  })

  test('the connection is cut in mid-call: afterwards the picture is right', async () => {
    const { page, client } = await talk()
    world().network.pause()
    await client.hangup()
    world().network.cut()
    world().network.resume()
    await world().extension.overlay(page).gone('dialog', undefined, 30_000)
  })

  test('a rule saved while the server is down is kept, through the death of the worker too, and arrives', async () => {
    const { page, form } = await chooseAnna()
    await world().server.kill()
    await page.locator(`#form${form}_ФормаЗаписать`).click()
    const panel = await world().extension.panel()
    await panel
      .getByText(/правил/i)
      .first()
      .waitFor()
    await world().extension.killWorker()
    await world().server.restart()
    await expect.poll(rules, SOON).toContain('9035677876=103')
    await clearRules()
  })

  test('the server is frozen in mid-call: afterwards the picture is right', async () => {
    const { page, client } = await talk()
    world().server.freeze()
    await client.hangup()
    world().server.thaw()
    await world().extension.overlay(page).gone('dialog')
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([])
  })

  test('the browser is offline for a while: the call that came meanwhile is shown afterwards', async () => {
    const page = await world().onec()
    world().network.pause()
    await world().lab.incoming({ from: '79265550129' })
    await world().lab.phone('101').ringing()
    world().network.cut()
    world().network.resume()
    await world()
      .extension.overlay(page)
      .text(/Петрова Мария Ивановна/, 40_000)
  })

  test('the PBX is restarted: panel and page say so, and then not any more', async () => {
    const panel = await world().extension.panel()
    await panel.getByText('Звонков сейчас нет').waitFor()
    // It may be back sooner than one looks.
    const said = panel.getByText(/АТС не отвечает/).waitFor()
    await Promise.all([world().lab.restart(), said])
    await panel.getByText(/АТС не отвечает/).waitFor({ state: 'detached', timeout: 30_000 })
  })
})
