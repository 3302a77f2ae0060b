import { expect, test } from 'vitest'
import { answeredIn1C, fillIn } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 20_000, interval: 50 }
const PETROVA = '79265550129'
const TOPIC = 'Обновление программы'

const world = useWorld('stand', { wizard: true, viewport: { width: 1280, height: 1000 } })
const crm = () => world().stand.base.crm

test('a client whom 1C knows, and their manager is not in the network: ДА registers it for that manager under the Interest', async () => {
  const { base } = world().stand
  const interest = crm().interests.find(({ topic }) => topic === TOPIC)
  const manager = base.employeeWithNumber('102')
  expect(interest?.responsible).toBe(manager.ref)
  const { interests, interactions } = crm()
  const before = { interests: interests.length, interactions: interactions.length }
  await world().lab.phone('102').unregister()

  const page = await answeredIn1C(world(), PETROVA)
  const overlay = world().extension.overlay(page)
  await overlay.click('radio', new RegExp(TOPIC))
  await overlay.text(/^По внутреннему номеру не дозвониться/)
  await overlay.find('button', /^На мобильный \+7/)
  await overlay.gone('button', /^Перевод звонка$/)
  await fillIn(world(), page, /^Чего ждёт клиент$/, 'Перезвонить до обеда')
  await overlay.click('button', /^Положить трубку$/)
  await overlay.text(/^Принять обращение\?$/)
  // Until it is answered, nobody is cut off and nothing is written.
  expect(await world().lab.conversations()).toEqual([['101', PETROVA]])
  expect(crm().interactions).toHaveLength(before.interactions)
  await overlay.click('button', /^ДА$/)

  await expect.poll(() => world().lab.conversations(), SOON).toEqual([])
  await expect.poll(() => crm().interactions.length, SOON).toBe(before.interactions + 1)
  expect(crm().interactions.at(-1)).toMatchObject({
    interest: interest?.ref,
    client: base.clientNamed('ООО «Ромашка»').ref,
    person: base.persons.find(({ name }) => name === 'Петрова Мария Ивановна')?.ref,
    content: expect.stringMatching(/^Перезвонить до обеда$/m),
    phone: PETROVA,
    responsible: manager.ref,
    author: base.employeeWithNumber('101').ref,
  })
  // The Interest was there already.
  expect(crm().interests).toHaveLength(before.interests)
  await overlay.gone('region', /Мастер/)
})
