import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findNumbers } from '../../../src/phone/find.ts'
import { kindOf } from '../../../stand/data/kinds.ts'
import type { ContactLine } from '../../../stand/data/types.ts'
import type { ObjectKind } from '../../../stand/webclient/wire.ts'
import { dialled } from '../../support/dialled.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const CLIENT = 'ООО «Ромашка»'
const CARD = ['5550125', '74995550123', '79035677876', '79035677877 79165550124']
const CALL = ['79265550129']
/** His number stands in an ordinary phone of his card. */
const USER = 25

describe('Every form that shows phones has a button at each, and at nothing else', () => {
  const world = useWorld('stand', { viewport: { width: 1400, height: 950 } })

  const open = async (kind: ObjectKind, query = '', over?: boolean): Promise<{ page: Page; form: number }> => {
    const page = await world().onec(query)
    return { page, form: await show(page, kind, over) }
  }
  const show = (page: Page, kind: ObjectKind, over?: boolean) => {
    const { base } = world().stand
    const client = base.clientNamed(CLIENT)
    const objects = {
      client,
      person: base.personsOf(client.ref)[0],
      user: base.employees[USER],
      call: base.calls[0],
      interest: base.crm.interests[0],
      article: base.crm.articles[0],
    }
    const ref = objects[kind]?.ref ?? ''
    return page.evaluate(([k, r, floating]) => window.__stand.open(k, r, floating), [kind, ref, over] as const)
  }
  const expectButtons = (page: Page, wanted: string[]) =>
    expect.poll(() => dialled(world(), page), SOON).toEqual(wanted)
  const phonesOf = (contacts: readonly ContactLine[]) =>
    contacts
      .filter(({ kind }) => kindOf(kind).type === 'Телефон')
      .map(({ text }) => findNumbers(text).map(({ digits }) => digits))
      .map((numbers) => numbers.join(' '))
      .toSorted()

  test.each(['', 'colons=off&spaces=nbsp', 'captions=text-node', 'forms=window', 'forms=window&windows=top'])(
    'the client card (%s)',
    async (query) => {
      const { page } = await open('client', query)
      await expectButtons(page, CARD)
    },
  )

  test.each(['', 'forms=window', 'forms=window&modal=none', 'colons=off'])('the contact person (%s)', async (query) => {
    const { page } = await open('person', query)
    await expectButtons(page, CALL)
  })

  test.each(['', 'forms=window'])('the phone call (%s)', async (query) => {
    const { page } = await open('call', query)
    await expectButtons(page, CALL)
  })

  test.each(['deferred=on', 'deferred=off'])(
    'the user: none before the page of phones is opened (%s)',
    async (query) => {
      const { page, form } = await open('user', query)
      const phones = phonesOf(world().stand.base.employees[USER]?.contacts ?? [])
      expect(phones).toContain('126')
      await page.locator(`#form${form}_Подразделение_i0`).waitFor()
      expect(await dialled(world(), page)).toEqual([])
      await page.locator(`#thpage_form${form}_КонтактнаяИнформация`).click()
      await expectButtons(page, phones)
      await page.locator(`#thpage_form${form}_Главное`).click()
      await expectButtons(page, [])
    },
  )

  test('in English', async () => {
    const page = await world().extension.open(`${world().stand.webClientEnglishUrl}?pace=fast`)
    await page.waitForSelector('html[data-stand-ready]')
    await show(page, 'call')
    await expectButtons(page, CALL)
    await show(page, 'person')
    await expectButtons(page, CALL)
    await show(page, 'client')
    await expectButtons(page, CARD)
  })

  test('two cards of one kind: each shows its own', async () => {
    const { page } = await open('client')
    const other = world().stand.base.clients[1]
    await page.evaluate((ref) => window.__stand.openCard(ref), other?.ref ?? '')
    await expectButtons(page, phonesOf(other?.contacts ?? []))
    await page.locator('.openedItem', { hasText: CLIENT }).click()
    await expectButtons(page, CARD)
  })

  test('a window over a card: the buttons below it are not on top of it', async () => {
    const { page } = await open('client')
    await expectButtons(page, CARD)
    await show(page, 'person', true)
    const box = await page.locator('.psWindow').boundingBox()
    if (!box) throw new Error('no window')
    const inWindow = async () => {
      const buttons = await world()
        .extension.overlay(page)
        .findAll('button', /^Позвонить /u)
      return buttons.flatMap(({ box: at, name }) => {
        if (!at) return []
        const inside = at.x > box.x && at.x < box.x + box.width && at.y > box.y && at.y < box.y + box.height
        return inside ? [name] : []
      })
    }
    await expect.poll(inWindow, SOON).toEqual(['Позвонить +7 926 555-01-29'])
  })

  test('a row that was added, once a number is typed into it', async () => {
    const { page, form } = await open('client')
    await expectButtons(page, CARD)
    await page.locator(`#form${form}_КонтактнаяИнформацияДобавитьПолеВводаГруппаКонтактнаяИнформация`).click()
    await page.locator('.submenuText', { hasText: /^Рабочий телефон$/ }).click()
    await page.locator(`input[id^="form${form}_КонтактнаяИнформацияПоле5f3c0c13"]`).nth(1).click()
    await page.keyboard.type('89161112233')
    await page.keyboard.press('Tab')
    await expectButtons(page, [...CARD, '79161112233'].toSorted())
  })

  test.each(['heads=storeys', 'cells=text-node', 'rows=replace&cells=text-node', 'preview=at-once'])(
    'the list (%s): the first client’s phones, in the list and in the preview',
    async (query) => {
      const page = await world().onec(query)
      await page.evaluate(() => window.__stand.openList())
      const first = '79035677876 74995550123'
      await expect
        .poll(async () => (await dialled(world(), page)).filter((each) => each === first).length, SOON)
        .toBe(2)
    },
  )

  test('a list without a head tells nobody what its columns mean', async () => {
    const page = await world().onec('heads=none')
    await page.evaluate(() => window.__stand.openList())
    // The preview has captions of its own.
    await expect.poll(async () => (await dialled(world(), page)).length, SOON).toBe(2)
  })
})
