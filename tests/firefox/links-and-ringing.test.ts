import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Firefox, launchFirefox } from '../support/firefox.ts'
import { FEW_CLIENTS, type Office, OPERATOR, openOffice } from '../support/office.ts'
import { missingSoundServer, openSoundServer, type SoundServer } from '../support/sound-server.ts'

const SOON = { timeout: 30_000, interval: 50 }
const CLIENT = '79265550129'

let office: Office
let firefox: Firefox
let sound: SoundServer | null = null

beforeAll(async () => {
  office = await openOffice('stand', { clients: FEW_CLIENTS })
  if (missingSoundServer === null) sound = await openSoundServer()
  firefox = await launchFirefox({ locale: 'en', ...(sound && { env: sound.env }) })
  await firefox.pair(office.url, await office.server.code(OPERATOR))
})
afterEach(() => office.lab.reset())
afterAll(async () => {
  await firefox?.close()
  sound?.close()
  await office?.close()
})

/** Where a link of this scheme leads, if a person chooses the extension when Firefox asks. */
const handlerOf = (scheme: string) =>
  firefox.privileged(
    `const service = Cc['@mozilla.org/uriloader/external-protocol-service;1'].getService(Ci.nsIExternalProtocolService)
     const all = service.getProtocolHandlerInfo(parameters[0]).possibleApplicationHandlers
     for (let at = 0; at < all.length; at += 1) {
       const each = all.queryElementAt(at, Ci.nsIHandlerApp)
       if (each instanceof Ci.nsIWebHandlerApp && each.uriTemplate.startsWith(parameters[1])) return each.uriTemplate
     }
     return ''`,
    scheme,
    firefox.url(''),
  )

test('Firefox has the extension for a program for tel: and sip: links, which lead to its panel', async () => {
  for (const scheme of ['tel', 'sip']) expect(await handlerOf(scheme)).toBe(firefox.url('src/popup/side.html?tel=%s'))
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
/** What each of them does: `running` is heard. */
const sounds = () =>
  firefox.evaluate(async () => {
    const background = (await browser.runtime.getBackgroundPage()) as Background
    return background.heard?.map(({ state }) => state)
  })

test.skipIf(missingSoundServer)('an incoming call is heard without a click, until it is answered', async () => {
  await firefox.goto(firefox.url('src/popup/side.html'))
  await listen()
  await office.lab.incoming({ from: CLIENT })
  const call = await office.lab.phone(OPERATOR).ringing()
  await expect.poll(sounds, SOON).toEqual(['running'])
  await call.answer()
  await expect.poll(sounds, SOON).toEqual(['closed'])
})

declare const browser: { runtime: { getBackgroundPage(): Promise<Window> } }
