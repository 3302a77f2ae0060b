import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Firefox, launchFirefox } from '../support/firefox.ts'
import { type Office, OPERATOR, openOffice } from '../support/office.ts'

const SOON = { timeout: 15_000, interval: 50 }
const CLIENT = '79265550129'

let office: Office
let firefox: Firefox
let elsewhere: Server

beforeAll(async () => {
  office = await openOffice('stand')
  firefox = await launchFirefox({ locale: 'en' })
  await firefox.pair(office.url, await office.server.code(OPERATOR))
  elsewhere = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><a id="link" href="tel:+7-926-555-01-29">call</a>')
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
})
afterEach(() => office.lab.reset())
afterAll(async () => {
  await firefox?.close()
  elsewhere?.close()
  await office?.close()
})

/** What a person answers when Firefox asks for the first time what to open such links with. */
const chooseTrubka = (scheme: string) =>
  firefox.privileged(
    `const service = Cc['@mozilla.org/uriloader/external-protocol-service;1'].getService(Ci.nsIExternalProtocolService)
     const handler = service.getProtocolHandlerInfo(parameters[0])
     const all = handler.possibleApplicationHandlers
     for (let at = 0; at < all.length; at += 1) {
       const each = all.queryElementAt(at, Ci.nsIHandlerApp)
       if (!(each instanceof Ci.nsIWebHandlerApp) || !each.uriTemplate.startsWith(parameters[1])) continue
       handler.preferredApplicationHandler = each
       handler.preferredAction = Ci.nsIHandlerInfo.useHelperApp
       handler.alwaysAskBeforeHandling = false
       Cc['@mozilla.org/uriloader/handler-service;1'].getService(Ci.nsIHandlerService).store(handler)
       return each.uriTemplate
     }
     return ''`,
    scheme,
    firefox.url(''),
  )

/** Firefox asks of each site whether it may open such links; says yes once the button can be pressed. */
const allowSite = () =>
  firefox.privileged(
    `const [dialog] = gBrowser.getTabDialogBox(gBrowser.selectedBrowser).getTabDialogManager()._dialogs
     const button = dialog?._frame?.contentDocument?.querySelector('dialog')?.getButton('accept')
     if (!button || button.disabled) return false
     button.click()
     return true`,
  )

test('a tel: link of another page opens the panel with its number, and dials when a person says so', async () => {
  expect(await chooseTrubka('tel')).toBe(firefox.url('src/popup/side.html?tel=%s'))
  expect(await chooseTrubka('sip')).toBe(firefox.url('src/popup/side.html?tel=%s'))
  await firefox.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`)
  await firefox.click('#link')
  await expect.poll(allowSite, SOON).toBe(true)
  await firefox.waitFor(() => document.querySelector('.offer-number')?.textContent === '+7 926 555-01-29')
  expect(office.lab.phone(OPERATOR).rang).toHaveLength(0)
  await firefox.waitFor(() => document.querySelector('[data-command="offer-dial"]:enabled') !== null)
  await firefox.click('[data-command="offer-dial"]')
  await (await office.lab.city.ringing()).answer()
  await expect.poll(() => office.lab.conversations(), SOON).toEqual([[OPERATOR, CLIENT]])
})

type Background = Window & { AudioContext: typeof AudioContext; heard?: AudioContext[] }

/** From now on the background's sounds can be looked at, from any page of the extension. */
const listen = () =>
  firefox.evaluate(async () => {
    const background = (await browser.runtime.getBackgroundPage()) as Background
    const heard: AudioContext[] = []
    background.heard = heard
    background.AudioContext = new Proxy(background.AudioContext, {
      construct(target, parameters) {
        const made = Reflect.construct(target, parameters)
        heard.push(made)
        return made
      },
    })
  })
const sounds = () =>
  firefox.evaluate(async () => {
    const background = (await browser.runtime.getBackgroundPage()) as Background
    // A context runs as soon as it may and there is a sound card, which a machine for tests may lack.
    return { may: background.navigator.getAutoplayPolicy('audiocontext'), ...countOf(background.heard ?? []) }

    function countOf(heard: AudioContext[]) {
      return { made: heard.length, closed: heard.filter(({ state }) => state === 'closed').length }
    }
  })

test('an incoming call rings in the background, in no need of a page or a click, until it is answered', async () => {
  await firefox.goto(firefox.url('src/popup/side.html'))
  await listen()
  await office.lab.incoming({ from: CLIENT })
  const ring = await office.lab.phone(OPERATOR).ringing()
  await expect.poll(sounds, SOON).toEqual({ may: 'allowed', made: 1, closed: 0 })
  await ring.answer()
  await expect.poll(sounds, SOON).toEqual({ may: 'allowed', made: 1, closed: 1 })
})

declare const browser: { runtime: { getBackgroundPage(): Promise<Window> } }
declare global {
  interface Navigator {
    /** Firefox alone has it. */
    getAutoplayPolicy(type: 'audiocontext'): 'allowed' | 'allowed-muted' | 'disallowed'
  }
}
