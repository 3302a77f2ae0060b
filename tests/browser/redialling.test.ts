import { describe, expect, test } from 'vitest'
import { useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }

describe('The numbers dialled last', () => {
  const world = useWorld('stand')

  test('come back in the empty field with Enter and with ↑, the latest first, each once; Enter dials the marked one', async () => {
    const panel = await world().extension.panel()
    const field = panel.locator('[data-field="dial"]')
    const listed = () => panel.getByRole('option').locator('.t-person-name').allInnerTexts()
    await panel.locator('.self-number').waitFor()
    await field.press('Enter')
    expect(await listed()).toEqual([])
    for (const number of ['79265550129', '103', '79161112233', '103']) {
      await field.fill(number)
      await field.press('Enter')
      const phone = number === '103' ? world().lab.phone('103') : world().lab.city
      await phone.ringing()
      await panel.locator('[data-call]').first().waitFor()
      await world().lab.reset()
      await panel.getByText('Звонков сейчас нет').waitFor()
    }
    await field.press('Enter')
    await expect
      .poll(listed, SOON)
      .toEqual([
        expect.stringContaining('Иванова Анна Сергеевна'),
        'Ещё раз +7 916 111-22-33',
        'Ещё раз +7 926 555-01-29',
      ])
    await field.press('Escape')
    await expect.poll(listed, SOON).toEqual([])
    await field.press('ArrowUp')
    await field.press('ArrowDown')
    await field.press('ArrowDown')
    await field.press('Enter')
    await (await world().lab.city.ringing()).answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', '79265550129']])
  })
})
