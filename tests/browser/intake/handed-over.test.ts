import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { answerByPhone, fillIn, operatorElsewhere, typeElsewhere, wizardOf } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 20_000, interval: 50 }
const LONG = 30_000
const STRANGER = '79161112255'

/** The manager's browser. The operator's speaks to the server alone. */
const world = useWorld('stand', { operator: '103', wizard: true, viewport: { width: 1280, height: 1000 } })

test('a manager takes a call that is given over: first the operator, then the client with the operator’s wizard, and it is registered as theirs', async () => {
  const { lab, stand, extension } = world()
  const { base } = stand
  const before = base.crm.interests.length
  const page = await world().onec()
  const overlay = extension.overlay(page)
  const operator = await operatorElsewhere(world())
  try {
    await answerByPhone(world(), STRANGER)
    const wizard = await wizardOf(operator, STRANGER)
    await operator.ask('call.consult', { commandId: randomUUID(), callId: wizard.callId, to: '103' })
    await lab.phone('103').ringing()
    await overlay.text(new RegExp(`^${operator.self.name}$`))
    await overlay.click('button', /^Ответить$/)
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', '103']])
    await operator.sees(({ calls }) => calls.some((call) => call.consultation?.remote === 'connected'), LONG)
    await typeElsewhere(operator, wizard, { name: 'Кузнецова Мария', topic: 'Касса для кафе' })
    await overlay.find('button', /^Завершить$/)
    // The manager speaks with a colleague, and sees one.
    expect(await overlay.findAll('region', /Мастер/)).toEqual([])
    expect((await overlay.texts()).join(' ')).not.toContain('161 111-22-55')

    await operator.ask('call.transfer', { commandId: randomUUID(), callId: wizard.callId })
    await overlay.find('region', /Мастер/)
    await overlay.text(new RegExp(`^Начал ${operator.self.name}`))
    for (const typed of ['Кузнецова Мария', 'Касса для кафе', STRANGER]) await overlay.text(new RegExp(`^${typed}$`))
    await overlay.text(/^\+7 916 111-22-55$/)
    await operator.sees(({ intakes }) => intakes.length === 0, LONG)

    await fillIn(world(), page, /^Чего ждёт клиент$/, 'Подобрать модель')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => base.crm.interests.length, SOON).toBe(before + 1)
    const registered = base.crm.interests.at(-1)
    expect(registered).toMatchObject({
      topic: 'Касса для кафе',
      whatToDo: 'Подобрать модель',
      phone: STRANGER,
      author: base.employeeWithNumber('103').ref,
    })
    expect(base.crm.potential(registered?.potential ?? '')).toMatchObject({ person: 'Кузнецова Мария' })
    await overlay.gone('region', /Мастер/)
    expect(await lab.conversations()).toEqual([['103', STRANGER]])
  } finally {
    await operator.close()
  }
})
