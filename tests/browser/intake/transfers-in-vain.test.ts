import { afterEach, expect, test } from 'vitest'
import { answerByPhone, answeredIn1C, closeWizards, fillIn, registered } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const PETROVA = '79265550129'
const STRANGER = '79161112233'
/** Known to 1C from its request on. */
const ACCEPTED = '79161112234'
const TOPIC = 'Кассовое оборудование'
/** Responsible for that Interest. */
const MANAGER = '103'

const world = useWorld('stand', { wizard: true, viewport: { width: 1280, height: 1200 } })
afterEach(() => closeWizards(world()))

/** A client's wizard with something typed, and the manager's phone rings. */
async function asked() {
  const page = await answeredIn1C(world(), PETROVA)
  const overlay = world().extension.overlay(page)
  await fillIn(world(), page, /^Чего ждёт клиент$/, 'Прислать цену')
  await overlay.click('radio', new RegExp(TOPIC))
  await overlay.scrollTo('button', /^Перевод звонка$/)
  await overlay.click('button', /^Перевод звонка$/)
  return { page, overlay, phone: await world().lab.phone(MANAGER).ringing() }
}
async function backWithTheForm(overlay: Awaited<ReturnType<typeof asked>>['overlay']) {
  await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', PETROVA]])
  expect((await overlay.find('textbox', /^Чего ждёт клиент$/)).value).toBe('Прислать цену')
  await overlay.find('button', /^Принять обращение$/)
}

test('a manager who declines: the client is back at once, it is said why, and the form is there', async () => {
  const { overlay, phone } = await asked()
  await phone.reject()
  await overlay.text(/^Занято\. Клиент снова с вами/, SOON.timeout)
  await backWithTheForm(overlay)
})

test('one may go back before the manager answers: «Вернуться к клиенту», and the form is there', async () => {
  const { overlay, phone } = await asked()
  await overlay.click('button', /^Вернуться к клиенту$/)
  await phone.ended()
  await backWithTheForm(overlay)
})

test('«Положить трубку» while the manager’s phone only rings asks, as with nobody there', async () => {
  const { overlay } = await asked()
  const before = registered(world())
  await overlay.click('button', /^Положить трубку$/)
  await overlay.text(/^Принять обращение\?$/)
  await overlay.click('button', /^ОТМЕНА$/)
  await overlay.find('button', /^Вернуться к клиенту$/)
  expect(registered(world())).toEqual(before)
})

test('a manager whose line is busy is not called: that is said, with who they talk to', async () => {
  const { lab, extension } = world()
  const busy = await lab.phone(MANAGER).dial('104')
  await (await lab.phone('104').ringing()).answer()
  const page = await answeredIn1C(world(), PETROVA)
  const overlay = extension.overlay(page)
  await overlay.click('radio', new RegExp(TOPIC))
  await overlay.text(/^Линия занята\./)
  await overlay.gone('button', /^Перевод звонка$/)
  // Free again, they can be.
  await busy.hangup()
  await overlay.find('button', /^Перевод звонка$/)
})

test('a call that ends while one types leaves the form, which is accepted afterwards', async () => {
  const { extension } = world()
  const before = registered(world()).interests
  const page = await world().onec()
  const client = await answerByPhone(world(), ACCEPTED)
  const overlay = extension.overlay(page)
  await overlay.find('region', /Мастер/)
  await fillIn(world(), page, /^Имя$/, 'Олег')
  await overlay.click('textbox', /^Тема$/)
  await page.keyboard.type('Ремонт ')
  await client.hangup()
  await overlay.gone('button', /^Положить трубку$/)
  await page.keyboard.type('насоса')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => registered(world()).interests, SOON).toBe(before + 1)
  expect(world().stand.base.crm.interests.at(-1)).toMatchObject({ topic: 'Ремонт насоса' })
})

test('two clients at once have a wizard each, and none gets what is the other’s', async () => {
  const { lab, extension } = world()
  const page = await world().onec()
  const overlay = extension.overlay(page)
  await answerByPhone(world(), STRANGER)
  await overlay.find('region', /Мастер/)
  await fillIn(world(), page, /^Тема$/, 'Первое')
  await overlay.click('button', /^Удержать$/)
  await overlay.find('button', /^Вернуть$/)
  await lab.incoming({ from: PETROVA })
  const second = await lab.phone('101').ringing()
  await second.answer()
  const tabs = async () => (await overlay.findAll('button', /^(Петрова Мария Ивановна|\+7 916 111-22-33)$/)).length
  await expect.poll(tabs, SOON).toBe(2)
  await overlay.click('button', /^Петрова Мария Ивановна$/)
  await overlay.find('group', /^Выбран: Петрова/)
  await fillIn(world(), page, /^Тема$/, 'Второе')
  await overlay.click('button', /^\+7 916 111-22-33$/)
  await expect.poll(async () => (await overlay.find('textbox', /^Тема$/)).value, SOON).toBe('Первое')
  await overlay.click('button', /^Петрова Мария Ивановна$/)
  await expect.poll(async () => (await overlay.find('textbox', /^Тема$/)).value, SOON).toBe('Второе')
})

test('one that was closed is asked for by hand on the card of the call, as it was', async () => {
  const page = await answeredIn1C(world(), STRANGER)
  const overlay = world().extension.overlay(page)
  await fillIn(world(), page, /^Тема$/, 'Ремонт насоса')
  await overlay.click('button', /^Закрыть без записи$/)
  await overlay.gone('region', /Мастер/)
  await overlay.click('button', /^Обращение$/)
  await overlay.find('region', /Мастер/)
  expect((await overlay.find('textbox', /^Тема$/)).value).toBe('Ремонт насоса')
})

test('a call between colleagues has none, and none can be asked for', async () => {
  const { lab, extension } = world()
  const page = await world().onec()
  await lab.phone('104').dial('101')
  await (await lab.phone('101').ringing()).answer()
  const overlay = extension.overlay(page)
  await overlay.find('button', /^Завершить$/)
  await overlay.text(/^Разговор 0:/)
  expect(await overlay.findAll('region', /Мастер/)).toEqual([])
  expect(await overlay.findAll('button', /^Обращение$/)).toEqual([])
})
