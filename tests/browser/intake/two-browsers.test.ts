import { afterEach, expect, test } from 'vitest'
import { hide } from '../../support/extension-world.ts'
import { openSecondBrowser } from '../../support/second-browser.ts'
import { answeredIn1C, closeWizards, fillIn, managerIs, registered } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const PETROVA = '79265550129'
const TOPIC = 'Обновление программы'
/** Whose Interest it is. */
const MANAGER = '102'

/** The operator's browser; the manager's is the second. */
const world = useWorld('stand', { wizard: true, viewport: { width: 1280, height: 1200 } })
afterEach(() => closeWizards(world()))

test('the operator’s wizard goes over to the manager’s browser with the client, and closes in the operator’s', async () => {
  const { lab, extension } = world()
  const before = registered(world())
  const manager = await openSecondBrowser(world(), MANAGER)
  try {
    const theirs = await manager.onec()
    const there = manager.extension.overlay(theirs)
    const page = await answeredIn1C(world(), PETROVA)
    const overlay = extension.overlay(page)
    await overlay.click('radio', new RegExp(TOPIC))
    await overlay.click('button', /^Перевод звонка$/)
    await lab.phone(MANAGER).ringing()
    await there.click('button', /^Ответить$/)
    await overlay.text(/^Говорит с вами$/)
    await fillIn(world(), page, /^Чего ждёт клиент$/, 'Прислать цену')
    expect(await there.findAll('region', /Мастер/)).toEqual([])
    await overlay.click('button', /^Положить трубку$/)
    await there.find('region', /Мастер/, SOON.timeout)
    const value = async () => (await there.find('textbox', /^Чего ждёт клиент$/)).value
    await expect.poll(value, SOON).toBe('Прислать цену')
    await overlay.gone('region', /Мастер/)
    // A wizard that went over is not one that was closed by mistake.
    expect(await overlay.findAll('button', /^Вернуть$/)).toEqual([])
    await there.click('button', /^Принять обращение$/)
    await expect.poll(() => registered(world()).interactions, SOON).toBe(before.interactions + 1)
    expect(await lab.conversations()).toEqual([[MANAGER, PETROVA]])
  } finally {
    await manager.close()
  }
})

test('a manager whose browser was closed when a request was accepted for them finds it on return, opens it in 1C, and is done with it', async () => {
  const { stand, extension } = world()
  const { base } = stand
  const manager = await openSecondBrowser(world(), MANAGER)
  try {
    await manager.shut()
    const before = registered(world())
    const page = await answeredIn1C(world(), PETROVA)
    await extension.overlay(page).click('radio', new RegExp(TOPIC))
    await managerIs(world(), page, base.employeeWithNumber(MANAGER).name)
    await fillIn(world(), page, /^Чего ждёт клиент$/, 'Выставить счёт')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => registered(world()).interactions, SOON).toBe(before.interactions + 1)

    await manager.openAgain()
    const theirs = await manager.onec()
    const panel = await manager.extension.panel()
    const notice = panel.getByRole('region', { name: 'Обращения для вас' }).getByRole('article')
    await notice.waitFor(SOON)
    const text = await notice.innerText()
    for (const part of ['Петрова Мария Ивановна', '+7 926 555-01-29', 'Выставить счёт', 'Смирнова Ольга Петровна'])
      expect(text).toContain(part)
    await hide(theirs, manager.extension.id)
    await notice.getByRole('button', { name: 'Открыть' }).click(SOON)
    const interest = base.crm.interests.find(({ topic }) => topic === TOPIC)
    await expect.poll(() => theirs.title(), SOON).toContain(`Интерес ${interest?.number}`)

    await notice.getByRole('button', { name: 'Понятно' }).click()
    await notice.waitFor({ state: 'detached', ...SOON })
    // Also for whoever comes again.
    await panel.reload()
    await panel.getByText('Звонков сейчас нет').waitFor(SOON)
    expect(await notice.count()).toBe(0)
  } finally {
    await manager.close()
  }
})
