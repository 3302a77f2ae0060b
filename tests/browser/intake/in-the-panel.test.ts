import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { violations } from '../../support/axe.ts'
import { answerByPhone, closeWizards, registered } from '../../support/wizard.ts'
import { useWorld, type World } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const PETROVA = '79265550129'
const STRANGER = '79161112233'

/** The side panel, or the window of its own: one page, of any width. No page of 1C is open. */
async function panelOf(world: World, size: { width: number; height: number }): Promise<Page> {
  const page = await world.extension.context.newPage()
  await page.setViewportSize(size)
  await page.goto(world.extension.url('src/popup/side.html'))
  return page
}

/** Elements of the wizard that stand out over the panel's edge. */
const overTheEdge = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.t-sheet *')]
      .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((each) => each.outerHTML.slice(0, 120)),
  )

async function tabTo(page: Page, field: string): Promise<void> {
  for (let presses = 0; presses < 100; presses++) {
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('data-field') ?? '')
    if (focused === field) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${field}`)
}

describe('The wizard in the panel, where no page of 1C is open', () => {
  const world = useWorld('stand', { wizard: true })
  afterEach(() => closeWizards(world()))

  test('opens by itself at the answer, and the keyboard alone registers the request', async () => {
    const before = registered(world()).interests
    const panel = await panelOf(world(), { width: 320, height: 640 })
    await answerByPhone(world(), STRANGER)
    const wizard = panel.getByRole('region', { name: 'Мастер принятия обращения' })
    await wizard.waitFor(SOON)
    expect(await wizard.getByRole('textbox', { name: 'Поиск клиента' }).inputValue()).toBe('+7 916 111-22-33')
    await tabTo(panel, 'name')
    // Letters that are commands elsewhere in the panel.
    await panel.keyboard.type('Eha Toomas')
    await tabTo(panel, 'topic')
    await panel.keyboard.type('Касса')
    await tabTo(panel, 'whatToDo')
    await panel.keyboard.type('Перезвонить')
    await panel.keyboard.press('Control+Enter')
    await wizard.waitFor({ state: 'detached', ...SOON })
    await expect.poll(() => registered(world()).interests, SOON).toBe(before + 1)
    expect(world().stand.base.crm.interests.at(-1)).toMatchObject({ topic: 'Касса', whatToDo: 'Перезвонить' })
    expect(await world().lab.conversations()).toEqual([['101', STRANGER]])
  })

  test('asks before it registers and hangs up; ОТМЕНА goes back', async () => {
    const before = registered(world()).interactions
    const panel = await panelOf(world(), { width: 400, height: 700 })
    await answerByPhone(world(), PETROVA)
    const wizard = panel.getByRole('region', { name: 'Мастер принятия обращения' })
    await wizard.getByRole('radio', { name: /Кассовое оборудование/ }).check(SOON)
    await wizard.getByLabel('Чего ждёт клиент').fill('Перезвонить')
    await panel.getByRole('button', { name: 'Завершить' }).click()
    const question = panel.getByRole('alertdialog', { name: 'Принять обращение?' })
    await question.getByRole('button', { name: 'ОТМЕНА' }).click()
    await wizard.getByRole('button', { name: 'Положить трубку' }).click()
    await question.getByRole('button', { name: 'ДА' }).click()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([])
    await expect.poll(() => registered(world()).interactions, SOON).toBe(before + 1)
  })

  test.each(['light', 'dark'] as const)(
    'has nothing that bars anybody, %s: narrow, wide, and at twice the size',
    async (colorScheme) => {
      const panel = await panelOf(world(), { width: 320, height: 900 })
      await panel.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await answerByPhone(world(), PETROVA)
      const wizard = panel.getByRole('region', { name: 'Мастер принятия обращения' })
      await wizard.getByRole('radio', { name: /Кассовое оборудование/ }).waitFor(SOON)
      await wizard.getByText('свободен').waitFor(SOON)
      const states: [string, () => Promise<void>][] = [
        ['as it opens', async () => {}],
        ['a new client', () => wizard.getByRole('button', { name: 'Новый клиент' }).click()],
        ['something is missing', () => wizard.getByRole('button', { name: 'Принять обращение' }).click()],
        ['the question', () => wizard.getByRole('button', { name: 'Положить трубку' }).click()],
        ['managers', () => wizard.getByRole('button', { name: 'Перенаправить' }).click()],
        ['the knowledge base', () => wizard.getByText('База знаний').click()],
      ]
      for (const [state, reach] of states) {
        await reach()
        // A side panel of 400 px at 200 % has 200 of its own.
        for (const width of [320, 480, 200]) {
          await panel.setViewportSize({ width, height: 900 })
          await expect.poll(() => overTheEdge(panel), SOON).toEqual([])
          await picture(panel, `${colorScheme}-${width}-${state.replaceAll(' ', '-')}`)
        }
        await panel.setViewportSize({ width: 320, height: 900 })
        expect(await violations(panel), state).toEqual([])
      }
    },
  )
})

describe('The wizard in English', () => {
  const world = useWorld('stand', { wizard: true, locale: 'en' })
  afterEach(() => closeWizards(world()))

  test('is English throughout, and nothing is wider than the panel', async () => {
    const panel = await panelOf(world(), { width: 320, height: 900 })
    await answerByPhone(world(), STRANGER)
    const wizard = panel.getByRole('region', { name: 'Request intake' })
    await wizard.getByText('Nobody was found in 1C').waitFor(SOON)
    await wizard.getByRole('button', { name: 'Hang up' }).click()
    await wizard.getByRole('alertdialog', { name: 'Accept the request?' }).waitFor(SOON)
    // «Типы услуг» are 1C's own words.
    const words = await wizard.evaluate((sheet) => {
      const copy = sheet.cloneNode(true)
      if (!(copy instanceof HTMLElement)) return ''
      for (const select of copy.querySelectorAll('select')) select.remove()
      return copy.innerText
    })
    expect(words).not.toMatch(/[А-Яа-яЁё]/)
    expect(await overTheEdge(panel)).toEqual([])
    expect(await violations(panel)).toEqual([])
    await picture(panel, 'english-320')
  })
})

/** For whoever wants to look: INTAKE_PICTURES names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.INTAKE_PICTURES
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
