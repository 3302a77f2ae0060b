import { expect, test } from 'vitest'
import { answeredIn1C, fillIn } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 20_000, interval: 50 }
const STRANGER = '79161112244'
const SERVICE = 'Ремонт и гарантия'
const DEPARTMENT = 'Сервисный центр'

const world = useWorld('stand', { wizard: true, viewport: { width: 1280, height: 1200 } })

test('a client whom nobody knows, and a manager is there: found by «Тип услуги», spoken to, given the client; nothing is registered', async () => {
  const { base } = world().stand
  const { crm } = base
  const before = [crm.potentials.length, crm.interests.length, crm.interactions.length]
  const page = await answeredIn1C(world(), STRANGER)
  const overlay = world().extension.overlay(page)
  await fillIn(world(), page, /^Имя$/, 'Олег')
  await fillIn(world(), page, /^Тема$/, 'Не включается касса')

  await overlay.find('combobox', /^Тип услуги$/)
  await page.keyboard.press('Shift+Tab')
  await expect.poll(() => overlay.findAll('option', new RegExp(SERVICE)), SOON).toHaveLength(1)
  // By their names, after «Не выбран».
  const services = crm.services.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'ru'))
  for (let n = services.indexOf(SERVICE); n >= 0; n--) await page.keyboard.press('ArrowDown')

  await overlay.scrollTo('button', /^Перенаправить$/)
  await overlay.click('button', /^Перенаправить$/)
  await overlay.text(new RegExp(`«${SERVICE}»$`))
  const department = base.departments.find(({ name }) => name === DEPARTMENT)
  const fitting = base.employees.filter((each) => each.department === department?.ref).map(({ name }) => name)
  const offered = async () => {
    const shown = (await overlay.findAll('option')).filter(({ box }) => box !== null)
    return shown.map(({ name }) => fitting.find((each) => name.includes(each)) ?? `not of ${DEPARTMENT}: ${name}`)
  }
  await expect.poll(async () => (await offered()).toSorted(), SOON).toEqual(fitting.toSorted())
  const chosen = base.employeeWithNumber('104')
  await page.keyboard.type('104')
  await expect.poll(offered, SOON).toEqual([chosen.name])
  await page.keyboard.press('Enter')
  await overlay.gone('combobox', /^Выбор менеджера/)
  await overlay.text(new RegExp(`^${chosen.name}$`))

  await overlay.scrollTo('button', /^Перевод звонка$/)
  await overlay.click('button', /^Перевод звонка$/)
  await (await world().lab.phone('104').ringing()).answer()
  await overlay.text(/^Говорит с вами$/)
  await overlay.click('button', /^Положить трубку$/)
  await expect.poll(() => world().lab.conversations(), SOON).toEqual([['104', STRANGER]])
  await overlay.gone('region', /Мастер/)
  expect([crm.potentials.length, crm.interests.length, crm.interactions.length]).toEqual(before)
})
