import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { hide } from '../../support/extension-world.ts'
import { answerByPhone, operatorElsewhere, wizardOf } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const STRANGER = '79161112266'
const TOPIC = 'Весы с печатью'

/** The browser of the manager for whom it is. */
const world = useWorld('stand', { operator: '102', wizard: true })

test('a manager who was away finds on return what was accepted for them, opens it in 1C, and is done with it', async () => {
  const { stand, network, extension } = world()
  const { crm } = stand.base
  const manager = stand.base.employeeWithNumber('102')
  const operator = await operatorElsewhere(world())
  network.pause()
  network.cut()
  try {
    const client = await answerByPhone(world(), STRANGER)
    const { id, callId, number, form } = await wizardOf(operator, STRANGER)
    await client.hangup()
    await operator.ask('intake.accept', {
      commandId: randomUUID(),
      ...{ id, callId, number },
      form: { ...form, name: 'Олег', topic: TOPIC, whatToDo: 'Выставить счёт', manager: manager.ref },
    })
    await expect
      .poll(() => crm.interests.find(({ topic }) => topic === TOPIC), SOON)
      .toMatchObject({
        responsible: manager.ref,
      })
  } finally {
    await operator.close()
    network.resume()
  }

  const page = await world().onec()
  const panel = await extension.panel()
  await panel.bringToFront()
  await hide(page, extension.id)
  const notice = panel.getByRole('region', { name: 'Обращения для вас' }).getByRole('article')
  await notice.waitFor(SOON)
  const text = await notice.innerText()
  for (const part of ['Олег', '+7 916 111-22-66', TOPIC, 'Выставить счёт', operator.self.name])
    expect(text).toContain(part)
  await notice.getByRole('button', { name: 'Открыть' }).click(SOON)
  const interest = crm.interests.find(({ topic }) => topic === TOPIC)
  await expect.poll(() => page.title(), SOON).toContain(`Интерес ${interest?.number}`)

  await notice.getByRole('button', { name: 'Понятно' }).click()
  await notice.waitFor({ state: 'detached', ...SOON })
  // Also for whoever comes again.
  await panel.reload()
  await panel.getByText('Звонков сейчас нет').waitFor(SOON)
  expect(await notice.count()).toBe(0)
})
