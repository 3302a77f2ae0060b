import { afterEach, describe, expect, test } from 'vitest'
import { AVAILABLE, type Status } from '../../src/protocol/status.ts'
import { Operator, pair } from '../support/operator.ts'
import { routedCall } from '../support/routed-call.ts'
import { useWorld } from '../support/world.ts'
import { ANNA } from './overlay/cards.ts'

const CLIENT = '79035677876'
const BUSY: Status = { ...AVAILABLE, kind: 'doNotDisturb', note: 'отчёт' }

describe('Own status', () => {
  const world = useWorld('stand')
  const colleagues: Operator[] = []
  afterEach(async () => {
    for (const each of colleagues.splice(0)) {
      await each.ask('status.set', { status: AVAILABLE })
      await each.close()
    }
  })

  /** Of this number, in a browser of their own. */
  const colleague = async (number: string) => {
    const operator = await Operator.signIn(
      world().server.url,
      await pair(world().server.url, await world().server.code(number)),
    )
    await operator.sync()
    colleagues.push(operator)
    return operator
  }

  test('is chosen in the panel by keyboard, is seen by colleagues, and is there after a restart of the server', async () => {
    const anna = await colleague(ANNA.number)
    const own = () => anna.state.statuses[world().stand.base.employeeWithNumber('101').ref]
    const panel = await world().extension.panel()
    const button = panel.getByRole('button', { name: 'Мой статус: На месте' })
    await button.focus()
    await panel.keyboard.press('Enter')
    // Two to the right of it.
    await expect.poll(() => panel.evaluate(() => document.activeElement?.getAttribute('value'))).toBe('available')
    await panel.keyboard.press('ArrowRight')
    await panel.keyboard.press('ArrowRight')
    await expect.poll(own).toMatchObject({ kind: 'lunch', until: null })
    await panel.getByLabel('До какого времени').selectOption({ label: 'Час' })
    await panel.getByLabel('Как лучше связаться').selectOption({ label: 'лучше на мобильный' })
    await panel.getByLabel('Заметка').fill('в столовой')
    await panel.keyboard.press('Enter')
    await expect.poll(own).toMatchObject({ kind: 'lunch', reach: 'mobile', note: 'в столовой' })
    expect(Math.abs((own()?.until ?? 0) - Date.now() - 3600_000)).toBeLessThan(60_000)
    const chosen = panel.getByRole('button', {
      name: /^Мой статус: На обеде до .*\d\d:\d\d, лучше на мобильный: в столовой$/,
    })
    await chosen.waitFor()
    // The form is closed, and the keyboard is where it was.
    await panel.getByLabel('Заметка').waitFor({ state: 'detached' })
    await expect.poll(() => panel.evaluate(() => document.activeElement?.getAttribute('data-command'))).toBe('status')

    await colleagues.pop()?.close()
    await world().server.restart()
    await chosen.and(panel.locator(':enabled')).click()
    await panel.keyboard.press('Escape')
    await panel.getByLabel('Заметка').waitFor({ state: 'detached' })
    await chosen.click()
    await panel.getByRole('radio', { name: 'На месте', exact: true }).check()
    await panel.getByRole('button', { name: 'Мой статус: На месте: в столовой' }).waitFor()
    await panel.getByLabel('Заметка').fill('')
    await panel.getByLabel('Заметка').blur()
    await button.waitFor()
  })

  test('of a colleague stands in the dial field, and beside their name in 1C', async () => {
    const anna = await colleague(ANNA.number)
    await anna.ask('status.set', { status: { ...BUSY, kind: 'lunch', note: 'буду в два' } })
    const panel = await world().extension.panel()
    await panel.locator('[data-field="dial"]').fill(ANNA.number)
    await panel.locator('[role="option"]').getByText('На обеде: буду в два').waitFor()
    const page = await world().onec()
    await world().card(page)
    await world()
      .extension.overlay(page)
      .find('image', new RegExp(`^${ANNA.name}: На обеде: буду в два$`))
  })

  test('«Не беспокоить» is not rung, whoever asks: a colleague is told, a client takes the usual way', async () => {
    const anna = await colleague(ANNA.number)
    await anna.ask('routing.write', {
      commandId: crypto.randomUUID(),
      page: world().stand.webClientUrl,
      lines: [`${CLIENT}=${ANNA.number}`],
    })
    await anna.ask('status.set', { status: BUSY })
    const panel = await world().extension.panel()
    await panel.locator('[data-field="dial"]').fill(ANNA.number)
    await panel.locator('[role="option"]').getByText('Не беспокоить: отчёт').waitFor()
    await panel.keyboard.press('Enter')
    await panel.getByText('Сотрудник просит не беспокоить. Выберите другого или перезвоните позже.').waitFor()
    await world().lab.incoming({ from: CLIENT })
    await world().lab.phone('101').ringing()
    expect(world().lab.phone(ANNA.number).rang).toEqual([])

    await world().lab.reset()
    await anna.ask('status.set', { status: AVAILABLE })
    await routedCall(world(), ANNA.number, CLIENT)
  })
})
