import { expect, test } from 'vitest'
import { answeredIn1C, chooseService, fillIn, managerIs, registered, workplaceRow } from '../../support/wizard.ts'
import { onBothPbxs, useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const STRANGER = '79161112244'
const SERVICE = 'Ремонт и гарантия'
const DEPARTMENT = 'Сервисный центр'
/** Works there. */
const MANAGER = '104'

// «Оператор принимает звонок потенциального клиента»
await onBothPbxs('An operator takes the call of a client whom nobody knows', (pbx) => {
  const world = useWorld(pbx, { wizard: true, viewport: { width: 1280, height: 1200 } })
  const base = () => world().stand.base
  const manager = () => base().employeeWithNumber(MANAGER)

  test('a manager is there: found by «Тип услуги», spoken to, given the client; nothing is registered', async () => {
    const { lab, extension } = world()
    const before = registered(world())
    const page = await world().onec()
    const overlay = extension.overlay(page)
    await lab.incoming({ from: STRANGER })
    const phone = await lab.phone('101').ringing()
    await overlay.text(/^Неизвестный номер$/)
    await overlay.text(/^\+7 916 111-22-44$/)
    expect(await overlay.findAll('region', /Мастер/)).toEqual([])
    await phone.answer()

    // «…подставлен номер телефона в поле поиска и выполнена команда для регистрации нового клиента и Интереса»
    expect((await overlay.find('textbox', /^Поиск клиента$/)).value).toBe('+7 916 111-22-44')
    await overlay.text(/^В 1С никого не нашли/)
    await overlay.find('group', /^Потенциальный клиент$/)
    expect((await overlay.find('textbox', /^Телефон$/)).value).toBe(STRANGER)
    await fillIn(world(), page, /^Имя$/, 'Олег')
    await fillIn(world(), page, /^Тема$/, 'Не включается касса')
    await chooseService(world(), page, SERVICE)

    await overlay.scrollTo('button', /^Перенаправить$/)
    await overlay.click('button', /^Перенаправить$/)
    await overlay.text(new RegExp(`«${SERVICE}»$`))
    const department = base().departments.find(({ name }) => name === DEPARTMENT)
    const fitting = base().employees.filter((each) => each.department === department?.ref)
    const offered = async () => {
      const shown = (await overlay.findAll('option')).filter(({ box }) => box !== null)
      return shown.map(({ name }) => fitting.find((each) => name.includes(each.name))?.name ?? `elsewhere: ${name}`)
    }
    await expect
      .poll(async () => (await offered()).toSorted(), SOON)
      .toEqual(fitting.map(({ name }) => name).toSorted())
    await overlay.find('group', new RegExp(`^${DEPARTMENT}$`))
    await overlay.find('option', new RegExp(`${manager().name}.*свободен`))
    await page.keyboard.type(MANAGER)
    await expect.poll(offered, SOON).toEqual([manager().name])
    await page.keyboard.press('Enter')
    await overlay.gone('combobox', /^Выбор менеджера/)
    await managerIs(world(), page, manager().name)

    await overlay.scrollTo('button', /^Перевод звонка$/)
    await overlay.click('button', /^Перевод звонка$/)
    await (await lab.phone(MANAGER).ringing()).answer()
    await overlay.text(/^Говорит с вами$/)
    await overlay.click('button', /^Положить трубку$/)
    await expect.poll(() => lab.conversations(), SOON).toEqual([[MANAGER, STRANGER]])
    await overlay.gone('region', /Мастер/)
    expect(registered(world())).toEqual(before)
  })

  test('no manager is there: ОТМЕНА leaves time for more, ДА makes a new Interest of all that was typed, at the chosen manager’s workplace', async () => {
    const { lab, extension } = world()
    const { crm } = base()
    const before = registered(world())
    await lab.phone(MANAGER).unregister()
    const page = await answeredIn1C(world(), STRANGER)
    const overlay = extension.overlay(page)
    await chooseService(world(), page, SERVICE)
    await overlay.scrollTo('button', /^Перенаправить$/)
    await overlay.click('button', /^Перенаправить$/)
    await overlay.find('option', new RegExp(`${manager().name}.*не в сети`))
    await page.keyboard.type(MANAGER)
    await expect.poll(async () => (await overlay.findAll('option', new RegExp(manager().name))).length, SOON).toBe(1)
    await page.keyboard.press('Enter')
    await managerIs(world(), page, manager().name)
    for (const [field, text] of [
      [/^Тема$/, 'Не включается касса'],
      [/^Чего ждёт клиент$/, 'Перезвонить сегодня'],
      [/^Имя$/, 'Олег'],
      [/^Компания$/, 'Кафе «Берёза»'],
    ] as const)
      await fillIn(world(), page, field, text)
    await overlay.click('button', /^Положить трубку$/)
    await overlay.click('button', /^ОТМЕНА$/)
    expect(await lab.conversations()).toEqual([['101', STRANGER]])
    expect(registered(world())).toEqual(before)
    await fillIn(world(), page, /^Email$/, 'oleg@example.com')
    await fillIn(world(), page, /^Описание$/, 'Касса куплена в мае')
    await overlay.click('button', /^Положить трубку$/)
    await overlay.click('button', /^ДА$/)

    await expect.poll(() => lab.conversations(), SOON).toEqual([])
    await expect
      .poll(() => registered(world()), SOON)
      .toEqual({
        potentials: before.potentials + 1,
        interests: before.interests + 1,
        interactions: before.interactions + 1,
      })
    const interest = crm.interests.at(-1)
    expect(interest).toMatchObject({
      topic: 'Не включается касса',
      whatToDo: 'Перезвонить сегодня',
      description: 'Касса куплена в мае',
      phone: STRANGER,
      email: 'oleg@example.com',
      service: crm.services.find(({ name }) => name === SERVICE)?.ref,
      responsible: manager().ref,
      author: base().employeeWithNumber('101').ref,
    })
    expect(crm.potential(interest?.potential ?? '')).toMatchObject({ person: 'Олег', company: 'Кафе «Берёза»' })
    expect(crm.interactions.at(-1)).toMatchObject({ interest: interest?.ref, responsible: manager().ref })
    await overlay.gone('region', /Мастер/)
    expect(await workplaceRow(world(), 'Не включается касса')).toEqual(
      expect.arrayContaining(['Не включается касса', 'Перезвонить сегодня', manager().name, SERVICE]),
    )
  })
})
