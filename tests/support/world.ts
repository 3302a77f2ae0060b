import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Extension, type LaunchOptions, launchExtension } from '../../stand/browser/extension.ts'
import { watchPages } from './faults.ts'
import { healthOf } from './health.ts'
import { missingFor } from './lab.ts'
import { FEW_CLIENTS, type Office, type OfficeOptions, OPERATOR, openOffice } from './office.ts'
import { onceMore } from './once-more.ts'

/** Everything at once: the office, and a browser in which operator 101 (or `operator`) is paired. */
export type World = Office & {
  extension: Extension
  /** A tab with 1C's web client; `query` sets the stand's switches. */
  onec(query?: string): Promise<Page>
  /** Opens a client's card in a tab of 1C; resolves with the form's number. */
  card(page: Page, client?: string): Promise<number>
}

/**
 * `wizard`: it opens when a client is answered, as it is set at first; elsewhere it would lie over what is tested.
 * `operator`: whose browser it is, instead of the default operator's.
 */
export type WorldOptions = LaunchOptions & Pick<OfficeOptions, 'base'> & { wizard?: boolean; operator?: string }

const SOON = { timeout: 30_000, interval: 20 }

export async function openWorld(pbx: 'stand' | 'asterisk', options: WorldOptions = {}): Promise<World> {
  // Beside each other, since each waits for something else most of the time.
  const opening = openOffice(pbx, { clients: FEW_CLIENTS, ...(options.base !== undefined && { base: options.base }) })
  const launching = launchExtension(options)
  const close = async () => {
    // The browser first: the server's end would only make it try again.
    for (const each of [launching, opening])
      await each.then((opened) => opened.close()).catch((error: unknown) => console.error(error))
  }
  try {
    const [office, extension] = await Promise.all([opening, launching])
    const { stand, server } = office
    watchPages(extension.context, stand, extension.id)
    const [code] = await Promise.all([server.code(options.operator ?? OPERATOR), extension.allow(stand.origin)])
    await extension.pair(office.url, code)
    await extension.grant(stand.origin)
    if (!options.wizard) await withoutWizard(extension)
    return {
      ...office,
      extension,
      onec: async (query = '') => {
        const page = await extension.open(`${stand.webClientUrl}?pace=fast&${query}`)
        await page.waitForSelector('html[data-stand-ready]')
        return page
      },
      card: (page, client = 'ООО «Ромашка»') =>
        page.evaluate((ref) => window.__stand.openCard(ref), stand.base.clientNamed(client).ref),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * A world for the tests of one suite: opened before them and closed after them; between them calls end and tabs are
 * closed.
 */
export function useWorld(pbx: 'stand' | 'asterisk', options: WorldOptions = {}): () => World {
  let opened: World | null = null
  const world = () => {
    if (!opened) throw new Error('the world is open only while tests run')
    return opened
  }
  beforeAll(async () => {
    opened = await onceMore('a world', () => openWorld(pbx, options))
  })
  afterEach(async () => {
    for (const page of world().extension.context.pages().slice(1)) await page.close()
    await world().lab.reset()
  })
  afterAll(() => opened?.close())
  return world
}

async function withoutWizard(extension: Extension): Promise<void> {
  const page = await extension.options()
  await page.locator('input[name="wizard"]').uncheck()
  await vi.waitFor(async () => expect(await preferencesOf(extension)).toMatchObject({ wizard: false }), SOON)
  await page.close()
}

/** What has been chosen in the settings, as the browser has kept it: what a page shows may be on its way still. */
export async function preferencesOf(extension: Extension): Promise<unknown> {
  const { habits } = await extension.worker().evaluate(() => chrome.storage.local.get('habits'))
  return typeof habits === 'object' && habits !== null && 'preferences' in habits ? habits.preferences : null
}

/** Waits until the server hears its PBX. */
export async function pbxLinked({ server }: World): Promise<void> {
  await expect.poll(() => healthOf(server), SOON).toMatchObject({ pbx: 'up' })
}

/** The same tests on the stand's PBX and on a real Asterisk with SIP phones. */
export async function onBothPbxs(title: string, tests: (pbx: 'stand' | 'asterisk') => void): Promise<void> {
  describe(`${title}, on the stand's PBX`, () => tests('stand'))
  const missing = await missingFor('asterisk')
  describe(`${title}, on a real Asterisk`, () => {
    if (missing === null) tests('asterisk')
    else test.skipIf(!process.env.CI)(`runs (${missing})`, () => expect.fail(missing))
  })
}
