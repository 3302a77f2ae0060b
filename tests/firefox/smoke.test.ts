import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Firefox, launchFirefox } from '../support/firefox.ts'
import { CODE, Peer } from '../support/peer.ts'

let firefox: Firefox
let peer: Peer

beforeAll(async () => {
  peer = await Peer.start()
  // Russian needs a language pack that not every machine has.
  firefox = await launchFirefox({ locale: 'en' })
  await firefox.pair(peer.url, CODE)
})
afterAll(async () => {
  await firefox?.close()
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

test('a 1C address is allowed by the button of the options', async () => {
  await firefox.grant('http://127.0.0.1:8080/base/')
  expect(await firefox.evaluate(() => document.querySelector('.sites')?.textContent)).toContain('http://127.0.0.1')
})
