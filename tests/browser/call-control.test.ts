import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { hide } from '../support/extension-world.ts'
import { onceMore } from '../support/once-more.ts'
import { type LabCall, LINES } from '../support/phone-lab.ts'
import { onBothPbxs, openWorld, type World } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }
const CLIENT = '79265550129'

await onBothPbxs('An operator controls a call', (pbx) => {
  let world: World
  beforeAll(async () => {
    world = await onceMore('a world', () => openWorld(pbx))
    await world.extension.worker().evaluate(() => {
      Object.assign(globalThis, {
        allNotifications: () => new Promise((resolve) => chrome.notifications.getAll(resolve)),
        // What the browser does when a person presses what no test can reach.
        fire: (event: { dispatch: (...args: unknown[]) => void }, ...args: unknown[]) => event.dispatch(...args),
      })
    })
  })
  afterEach(async () => {
    for (const page of world.extension.context.pages().slice(1)) await page.close()
    await world.lab.reset()
  })
  afterAll(() => world?.close())

  const talks = (...pairs: string[][]) => expect.poll(() => world.lab.conversations(), SOON).toEqual(pairs)
  const nobodyTalks = () => talks()

  /** A client is on the line of operator 101. */
  async function talking(): Promise<LabCall> {
    const caller = await world.lab.incoming({ from: CLIENT })
    await (await world.lab.phone('101').ringing()).answer()
    await talks(['101', CLIENT])
    return caller
  }
  const button = (panel: Page, name: string) => panel.getByRole('button', { name, exact: true })
  /** Chooses «Перевести», types, and waits for the colleague to be found. */
  async function pick(panel: Page, typed: string, number: string): Promise<void> {
    await button(panel, 'Перевести').click()
    await nobodyTalks()
    await panel.keyboard.type(typed)
    await panel
      .getByRole('option', { name: new RegExp(number) })
      .first()
      .waitFor()
  }

  test('holds and gives back, by button and by key', async () => {
    const panel = await world.extension.panel()
    await talking()
    await button(panel, 'Удержать').click()
    await nobodyTalks()
    await panel.getByText(/На удержании/).waitFor()
    await panel.keyboard.press('Alt+KeyH')
    await talks(['101', CLIENT])
  })

  test('choosing «Перевести» holds the client at once; Esc gives the client back', async () => {
    const panel = await world.extension.panel()
    await talking()
    await button(panel, 'Перевести').click()
    await nobodyTalks()
    await panel.getByRole('combobox', { name: 'Кому перевести' }).waitFor()
    await panel.keyboard.press('Escape')
    await talks(['101', CLIENT])
    expect(await panel.getByRole('combobox', { name: 'Кому перевести' }).count()).toBe(0)
  })

  test('Enter consults, «Соединить» completes, and the colleague talks with the client', async () => {
    const panel = await world.extension.panel()
    const caller = await talking()
    await pick(panel, '102', '102')
    await panel.keyboard.press('Enter')
    const asked = await world.lab.phone('102').ringing()
    await panel.getByRole('listitem', { name: /^Кому переводите/ }).waitFor()
    await asked.answer()
    await talks(['101', '102'])
    await button(panel, 'Соединить').click()
    await talks(['102', CLIENT])
    await panel.locator('[data-call]').waitFor({ state: 'detached' })
    expect(caller.state).toBe('up')
  })

  test('«Вернуться» ends the consultation, and the client is back', async () => {
    const panel = await world.extension.panel()
    await talking()
    await pick(panel, '102', '102')
    await panel.keyboard.press('Enter')
    const asked = await world.lab.phone('102').ringing()
    await button(panel, 'Вернуться').click()
    await asked.ended()
    await talks(['101', CLIENT])
  })

  test('«Переключиться» goes from the colleague to the client and back; both sides say who waits', async () => {
    const panel = await world.extension.panel()
    await talking()
    await pick(panel, '102', '102')
    await panel.keyboard.press('Enter')
    await (await world.lab.phone('102').ringing()).answer()
    await talks(['101', '102'])
    await button(panel, 'Переключиться').click()
    await talks(['101', CLIENT])
    await panel
      .getByRole('listitem', { name: /^Кому переводите/ })
      .getByText('Ждёт, играет музыка')
      .waitFor()
    await button(panel, 'Переключиться').click()
    await talks(['101', '102'])
    await button(panel, 'Вернуться').click()
    await talks(['101', CLIENT])
  })

  test('«Втроём» brings all together; «Выйти» leaves the client with the colleague', async () => {
    const panel = await world.extension.panel()
    const caller = await talking()
    await pick(panel, '102', '102')
    await panel.keyboard.press('Enter')
    await (await world.lab.phone('102').ringing()).answer()
    await talks(['101', '102'])
    await button(panel, 'Втроём').click()
    await talks(['101', '102', CLIENT])
    await panel.getByText(/Разговор втроём/).waitFor()
    // Esc goes back from a consultation; a colleague who takes part is not sent away by it.
    await panel.locator('body').press('Escape')
    await button(panel, 'Выйти').click()
    await talks(['102', CLIENT])
    await panel.locator('[data-call]').waitFor({ state: 'detached' })
    expect(caller.state).toBe('up')
  })

  test('«Отключить» lets the colleague go, and the client stays', async () => {
    const panel = await world.extension.panel()
    await talking()
    await pick(panel, '102', '102')
    await panel.keyboard.press('Enter')
    const asked = await world.lab.phone('102').ringing()
    await asked.answer()
    await talks(['101', '102'])
    await button(panel, 'Втроём').click()
    await talks(['101', '102', CLIENT])
    await button(panel, 'Отключить').click()
    await asked.ended()
    await talks(['101', CLIENT])
  })

  test('a recorded call says so; one press or key pauses it, and it says that too', async () => {
    const panel = await world.extension.panel()
    await world.lab.incoming({ from: CLIENT, to: LINES.recorded })
    await (await world.lab.phone('101').ringing()).answer()
    await panel.getByRole('button', { name: /^Запись\. Приостановить/ }).click()
    await panel.getByRole('button', { name: /^Запись на паузе/ }).waitFor()
    await panel.keyboard.press('Alt+KeyR')
    await panel.getByRole('button', { name: /^Запись\. Приостановить/ }).waitFor()
    await talks(['101', CLIENT])
  })

  test('digits reach the other side in their order', async () => {
    const panel = await world.extension.panel()
    const caller = await talking()
    await button(panel, 'Тональный набор').click()
    await panel.keyboard.type('10#')
    await expect.poll(() => caller.digits, SOON).toBe('10#')
  })

  test('Shift+Enter gives the client away at once', async () => {
    const panel = await world.extension.panel()
    await talking()
    await pick(panel, '102', '102')
    await panel.keyboard.press('Shift+Enter')
    await (await world.lab.phone('102').ringing()).answer()
    await talks(['102', CLIENT])
  })

  test('the picker finds by the first letters in the wrong layout, and says whose line is free', async () => {
    const panel = await world.extension.panel()
    await talking()
    await button(panel, 'Перевести').click()
    const first = await panel.getByRole('option').filter({ hasText: 'свободен' }).locator('bdi').first().innerText()
    const surname = first.split(' ')[0]?.toLowerCase() ?? expect.fail('nobody is free')
    await panel.keyboard.type(inLatin(surname))
    await panel
      .getByRole('option', { name: new RegExp(surname, 'i') })
      .first()
      .waitFor()
    await panel.keyboard.press('Escape')
  })

  test('from the 1C page: hold, picker, consultation, and back', async () => {
    const page = await world.onec()
    const overlay = world.extension.overlay(page)
    await talking()
    await overlay.click('button', /^Перевести$/)
    await nobodyTalks()
    await page.keyboard.type('102')
    await overlay.find('option', /102/)
    await page.keyboard.press('Enter')
    await (await world.lab.phone('102').ringing()).answer()
    await talks(['101', '102'])
    await overlay.click('button', /^Вернуться$/)
    await talks(['101', CLIENT])
  })

  test('a notification of the system only where no page shows the call; its buttons are the call’s commands', async () => {
    const shown = () => world.extension.worker().evaluate(async () => Object.keys(await allNotifications()))
    const page = await world.onec()
    const caller = await world.lab.incoming({ from: CLIENT })
    await world.lab.phone('101').ringing()
    await world.extension.overlay(page).text(/Входящий звонок/)
    expect(await shown()).toEqual([])
    await hide(page, world.extension.id)
    await expect.poll(shown, SOON).toEqual([expect.stringMatching(/^call:answer,clear:/)])
    const [id = ''] = await shown()
    await world.extension.worker().evaluate((id) => fire(chrome.notifications.onButtonClicked, id, 0), id)
    await talks(['101', CLIENT])
    await expect.poll(shown, SOON).toEqual([])
    await caller.hangup()
  })

  test('the browser’s keys answer, hold and end from any page', async () => {
    const press = (name: string) =>
      world.extension.worker().evaluate((name) => fire(chrome.commands.onCommand, name), name)
    const caller = await world.lab.incoming({ from: CLIENT })
    await world.lab.phone('101').ringing()
    const panel = await world.extension.panel()
    await panel.getByText('Входящий звонок').waitFor()
    await press('answer')
    await talks(['101', CLIENT])
    await panel.getByText(/Разговор/).waitFor()
    await press('hold')
    await nobodyTalks()
    await panel.getByText(/На удержании/).waitFor()
    await press('hold')
    await talks(['101', CLIENT])
    await panel.getByText(/Разговор/).waitFor()
    await press('end')
    await caller.ended()
  })

  test('the key «call the number in the field» dials the field one is in', async () => {
    const page = await world.onec()
    await world.card(page)
    const overlay = world.extension.overlay(page)
    await overlay.find('button', /^Позвонить \+7 903 567-78-76$/)
    const values = await page.locator('input').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))
    await page.locator('input').nth(values.indexOf('+7 (903) 567-78-76')).click()
    await world.extension.worker().evaluate(() => fire(chrome.commands.onCommand, 'dial'))
    expect((await world.lab.city.ringing()).state).toBe('ringing')
  })

  test('the panel opens in a window of its own, once', async () => {
    const windows = () => world.extension.context.pages().filter((page) => page.url().endsWith('src/popup/side.html'))
    for (const _ of [1, 2]) {
      const panel = await world.extension.panel()
      await button(panel, 'В отдельном окне').click()
      await expect.poll(() => panel.isClosed(), SOON).toBe(true)
    }
    await expect.poll(windows, SOON).toHaveLength(1)
  })

  test('the panel opens in the browser’s side panel', async () => {
    const panel = await world.extension.panel()
    await button(panel, 'В боковой панели').click()
    const sides = () =>
      world.extension
        .worker()
        .evaluate(async () =>
          (await chrome.runtime.getContexts({})).filter((each) => each.contextType === 'SIDE_PANEL'),
        )
    await expect.poll(async () => (await sides()).length, SOON).toBe(1)
  })

  test('selected text and telephone links dial the number they show; redial repeats it', async () => {
    const page = await world.onec()
    const overlay = world.extension.overlay(page)
    await world.extension
      .worker()
      .evaluate(() => fire(chrome.contextMenus.onClicked, { menuItemId: 'dial', selectionText: ' 8 (926) 555-01-29 ' }))
    await (await world.lab.city.ringing()).answer()
    await talks(['101', CLIENT])
    // While the page takes this call for a live one, it does not dial the same number once more: it has to see it, and its end.
    await overlay.find('dialog')
    await world.lab.reset()
    await overlay.gone('dialog')

    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<a href="tel:+7-926-555-01-29" id="link">Позвонить</a>')
      Object.assign(document.getElementById('link')?.style ?? {}, { position: 'fixed', left: '400px', top: '300px' })
    })
    await page.mouse.click(410, 308)
    await (await world.lab.city.ringing()).answer()
    await talks(['101', CLIENT])
    await world.lab.reset()
    await page.evaluate(() => document.getElementById('link')?.remove())

    const panel = await world.extension.panel()
    await panel.getByText('Звонков сейчас нет').waitFor()
    await panel.getByRole('button', { name: 'Ещё раз +7 926 555-01-29' }).click()
    await (await world.lab.city.ringing()).answer()
    await talks(['101', CLIENT])
  })
})

declare function allNotifications(): Promise<Record<string, boolean>>
declare function fire(event: object, ...args: unknown[]): void

function inLatin(text: string): string {
  const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю'
  const latin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
  return Array.from(text, (letter) => latin[cyrillic.indexOf(letter)] ?? letter).join('')
}
