import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeEach, expect } from 'vitest'
import { jsonOf, parse } from '../../../src/server/ledger/local/line.ts'
import { kindOf } from '../../../stand/data/kinds.ts'
import type { Client } from '../../../stand/data/types.ts'
import type { World } from '../../support/world.ts'

export const SOON = { timeout: 30_000, interval: 20 }
/** The name by which the routing field is known in the stand's card. */
const FIELD = 'ПользовательДляПереключенияЗвонков'

/** Colleagues with a number, as an operator finds them: what is typed, who is chosen. */
export const ANNA = { typed: 'Иванова Ан', name: 'Иванова Анна Сергеевна', number: '103' }
export const PETR = { typed: 'Петров Пё', name: 'Петров Пётр Петрович', number: '102' }
type Colleague = typeof ANNA

/** A client's card, worked as an operator works it. */
export type Card = {
  page: Page
  form: number
  client: Client
  /** The last ten digits of each of its phones. */
  keys: string[]
  /** The rules that send all its phones to this colleague, in any order. */
  rules(to: Colleague | null): string[]
  choose(user: Colleague): Promise<void>
  clear(): Promise<void>
  write(): Promise<void>
  writeAndClose(): Promise<void>
  /** The cross in the form's upper right corner. */
  cross(): Promise<void>
}

/** Cards for the tests of one suite; what one test has made the server write is no news to the next. */
export function useCards(world: () => World): Pick<Cards, 'open' | 'news' | 'written' | 'settled'> {
  let cards: Cards | null = null
  const opened = () => {
    cards ??= new Cards(world())
    return cards
  }
  beforeEach(async () => {
    await opened().news()
  })
  return {
    open: (page) => opened().open(page),
    news: () => opened().news(),
    written: (page) => opened().written(page),
    settled: (page) => opened().settled(page),
  }
}

/** Cards in a world, and what the server was told of them. */
class Cards {
  readonly #world: World
  #next = 0
  #seen = 0

  constructor(world: World) {
    this.#world = world
  }

  /** A card that no test has touched before, once the extension has seen it. */
  async open(page: Page): Promise<Card> {
    const client = this.#untouched()
    const form = await page.evaluate((ref) => window.__stand.openCard(ref), client.ref)
    const keys = phonesOf(client).map(keyOf)
    const [first = ''] = keys
    await this.#world.extension.overlay(page).find('button', new RegExp(first.split('').join('[ -]?')))
    return cardOf(page, form, client, keys)
  }

  /** The rules written since the last time it was asked: a list of lines for each write. Sorted, since order says nothing. */
  async news(): Promise<string[][]> {
    const all = await rulesWritten(this.#world)
    const news = all.slice(this.#seen)
    this.#seen = all.length
    return news.map((lines) => lines.toSorted())
  }

  /** Waits until rules are written, and for anything that comes after them; gives all since the last time. */
  async written(page: Page): Promise<string[][]> {
    await expect.poll(async () => (await rulesWritten(this.#world)).length, SOON).toBeGreaterThan(this.#seen)
    return this.settled(page)
  }

  /**
   * All rules since the last time, once none can be on its way. A card written by 1C's own code is told later than any
   * other: whatever came before it would have come before its rules.
   */
  async settled(page: Page): Promise<string[][]> {
    await page.evaluate(() => window.__stand.set({ save: 'ok', asterisk: 'shown' }))
    const last = await this.open(page)
    const { name } = ANNA
    const { ref } = this.#world.stand.base.employeeWithNumber(ANNA.number)
    await page.evaluate(
      ([form, user]) => {
        window.__stand.setRouting(form, user)
        window.__stand.write(form)
      },
      [last.form, { ref, name, internal: ANNA.number }] as const,
    )
    const mark = last.rules(ANNA).join()
    const isMark = (lines: string[]) => lines.toSorted().join() === mark
    await expect.poll(async () => (await rulesWritten(this.#world)).some(isMark), SOON).toBe(true)
    return (await this.news()).filter((lines) => !isMark(lines))
  }

  /** All its phones are plain numbers of eleven digits, so that a test knows the rules without reading phones itself. */
  #untouched(): Client {
    const { clients } = this.#world.stand.base
    for (;;) {
      const client = clients[this.#next++]
      if (!client) throw new Error('the stand has no more clients')
      const phones = phonesOf(client)
      const plain = phones.length > 0 && phones.every((text) => /^[78]\d{10}$/.test(text.replace(/\D/g, '')))
      const shared = phones.some((text) => this.#world.stand.base.clientsWithNumber(text).length !== 1)
      if (plain && !shared && !client.deleted && client.routing === '') return client
    }
  }
}

/** Every `rules.written` of the server's ledger, in order. */
async function rulesWritten(world: World): Promise<string[][]> {
  const log = await readFile(join(world.server.dataFolder, 'ledger', 'ledger.log'))
  const entries = log
    .toString('latin1')
    .split('\n')
    .map((line) => {
      const json = jsonOf(Buffer.from(line, 'latin1'))
      return json && parse(json)
    })
  return entries.flatMap((entry) => (entry?.record.type === 'rules.written' ? [entry.record.lines] : []))
}

const phonesOf = (client: Client): string[] =>
  client.contacts.filter(({ kind }) => kindOf(kind).type === 'Телефон').map(({ text }) => text)

const keyOf = (text: string): string => text.replace(/\D/g, '').slice(-10)

function cardOf(page: Page, form: number, client: Client, keys: string[]): Card {
  const press = (name: string) => page.locator(`#form${form}_${name}`).click()
  return {
    page,
    form,
    client,
    keys,
    rules: (to) => keys.map((key) => `${key}=${to?.number ?? ''}`).toSorted(),
    async choose({ typed, name }) {
      await page.locator(`#form${form}_${FIELD}_i0`).click()
      await page.keyboard.press('Control+a')
      await page.keyboard.type(typed)
      // By keys: the list may drop below the window's edge. That of a part of what is typed may drop before, with others.
      const dropped = async () => {
        const texts = await page.locator('#editDropDown .eddText').allTextContents()
        // 1C may write spaces that are not to be broken.
        const names = texts.map((text) => text.replaceAll('\u00a0', ' '))
        return names[0]?.includes(name) === true && names.every((each) => each.includes(typed))
      }
      await expect.poll(dropped, SOON).toBe(true)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    },
    clear: () => press(`${FIELD}_CLR`),
    write: () => press('ФормаЗаписать'),
    writeAndClose: () => press('ФормаЗаписатьИЗакрыть'),
    cross: () => page.locator('.page:not([style*="none"]) .toplineClose').click(),
  }
}

/** Presses a button of the question that 1C asks. */
export async function answer(page: Page, caption: string): Promise<void> {
  await page.locator('.psWindow .press', { hasText: caption }).click()
}
