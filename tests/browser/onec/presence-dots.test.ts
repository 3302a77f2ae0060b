import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'
import { ANNA } from '../overlay/cards.ts'

const SOON = { timeout: 30_000, interval: 50 }
const DOT = new RegExp(`^${ANNA.name}: `)
const FREE = new RegExp(`^${ANNA.name}: свободен$`)

describe('Beside the name of a colleague', () => {
  const world = useWorld('stand', { viewport: { width: 1400, height: 950 } })
  afterEach(async () => {
    await world().lab.phone(ANNA.number).register()
    world().lab.phone(ANNA.number).autoAnswer = true
  })

  /** The card of the client whose «Ответственный» is Anna. */
  const card = async () => {
    const page = await world().onec()
    const form = await world().card(page)
    const overlay = world().extension.overlay(page)
    await overlay.find('image', FREE)
    return { page, form, overlay }
  }
  const lies = async (page: Page, selector: string, name: RegExp) => {
    const field = await page.locator(selector).boundingBox()
    const dots = await world().extension.overlay(page).findAll('image', name)
    return dots.some(
      ({ box }) =>
        box &&
        field &&
        box.x >= field.x &&
        box.x + box.width <= field.x + field.width &&
        box.y >= field.y &&
        box.y + box.height <= field.y + field.height,
    )
  }

  test('a dot tells how the line is: free, ringing, talking and with whom, free again, not on the network', async () => {
    const { page, form, overlay } = await card()
    await expect.poll(() => lies(page, `#form${form}_Ответственный_div`, FREE), SOON).toBe(true)

    const phone = world().lab.phone(ANNA.number)
    phone.autoAnswer = false
    const call = await world().lab.phone('102').dial(ANNA.number)
    await overlay.find('image', new RegExp(`^${ANNA.name}: звонит телефон$`))
    await (await phone.ringing()).answer()
    await overlay.find('image', new RegExp(`^${ANNA.name}: говорит с `))
    await call.hangup()
    await overlay.find('image', FREE)
    await phone.unregister()
    await overlay.find('image', new RegExp(`^${ANNA.name}: не в сети$`))
  })

  test('chosen in «Переключение звонков на», a dot comes at once and goes when the field is cleared', async () => {
    const { page, form, overlay } = await card()
    const field = `#form${form}_ПользовательДляПереключенияЗвонков_div`
    expect(await lies(page, field, DOT)).toBe(false)
    await page.evaluate(([n, user]) => window.__stand.setRouting(n, user), [
      form,
      { ref: world().stand.base.employeeWithNumber(ANNA.number).ref, name: ANNA.name, internal: ANNA.number },
    ] as const)
    await expect.poll(() => lies(page, field, FREE), SOON).toBe(true)
    await page.evaluate((n) => window.__stand.setRouting(n, null), form)
    await expect.poll(() => lies(page, field, DOT), SOON).toBe(false)
    // That of the responsible one stays.
    await overlay.find('image', FREE)
  })

  test('in a list, each row has the dot of the colleague it names, also after a page down', async () => {
    const page = await world().onec()
    await page.evaluate(() => window.__stand.openList())
    const overlay = world().extension.overlay(page)
    await overlay.find('image', DOT)
    const eachAtItsOwn = async () => {
      const cells = await responsibleCells(page)
      const dots = await overlay.findAll('image', /: (?:свободен|не в сети|говорит|звонит)/)
      const found = cells.map(({ top, bottom, text }) => {
        const own = dots.filter(({ box }) => box && box.y >= top && box.y + box.height <= bottom)
        return own.length > 0 && own.every(({ name }) => name.startsWith(`${text}: `))
          ? 'its own'
          : `${text}: ${own.length}`
      })
      // Not everybody has a line that the PBX tells of; but nobody has another's.
      const others = found.filter((each) => each !== 'its own' && !each.endsWith(': 0'))
      return { others, own: found.filter((each) => each === 'its own').length > 0 }
    }
    await expect.poll(eachAtItsOwn, SOON).toEqual({ others: [], own: true })
    const before = await responsibleCells(page)
    await page.locator('.gridBody .gridBoxText').first().click()
    await page.keyboard.press('PageDown')
    await expect.poll(() => responsibleCells(page), SOON).not.toEqual(before)
    await expect.poll(eachAtItsOwn, SOON).toMatchObject({ others: [] })
  })

  test('nothing is said while the server is away: what was known then may be wrong now', async () => {
    const { overlay } = await card()
    await world().server.stop()
    await overlay.gone('image', DOT)
    await world().server.restart()
    await overlay.find('image', FREE, 30_000)
  })
})

type Cell = { top: number; bottom: number; text: string }

const responsibleCells = (page: Page): Promise<Cell[]> =>
  page.evaluate(() => {
    const cells: Cell[] = []
    for (const grid of document.querySelectorAll('.grid')) {
      const head = [...grid.querySelectorAll('.gridHead [colindex]')].find((box) => box.textContent === 'Ответственный')
      const index = head?.getAttribute('colindex')
      if (!grid.checkVisibility() || index === null || index === undefined) continue
      const seen = grid.getBoundingClientRect()
      for (const box of grid.querySelectorAll(`.gridBody [colindex="${index}"]`)) {
        const { left, right, top, bottom } = box.getBoundingClientRect()
        if (Math.min(right, seen.right) - left > 40) cells.push({ top, bottom, text: box.textContent?.trim() ?? '' })
      }
    }
    return cells
  })
