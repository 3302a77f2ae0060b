import { expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { openSecondBrowser } from '../support/second-browser.ts'
import { useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const PETROVA = '79265550129'
/** Who has the second browser. */
const COLLEAGUE = '102'

/** Operator 101's browser. */
const world = useWorld('stand')

test('two operators see one another’s status and calls, a client goes from one to the other, they write to each other, and after a restart of the server it is all there and goes on', async () => {
  const { lab, extension, server, stand } = world()
  const talks = (...pairs: string[][]) => expect.poll(() => lab.conversations(), SOON).toEqual(pairs)
  const second = await openSecondBrowser(world(), COLLEAGUE)
  try {
    const here = await extension.panel()
    const there = await second.extension.panel()
    const colleague = stand.base.employeeWithNumber(COLLEAGUE).name

    await there.getByRole('button', { name: 'Мой статус: На месте' }).click(SOON)
    await there.getByRole('radio', { name: 'На обеде' }).check(SOON)
    await there.getByLabel('Заметка').fill('буду в два')
    await there.keyboard.press('Enter')
    await here.locator('[data-field="dial"]').fill(COLLEAGUE)
    const found = here.getByRole('option', { name: new RegExp(colleague) })
    await found.getByText('На обеде: буду в два').waitFor(SOON)
    await here.locator('[data-field="dial"]').fill('')

    const client = await lab.incoming({ from: PETROVA })
    await (await lab.phone('101').ringing()).answer()
    await talks(['101', PETROVA])
    await here.getByRole('button', { name: 'Перевести', exact: true }).click(SOON)
    await here.keyboard.type(COLLEAGUE)
    await found.first().waitFor(SOON)
    await here.keyboard.press('Enter')
    await lab.phone(COLLEAGUE).ringing()
    await there.getByRole('button', { name: /^Ответить/ }).click(SOON)
    await talks(['101', COLLEAGUE])
    await here.getByRole('button', { name: 'Соединить', exact: true }).click(SOON)
    await talks([COLLEAGUE, PETROVA])
    // Whoever gets the call sees whose it is, not who gave it.
    const theirs = there.locator('[data-call]')
    await theirs.getByText('Петрова Мария Ивановна').waitFor(SOON)
    await here.locator('[data-call]').waitFor({ state: 'detached', ...SOON })

    const dialField = here.locator('[data-field="dial"]')
    await dialField.fill(COLLEAGUE)
    await found.getByText('говорит с Петрова Мария Ивановна').waitFor(SOON)
    await dialField.fill('')

    await here.getByRole('tab', { name: /^Чат/ }).click(SOON)
    await here.getByRole('button', { name: 'Написать', exact: true }).click(SOON)
    await here.locator('[data-field="whom"]').fill(COLLEAGUE)
    await found.first().waitFor(SOON)
    await here.keyboard.press('Enter')
    await here.locator('[data-field="chat"]').fill('Клиент просит счёт', SOON)
    await here.keyboard.press('Enter')
    await there.getByRole('tab', { name: /^Чат\s*1$/ }).click(SOON)
    await there.getByRole('button', { name: new RegExp(stand.base.employeeWithNumber('101').name) }).click(SOON)
    await there.locator('[data-field="chat"]').fill('Выставлю', SOON)
    await there.keyboard.press('Enter')
    await here.getByRole('log').getByText('Выставлю').waitFor(SOON)

    await client.hangup()
    await theirs.waitFor({ state: 'detached', ...SOON })
    const inHistory = async () => {
      for (const panel of [here, there]) {
        await panel.getByRole('tab', { name: /^Звонки/ }).click(SOON)
        await panel.getByText('Все', { exact: true }).click(SOON)
        await panel.getByRole('listitem').filter({ hasText: 'Петрова Мария Ивановна' }).first().waitFor(SOON)
      }
    }
    await inHistory()

    await server.restart()
    for (const panel of [here, there]) await panel.reload()
    await inHistory()
    await here.getByRole('tab', { name: /^Чат/ }).click(SOON)
    await here.getByRole('button', { name: new RegExp(colleague) }).click(SOON)
    for (const line of ['Клиент просит счёт', 'Выставлю']) await here.getByRole('log').getByText(line).waitFor(SOON)
    await dialField.fill(COLLEAGUE)
    await found.getByText('На обеде: буду в два').waitFor(SOON)
    await dialField.fill('')

    // What was begun by the first server goes on with the second one, and a screen reader finds its way everywhere.
    const again = await lab.incoming({ from: PETROVA })
    await (await lab.phone('101').ringing()).answer()
    await talks(['101', PETROVA])
    await here.getByRole('button', { name: 'Перевести', exact: true }).click(SOON)
    await here.keyboard.type(COLLEAGUE)
    await found.first().waitFor(SOON)
    expect(await violations(here)).toEqual([])
    await here.keyboard.press('Shift+Enter')
    await (await lab.phone(COLLEAGUE).ringing()).answer()
    await talks([COLLEAGUE, PETROVA])
    await theirs.getByText('Петрова Мария Ивановна').waitFor(SOON)
    await again.hangup()
    await theirs.waitFor({ state: 'detached', ...SOON })
    for (const part of ['Звонки', 'Сотрудники', 'Книга', 'Чат', 'Статистика']) {
      await here.getByRole('tab', { name: new RegExp(`^${part}`) }).click(SOON)
      await expect.poll(() => here.getByRole('tabpanel').innerText(), SOON).not.toMatch(/^$|Загружаем/)
      expect([part, await violations(here)]).toEqual([part, []])
    }
    await here.getByRole('button', { name: 'Мой статус: На месте' }).click(SOON)
    await here.getByRole('radio', { name: 'На обеде' }).waitFor(SOON)
    expect(await violations(here)).toEqual([])
  } finally {
    await second.close()
  }
})
