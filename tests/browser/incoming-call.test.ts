import { expect, test } from 'vitest'
import { hide } from '../support/extension-world.ts'
import { onBothPbxs, useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }

await onBothPbxs('A call comes in', (pbx) => {
  const world = useWorld(pbx, { wizard: true })

  test('page and panel say who it is before the phone is answered', async () => {
    const panel = await world().extension.panel()
    const page = await world().onec()
    await world().lab.incoming({ from: '79265550129' })
    const ring = await world().lab.phone('101').ringing()

    const overlay = world().extension.overlay(page)
    await overlay.text(/^Петрова Мария Ивановна$/)
    await overlay.text(/ООО «Ромашка»/)
    await overlay.text(/\+7 926 555-01-29/)
    await overlay.text(/Ответственный: Иванова Анна Сергеевна/)
    await panel.bringToFront()
    const card = panel.locator('[data-call]')
    await card.getByText('Петрова Мария Ивановна').waitFor()
    for (const text of [
      'Входящий звонок',
      'ООО «Ромашка»',
      '+7 926 555-01-29',
      'Ответственный: Иванова Анна Сергеевна',
    ])
      expect(await card.innerText()).toContain(text)
    expect(ring.state).toBe('ringing')
  })

  test('an unknown number is said to be unknown, and shown', async () => {
    const page = await world().onec()
    await world().lab.incoming({ from: '79161112233' })
    await world().lab.phone('101').ringing()
    const overlay = world().extension.overlay(page)
    await overlay.text(/Неизвестный номер/)
    await overlay.text(/\+7 916 111-22-33/)
  })

  test('a number that two clients share names both', async () => {
    const page = await world().onec()
    await world().lab.incoming({ from: '79165550124' })
    await world().lab.phone('101').ringing()
    const overlay = world().extension.overlay(page)
    await overlay.text(/Ромашка/)
    await overlay.text(/Сидоров/)
  })

  test('it is answered from the page', async () => {
    const page = await world().onec()
    const caller = await world().lab.incoming({ from: '79265550129' })
    await world().lab.phone('101').ringing()
    await world()
      .extension.overlay(page)
      .click('button', /^Ответить$/)
    await caller.settled()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', '79265550129']])
    await world()
      .extension.overlay(page)
      .text(/Разговор \d+:\d\d/)
  })

  test('it is refused from the panel', async () => {
    const panel = await world().extension.panel()
    const caller = await world().lab.incoming({ from: '79265550129' })
    await world().lab.phone('101').ringing()
    await panel.getByRole('button', { name: 'Отклонить' }).click()
    await caller.ended()
    await panel.locator('[data-call]').waitFor({ state: 'detached' })
  })

  test('what the phone itself does is followed', async () => {
    const page = await world().onec()
    const caller = await world().lab.incoming({ from: '79265550129' })
    const ring = await world().lab.phone('101').ringing()
    const overlay = world().extension.overlay(page)
    await overlay.text(/Входящий звонок/)
    await ring.answer()
    await overlay.text(/Разговор/)
    await caller.hangup()
    await overlay.gone('dialog')
  })

  test('a hidden tab shows nothing', async () => {
    const page = await world().onec()
    await hide(page, world().extension.id)
    const front = await world().onec()
    await world().lab.incoming({ from: '79265550129' })
    await world()
      .extension.overlay(front)
      .text(/Петрова/)
    expect(await world().extension.overlay(page).findAll('dialog')).toEqual([])
  })
})
