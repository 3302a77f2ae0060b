import { expect, test } from 'vitest'
import { answeredIn1C, fillIn, managerIs, registered, workplaceRow } from '../../support/wizard.ts'
import { onBothPbxs, useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const PETROVA = '79265550129'
const PERSON = 'Петрова Мария Ивановна'
const FIRM = 'ООО «Ромашка»'
/** An Interest for which somebody else is responsible than for the client. */
const TOPIC = 'Обновление программы'

// «Оператор принимает звонок существующего клиента»
await onBothPbxs('An operator takes the call of a client whom 1C knows', (pbx) => {
  const world = useWorld(pbx, { wizard: true, viewport: { width: 1280, height: 1200 } })
  const base = () => world().stand.base
  const interest = () => {
    const found = base().crm.interests.find(({ topic }) => topic === TOPIC)
    if (!found) throw new Error(`1C has no Interest «${TOPIC}»`)
    return found
  }
  /** Of that Interest. */
  const MANAGER = '102'

  test('the manager is there: the Interest says who, they are asked, and the client is theirs; nothing is registered', async () => {
    const { lab, extension } = world()
    const { crm } = base()
    const before = registered(world())
    const page = await world().onec()
    const overlay = extension.overlay(page)
    await lab.incoming({ from: PETROVA })
    const phone = await lab.phone('101').ringing()
    for (const text of [PERSON, FIRM, '\\+7 926 555-01-29']) await overlay.text(new RegExp(text))
    expect(await overlay.findAll('region', /Мастер/)).toEqual([])
    await phone.answer()

    // «…подставлен номер телефона в поле поиска и установлен отбор по найденному клиенту… активные Интересы»
    expect((await overlay.find('textbox', /^Поиск клиента$/)).value).toBe('+7 926 555-01-29')
    await overlay.find('group', new RegExp(`^Выбран: ${PERSON}$`))
    const client = base().clientNamed(FIRM)
    const active = crm.interests.filter((each) => each.client === client.ref && !each.closed)
    expect(active.length).toBeGreaterThan(1)
    const places = async () => (await overlay.findAll('radio')).map(({ box }) => box)
    await overlay.find('radio')
    const atFirst = await places()
    for (const { topic, responsible } of active) {
      const name = base().employees.find(({ ref }) => ref === responsible)?.name ?? ''
      await overlay.find('radio', new RegExp(`${topic}.*${name}`))
    }
    // Who is responsible comes late, and moves none from under a hand.
    expect(await places()).toEqual(atFirst)
    expect(await overlay.findAll('radio', /Акт сверки/)).toEqual([])

    // A new Interest is for whoever is responsible for the client, a chosen one for whoever is for that.
    const ofClient = base().employees.find(({ ref }) => ref === client.responsible)
    const ofInterest = base().employeeWithNumber(MANAGER)
    expect(interest().responsible).toBe(ofInterest.ref)
    expect(ofClient?.name).not.toBe(ofInterest.name)
    await managerIs(world(), page, ofClient?.name ?? '')
    await overlay.click('radio', new RegExp(TOPIC))
    await managerIs(world(), page, ofInterest.name)
    await overlay.click('radio', /^Новый интерес/)
    await managerIs(world(), page, ofClient?.name ?? '')
    await overlay.click('radio', new RegExp(TOPIC))

    await managerIs(world(), page, 'свободен')
    await overlay.click('button', /^Перевод звонка$/)
    await (await lab.phone(MANAGER).ringing()).answer()
    await overlay.text(/^Говорит с вами$/)
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', MANAGER]])
    await overlay.click('button', /^Положить трубку$/)
    await expect.poll(() => lab.conversations(), SOON).toEqual([[MANAGER, PETROVA]])
    await overlay.gone('region', /Мастер/)
    expect(registered(world())).toEqual(before)
  })

  test('the manager is out: asked on the mobile, which takes the client; nothing is registered', async () => {
    const { lab, extension } = world()
    const before = registered(world())
    await lab.phone(MANAGER).unregister()
    const page = await answeredIn1C(world(), PETROVA)
    const overlay = extension.overlay(page)
    await overlay.click('radio', new RegExp(TOPIC))
    await managerIs(world(), page, 'не в сети')
    await overlay.gone('button', /^Перевод звонка$/)
    const { name } = await overlay.click('button', /^На мобильный \+7/)
    const mobile = name.replace(/\D/g, '')
    await (await lab.city.ringing()).answer()
    await overlay.text(/^Говорит с вами$/)
    await overlay.click('button', /^Положить трубку$/)
    await expect.poll(() => lab.conversations(), SOON).toEqual([[mobile, PETROVA].toSorted()])
    await overlay.gone('region', /Мастер/)
    expect(registered(world())).toEqual(before)
  })

  test('the manager is away: «Положить трубку» asks, ОТМЕНА leaves time for more, ДА registers it at the manager’s workplace', async () => {
    const { lab, extension } = world()
    const { crm } = base()
    const before = registered(world())
    const manager = base().employeeWithNumber(MANAGER)
    await lab.phone(MANAGER).unregister()
    const page = await answeredIn1C(world(), PETROVA)
    const overlay = extension.overlay(page)
    await overlay.click('radio', new RegExp(TOPIC))
    await overlay.text(/^По внутреннему номеру не дозвониться/)
    await overlay.gone('button', /^Перевод звонка$/)
    await fillIn(world(), page, /^Чего ждёт клиент$/, 'Перезвонить до обеда')
    await overlay.click('button', /^Положить трубку$/)
    await overlay.text(/^Принять обращение\?$/)
    await overlay.click('button', /^ОТМЕНА$/)
    // Until it is answered, nobody is cut off and nothing is written.
    expect(await lab.conversations()).toEqual([['101', PETROVA]])
    expect(registered(world())).toEqual(before)
    await fillIn(world(), page, /^Описание$/, 'Завтра уезжает')
    await overlay.click('button', /^Положить трубку$/)
    await overlay.click('button', /^ДА$/)

    await expect.poll(() => lab.conversations(), SOON).toEqual([])
    await expect.poll(() => registered(world()), SOON).toEqual({ ...before, interactions: before.interactions + 1 })
    expect(crm.interactions.at(-1)).toMatchObject({
      interest: interest().ref,
      client: base().clientNamed(FIRM).ref,
      person: base().persons.find(({ name }) => name === PERSON)?.ref,
      content: expect.stringMatching(/^Перезвонить до обеда\nЗавтра уезжает$/m),
      phone: PETROVA,
      responsible: manager.ref,
      author: base().employeeWithNumber('101').ref,
    })
    await overlay.gone('region', /Мастер/)
    expect(await workplaceRow(world(), TOPIC)).toEqual(expect.arrayContaining([manager.name, '1']))
  })
})
