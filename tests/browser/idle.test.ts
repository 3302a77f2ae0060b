import { describe, expect, test } from 'vitest'
import { findFirefox, launchFirefox } from '../support/firefox.ts'
import { FEW_CLIENTS, type Office, OPERATOR, openOffice } from '../support/office.ts'
import { launchUnattended } from '../support/unattended.ts'

/** Both browsers stop an extension's background when it has been idle for 30 s. */
const IDLE_MS = 40_000

/**
 * Runs in a page of the extension. Its alarm each half minute is there to revive a stopped background; by its timing it
 * would often also keep one awake that does nothing for it, and hide that.
 */
async function clearAlarms(): Promise<void> {
  await chrome.alarms.clearAll()
}

/**
 * The one socket that is open now is still open, and no other has come, after a while in which nobody does anything.
 * Seen from the server's side, because looking at a background keeps it alive.
 */
async function staysConnected({ network, server }: Office): Promise<void> {
  const picture = () => ({
    open: network.open,
    opened: network.opened,
    signedIn: server.log().split('"signed in"').length - 1,
  })
  await expect.poll(picture).toEqual({ open: 1, opened: expect.any(Number), signedIn: 1 })
  const before = picture()
  for (let waited = 0; waited < IDLE_MS; waited += 1000) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(picture(), `after ${waited / 1000 + 1} s`).toEqual(before)
  }
}

// The waiting is the point here; both wait at once.
describe.concurrent('With nobody looking, and nothing open but an empty tab, the background stays with the server', () => {
  test('in Chromium', async () => {
    const office = await openOffice('stand', { clients: FEW_CLIENTS })
    const chromium = await launchUnattended()
    try {
      await chromium.attended(async (extension) => {
        await extension.pair(office.url, await office.server.code(OPERATOR))
        await extension.grant(office.stand.origin)
        const options = await extension.options()
        await options.evaluate(clearAlarms)
        await options.close()
      })
      await staysConnected(office)
    } finally {
      await chromium.close()
      await office.close()
    }
  })

  test.skipIf(findFirefox() === null)('in Firefox', async () => {
    const office = await openOffice('stand', { clients: FEW_CLIENTS })
    const firefox = await launchFirefox({ locale: 'en' })
    try {
      await firefox.pair(office.url, await office.server.code(OPERATOR))
      await firefox.grant(office.stand.origin)
      await firefox.goto(firefox.url('src/options/index.html'))
      await firefox.evaluate(clearAlarms)
      await firefox.goto('about:blank')
      firefox.leave()
      await staysConnected(office)
    } finally {
      await firefox.close()
      await office.close()
    }
  })
})
