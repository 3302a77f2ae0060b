import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Stand } from '../../stand/stand.ts'
import { type Firefox, launchFirefox } from '../support/firefox.ts'
import { CODE, Peer } from '../support/peer.ts'
import { openStand } from '../support/stand.ts'

let firefox: Firefox
let peer: Peer
let stand: Stand

beforeAll(async () => {
  peer = await Peer.start()
  stand = await openStand()
  // Russian needs a language pack that not every machine has.
  firefox = await launchFirefox({ locale: 'en' })
  await firefox.pair(peer.url, CODE)
})
afterAll(async () => {
  await firefox?.close()
  await stand?.stop()
  await peer?.close()
})

const openPanel = async () => {
  await firefox.goto(firefox.url('src/popup/side.html'))
  await firefox.waitFor(() => document.querySelector('.self-number') !== null)
}

test('the sidebar shows who is signed in', async () => {
  await openPanel()
  expect(await firefox.evaluate(() => document.body.innerText)).toContain('extension 101')
  expect(await firefox.evaluate(() => document.body.innerText)).toContain('No calls now')
})

test('a colleague found by name is called', async () => {
  await openPanel()
  await firefox.fill('[data-field="dial"]', 'петр')
  await firefox.click('[role="option"]')
  await expect.poll(() => peer.askedFor('call.make').at(-1)?.params).toMatchObject({ to: '103' })
})

test('after the browser has stopped the background, the next click brings it back', async () => {
  await openPanel()
  const before = peer.connections
  await firefox.stopBackground()
  await expect.poll(() => peer.connections, { timeout: 15_000 }).toBeGreaterThan(before)
  await firefox.fill('[data-field="dial"]', '8 903 567-78-76')
  await firefox.click('[role="option"]')
  await expect
    .poll(() => peer.askedFor('call.make').at(-1)?.params, { timeout: 10_000 })
    .toMatchObject({ to: '79035677876' })
})

test('a 1C address is allowed by the options, and a click beside a phone in 1C dials it', async () => {
  await firefox.grant(stand.origin)
  await firefox.goto(stand.webClientUrl)
  await firefox.waitFor(() => '__stand' in window)
  await firefox.evaluate(async () => {
    // A test's script sees a page's own objects only through `wrappedJSObject`.
    const page = (window as unknown as { wrappedJSObject?: Window }).wrappedJSObject ?? window
    await page.__stand.openList()
    await page.__stand.selectRow(0)
  })
  const before = peer.askedFor('call.make').length
  await firefox.clickOverlay('button', /^Call \+[\d -]+$/)
  await expect.poll(() => peer.askedFor('call.make').length, { timeout: 10_000 }).toBe(before + 1)
})
