import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Firefox, launchFirefox } from '../support/firefox.ts'
import { FEW_CLIENTS, type Office, OPERATOR, openOffice } from '../support/office.ts'

const SOON = { timeout: 30_000, interval: 50 }
const CLIENT = 'ООО «Ромашка»'
const CALLER = { from: '79265550129', name: 'Петрова Мария Ивановна' }

let office: Office
let firefox: Firefox

beforeAll(async () => {
  office = await openOffice('stand', { clients: FEW_CLIENTS })
  // Russian needs a language pack that not every machine has.
  firefox = await launchFirefox({ locale: 'en' })
  await firefox.pair(office.url, await office.server.code(OPERATOR))
  await firefox.grant(office.stand.origin)
})
afterEach(async () => {
  await office.lab.reset()
  await firefox.evaluate(faultsToldBy)
})
afterAll(async () => {
  await firefox?.close()
  await office?.close()
})

/** Runs in the page, which may be one of the extension's: looks once more for what must not be done to 1C. */
function faultsToldBy(): void {
  const page: Partial<Pick<Window, '__stand'>> = window
  page.__stand?.faults()
}

const openPanel = async () => {
  await firefox.goto(firefox.url('src/popup/side.html'))
  await firefox.waitFor(() => document.querySelector('.self-number') !== null)
}
const panelText = () => firefox.evaluate(() => document.body.innerText)

const openCard = async () => {
  await firefox.goto(`${office.stand.webClientUrl}?pace=fast`)
  await firefox.waitFor(() => document.querySelector('html[data-stand-ready]') !== null)
  await firefox.evaluate((ref) => window.__stand.openCard(ref), office.stand.base.clientNamed(CLIENT).ref)
}
/** Dials the client from the card, who answers. */
const talk = async () => {
  await openCard()
  await firefox.clickOverlay('button', /^Call \+7 903 567-78-76$/)
  const client = await office.lab.city.ringing()
  await client.answer()
  await expect.poll(() => office.lab.conversations(), SOON).toEqual([[OPERATOR, '79035677876']])
  await expect.poll(() => firefox.overlayText(), SOON).toMatch(/Talking 0:\d\d/)
  return client
}
const callIsShown = async () => {
  await office.lab.incoming(CALLER)
  const ring = await office.lab.phone(OPERATOR).ringing()
  await expect.poll(() => firefox.overlayText(), SOON).toContain(CALLER.name)
  expect(ring.state).toBe('ringing')
}
const signedIn = () => office.server.log().split('"signed in"').length - 1

test('paired by a code, the sidebar shows who is signed in', async () => {
  await openPanel()
  const { name } = office.stand.base.employees.find(({ internal }) => internal === OPERATOR) ?? { name: 'nobody' }
  for (const part of [name, `extension ${OPERATOR}`, 'No calls now']) expect(await panelText()).toContain(part)
  expect(await firefox.evaluate(() => document.querySelectorAll('.t-notice').length)).toBe(0)
})

test('a colleague found by name is called', async () => {
  await openPanel()
  await firefox.fill('[data-field="dial"]', 'иванова анна')
  await firefox.click('[role="option"]')
  await (await office.lab.phone('103').ringing()).answer()
  await expect.poll(() => office.lab.conversations(), SOON).toEqual([[OPERATOR, '103']])
})

test('a click beside a phone in 1C is a conversation, and hanging up in the page ends it', async () => {
  const client = await talk()
  await firefox.clickOverlay('button', /^End$/)
  await client.ended()
  await expect.poll(() => office.lab.conversations(), SOON).toEqual([])
})

test('the page says who calls before it is answered, and answers', async () => {
  await openCard()
  await callIsShown()
  await firefox.clickOverlay('button', /^Answer$/)
  await expect.poll(() => office.lab.conversations(), SOON).toEqual([[OPERATOR, CALLER.from]])
})

test('the browser stops the background in mid-call: the call is shown until it ends, and so is the next', async () => {
  const client = await talk()
  const before = signedIn()
  await firefox.stopBackground()
  await expect.poll(signedIn, SOON).toBe(before + 1)
  await expect.poll(() => firefox.overlayText(), SOON).toMatch(/Talking 0:\d\d/)
  await client.hangup()
  await expect.poll(() => firefox.overlayText(), SOON).not.toContain('Talking')
  await callIsShown()
})

test('the server is restarted in mid-call: the call is shown until it ends, and so is the next', async () => {
  const client = await talk()
  const before = signedIn()
  await office.server.restart()
  await expect.poll(signedIn, { timeout: 30_000 }).toBe(before + 1)
  await expect.poll(() => firefox.overlayText(), SOON).toMatch(/Talking 0:\d\d/)
  await client.hangup()
  await expect.poll(() => firefox.overlayText(), SOON).not.toContain('Talking')
  await callIsShown()
})
