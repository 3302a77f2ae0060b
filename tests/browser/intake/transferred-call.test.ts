import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { format } from '../../../src/phone/format.ts'
import type { IntakeForm } from '../../../src/protocol/intake.ts'
import type { Operator } from '../../support/operator.ts'
import {
  answerByPhone,
  chooseService,
  fillIn,
  operatorElsewhere,
  registered,
  typeElsewhere,
  wizardOf,
} from '../../support/wizard.ts'
import { onBothPbxs, useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const LONG = 30_000
const PETROVA = '79265550129'
const PERSON = 'Петрова Мария Ивановна'
const STRANGER = '79161112255'
/** Whose Interest it is. */
const MANAGER = '103'
const TOPIC = 'Кассовое оборудование для трёх магазинов'

// «Менеджер принимает переведенный звонок от другого сотрудника (оператора)». The browser is the manager's; the operator's
// speaks to the server alone.
await onBothPbxs('A manager takes a call that an operator gives them', (pbx) => {
  const world = useWorld(pbx, { operator: MANAGER, wizard: true, viewport: { width: 1280, height: 1200 } })

  /** The manager sees the operator and nothing of the client, answers in the panel, hears, and is given the call. */
  async function given(operator: Operator, from: string, typed: Partial<IntakeForm>) {
    const { lab, extension } = world()
    const page = await world().onec()
    const overlay = extension.overlay(page)
    const panel = await extension.panel()
    const client = await answerByPhone(world(), from)
    const wizard = await wizardOf(operator, from)
    await operator.ask('call.consult', { commandId: randomUUID(), callId: wizard.callId, to: MANAGER })
    await lab.phone(MANAGER).ringing()
    const card = panel.locator('[data-call]')
    await card.getByText(operator.self.name).waitFor(SOON)
    await expect.poll(() => card.innerText(), SOON).toContain('101')
    await panel.getByRole('button', { name: 'Ответить' }).click()
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', MANAGER]])
    await operator.sees(({ calls }) => calls.some((call) => call.consultation?.remote === 'connected'), LONG)
    await typeElsewhere(operator, wizard, typed)
    await card.getByRole('button', { name: 'Завершить' }).waitFor(SOON)
    expect(await overlay.findAll('region', /Мастер/)).toEqual([])
    // They speak with a colleague, and see one.
    for (const text of [PERSON, format(from)]) expect(await card.innerText()).not.toContain(text)
    await operator.ask('call.transfer', { commandId: randomUUID(), callId: wizard.callId })
    await page.bringToFront()
    await overlay.find('region', /Мастер/)
    await overlay.text(new RegExp(`^Начал ${operator.self.name}`))
    await operator.sees(({ intakes }) => intakes.length === 0, LONG)
    await expect.poll(() => lab.conversations(), SOON).toEqual([[MANAGER, from].toSorted()])
    return { page, overlay, card, client }
  }

  test('of a client whom 1C knows: one of the manager’s Interests is chosen, and opens with the interaction in it', async () => {
    const { stand } = world()
    const { crm } = stand.base
    const before = registered(world())
    const operator = await operatorElsewhere(world())
    try {
      const { page, overlay, card } = await given(operator, PETROVA, { whatToDo: 'Ждёт цену.' })
      for (const text of [PERSON, 'ООО «Ромашка»', '+7 926 555-01-29'])
        await expect.poll(() => card.innerText(), SOON).toContain(text)
      expect((await overlay.find('textbox', /^Поиск клиента$/)).value).toBe('+7 926 555-01-29')
      await overlay.find('group', new RegExp(`^Выбран: ${PERSON}$`))
      await overlay.click('radio', new RegExp(TOPIC))
      await fillIn(world(), page, /^Чего ждёт клиент$/, ' Выслать сегодня')
      await overlay.click('checkbox', /^Открывать интерес$/)
      await overlay.click('button', /^Принять обращение$/)

      await expect.poll(() => registered(world()), SOON).toEqual({ ...before, interactions: before.interactions + 1 })
      const interest = crm.interests.find(({ topic }) => topic === TOPIC)
      const content = crm.interactions.at(-1)?.content ?? ''
      expect(content).toContain('Ждёт цену. Выслать сегодня')
      expect(crm.interactions.at(-1)).toMatchObject({ interest: interest?.ref, person: expect.stringMatching(/./) })
      // «При этом открывается сам Интерес, в который уже добавлено Взаимодействие»
      await expect.poll(() => page.title(), SOON).toContain(`Интерес ${interest?.number}`)
      const interactions = page.locator('.page:not([style*="none"]) [id$="_Взаимодействия_i0"]')
      const day = new Date().getFullYear().toString()
      await expect.poll(() => interactions.inputValue(), SOON).toContain(day)
      // The talk goes on meanwhile.
      expect(await world().lab.conversations()).toEqual([[MANAGER, PETROVA].toSorted()])
    } finally {
      await operator.close()
    }
  })

  test('of a client whom nobody knows: what the operator has typed is there, and more is added until the call is over', async () => {
    const { stand } = world()
    const { crm } = stand.base
    const before = registered(world())
    const operator = await operatorElsewhere(world())
    try {
      const typed = { name: 'Кузнецова Мария', topic: 'Касса для кафе', search: 'Кузнецова' }
      const { page, overlay, card, client } = await given(operator, STRANGER, typed)
      await expect.poll(() => card.innerText(), SOON).toContain('+7 916 111-22-55')
      // The number stands in the search field, whatever the operator has searched for.
      expect((await overlay.find('textbox', /^Поиск клиента$/)).value).toBe('+7 916 111-22-55')
      await overlay.find('group', /^Потенциальный клиент$/)
      const value = async (name: RegExp) => (await overlay.find('textbox', name)).value
      await expect.poll(() => value(/^Имя$/), SOON).toBe('Кузнецова Мария')
      expect(await value(/^Тема$/)).toBe('Касса для кафе')
      expect(await value(/^Телефон$/)).toBe(STRANGER)
      await fillIn(world(), page, /^Компания$/, 'Кафе «Берёза»')
      await chooseService(world(), page, 'Продажа оборудования')
      await fillIn(world(), page, /^Чего ждёт клиент$/, 'Подобрать модель')
      await fillIn(world(), page, /^Описание$/, 'Два зала')
      // «После завершения разговора»
      await client.hangup()
      await overlay.gone('button', /^Завершить$/)
      await overlay.click('button', /^Принять обращение$/)
      await expect.poll(() => registered(world()).interests, SOON).toBe(before.interests + 1)
      const interest = crm.interests.at(-1)
      expect(interest).toMatchObject({
        topic: 'Касса для кафе',
        whatToDo: 'Подобрать модель',
        description: 'Два зала',
        phone: STRANGER,
        author: stand.base.employeeWithNumber(MANAGER).ref,
      })
      expect(crm.potential(interest?.potential ?? '')).toMatchObject({
        person: 'Кузнецова Мария',
        company: 'Кафе «Берёза»',
      })
    } finally {
      await operator.close()
    }
  })
})
