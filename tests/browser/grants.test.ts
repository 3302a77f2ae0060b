import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Extension, launchExtension } from '../../stand/browser/extension.ts'
import type { Stand } from '../../stand/stand.ts'
import { CODE, Peer } from '../support/peer.ts'
import { openStand } from '../support/stand.ts'

let extension: Extension
let peer: Peer
let stand: Stand

beforeAll(async () => {
  peer = await Peer.start()
  stand = await openStand()
  extension = await launchExtension({ locale: 'ru' })
  await extension.pair(peer.url, CODE)
})
afterAll(async () => {
  await extension?.close()
  await stand?.stop()
  await peer?.close()
})

/** The button of a field with one number; several open a menu. */
const DIAL = /^Позвонить \+[\d -]+$/

const card = async () => {
  const page = await extension.open(stand.webClientUrl)
  await page.waitForFunction(() => '__stand' in window)
  await page.evaluate(async () => {
    await window.__stand.openList()
    await window.__stand.selectRow(0)
  })
  return page
}

test('no page is touched before its address is allowed', async () => {
  const page = await card()
  const scripts = await extension.worker().evaluate(() => chrome.scripting.getRegisteredContentScripts())
  expect(scripts).toEqual([])
  expect(await extension.overlay(page).findAll('button', DIAL)).toEqual([])
  await page.close()
})

test('once it is allowed, the page that is already open gets its buttons, and a click dials', async () => {
  const page = await card()
  await extension.grant(stand.origin)
  await page.bringToFront()
  const { name } = await extension.overlay(page).click('button', DIAL)
  await expect.poll(() => peer.askedFor('call.make').length, { timeout: 30_000 }).toBe(1)
  const [number] = /\d[\d ()-]+/.exec(name) ?? ['']
  expect(peer.askedFor('call.make')[0]?.params).toMatchObject({ to: number.replace(/\D/g, '') })
  await page.close()
})

test('a click in a page dials although the worker was killed', async () => {
  const page = await card()
  await extension.overlay(page).find('button', DIAL)
  const before = peer.askedFor('call.make').length
  await extension.killWorker()
  await extension.overlay(page).click('button', DIAL)
  await expect.poll(() => peer.askedFor('call.make').length, { timeout: 30_000 }).toBe(before + 1)
  await page.close()
})
