import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { panelWords } from '../../src/ui/words/panel.ts'
import { OPERATOR } from '../support/office.ts'
import { useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }
const PHONE = '+7 (903) 567-78-76'
const DIALOG = /^Указать поле$/
/** The background speaks the language of the system, whatever that of the test's pages. */
const NO_NUMBER = new RegExp(`^(${panelWords.ru.selectedNothing}|${panelWords.en.selectedNothing})$`)
const NO_PHONE = /Ваш телефон не в сети|Your phone is offline/

describe('In the browser’s own menu', () => {
  const world = useWorld('stand')
  beforeAll(async () => {
    await world()
      .extension.worker()
      .evaluate(() => {
        const texts: string[] = []
        const { notifications } = chrome
        const create = notifications.create.bind(notifications) as (...args: unknown[]) => unknown
        // The browser tells which notifications there are, but not what they say.
        const noted = (id: string, options: { message: string }, ...more: unknown[]) => {
          texts.push(options.message)
          return create(id, options, ...more)
        }
        Object.assign(notifications, { create: noted })
        Object.assign(globalThis, {
          toldTexts: () => texts.splice(0),
          // What the browser does when a person presses what no test can reach.
          pressEntry: (info: object, tab: object) =>
            (chrome.contextMenus.onClicked as unknown as { dispatch: (info: object, tab: object) => void }).dispatch(
              info,
              tab,
            ),
        })
      })
  })

  /** As the browser does: an entry is pressed in the tab in front, with what is selected there. */
  const press = async (entry: 'dial' | 'point', page: Page) => {
    await page.bringToFront()
    const selectionText = await page.evaluate(() => {
      const field = document.activeElement
      return field instanceof HTMLInputElement
        ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)
        : String(getSelection())
    })
    await world()
      .extension.worker()
      .evaluate(
        async ({ menuItemId, selectionText, url }) => {
          const tabs = await chrome.tabs.query({})
          const tab = tabs.find((each) => each.url === url)
          if (!tab) throw new Error('the page has no tab')
          pressEntry({ menuItemId, selectionText }, tab)
        },
        { menuItemId: entry, selectionText, url: page.url() },
      )
  }
  const told = () =>
    world()
      .extension.worker()
      .evaluate(() => toldTexts())
  const card = async () => {
    const page = await world().onec()
    await world().card(page)
    await world()
      .extension.overlay(page)
      .find('button', /^Позвонить /)
    return page
  }
  /** Selects all that stands in the field of the card which shows this. */
  const select = async (page: Page, text: string) => {
    const inputs = page.locator('.page:not([style*="none"]) input')
    const values = await inputs.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))
    await inputs.nth(values.indexOf(text)).click()
    await page.keyboard.press('Control+a')
  }

  test('there are both entries', async () => {
    const has = (entry: string) =>
      world()
        .extension.worker()
        .evaluate(async (id) => {
          try {
            await chrome.contextMenus.update(id, {})
            return true
          } catch {
            return false
          }
        }, entry)
    // Made when the site is granted, which a test need not see the end of.
    await expect.poll(() => has('dial'), SOON).toBe(true)
    await expect.poll(() => has('point'), SOON).toBe(true)
    expect(await has('another')).toBe(false)
  })

  test('a selected number is dialled', async () => {
    const page = await card()
    await select(page, PHONE)
    await press('dial', page)
    await (await world().lab.city.ringing()).answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([[OPERATOR, '79035677876']])
    expect(await told()).toEqual([])
  })

  test('of a selection without a number it is said that there is none, and nothing is dialled', async () => {
    const page = await card()
    await select(page, 'ООО «Ромашка»')
    await press('dial', page)
    await expect.poll(told, SOON).toEqual([expect.stringMatching(NO_NUMBER)])
    // What is dialled next would come after it.
    await select(page, PHONE)
    await press('dial', page)
    await world().lab.city.ringing()
    expect(world().lab.city.rang).toHaveLength(1)
    expect(await told()).toEqual([])
  })

  test('of a number that cannot be called it is said why', async () => {
    const page = await card()
    await world().lab.phone(OPERATOR).unregister()
    try {
      await select(page, PHONE)
      await press('dial', page)
      await expect.poll(told, SOON).toEqual([expect.stringMatching(NO_PHONE)])
    } finally {
      await world().lab.phone(OPERATOR).register()
    }
  })

  test('«Указать поле» begins in the tab where it was pressed, and in no other', async () => {
    const other = await world().onec()
    const page = await world().onec('rows=replace')
    const pointing = (tab: Page) => world().extension.overlay(tab).findAll('dialog', DIALOG)
    await press('point', page)
    await world().extension.overlay(page).find('dialog', DIALOG)
    expect(await pointing(other)).toEqual([])
    await page.keyboard.press('Escape')
    await world().extension.overlay(page).gone('dialog', DIALOG)
  })
})

declare function toldTexts(): string[]
declare function pressEntry(info: object, tab: object): void
