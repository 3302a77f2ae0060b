import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { type Extension, type LaunchOptions, launchExtension } from '../../stand/browser/extension.ts'
import { type RunningServer, startServer } from '../../stand/cti-server.ts'
import type { Stand } from '../../stand/stand.ts'
import { openAsteriskLab } from './asterisk-lab.ts'
import { missingFor } from './lab.ts'
import { openPausable, type Pausable } from './pausable.ts'
import type { PhoneLab } from './phone-lab.ts'
import { openStand } from './stand.ts'
import { openStandLab } from './stand-lab.ts'

/** Everything at once: a PBX with phones, 1C, the built CTI server, and a browser in which operator 101 is paired. */
export type World = {
  lab: PhoneLab
  stand: Stand
  server: RunningServer
  extension: Extension
  /** What lies between the browser and the server. */
  network: Pausable
  /** A tab with 1C's web client; `query` sets the stand's switches. */
  onec(query?: string): Promise<Page>
  /** Opens a client's card in a tab of 1C; resolves with the form's number. */
  card(page: Page, client?: string): Promise<number>
  close(): Promise<void>
}

export const OPERATOR = '101'

export async function openWorld(pbx: 'stand' | 'asterisk', options: LaunchOptions = {}): Promise<World> {
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(error))
  }
  try {
    const lab = await (pbx === 'stand' ? openStandLab() : openAsteriskLab())
    undo.push(() => lab.close())
    const stand = await openStand()
    undo.push(() => stand.stop())
    const server = await startServer({ ami: lab.ami, stand: stand.origin })
    undo.push(() => server.close())
    const extension = await launchExtension(options)
    undo.push(() => extension.close())
    const { hostname, port } = new URL(server.url)
    const network = await openPausable({ host: hostname, port: Number(port) })
    undo.push(() => network.close())
    await extension.pair(server.url.replace(port, String(network.port)), await server.code(OPERATOR))
    await extension.grant(stand.origin)
    return {
      lab,
      stand,
      server,
      extension,
      network,
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

/** Waits until the server hears its PBX. */
export async function pbxLinked({ server }: World): Promise<void> {
  const health = async () => (await fetch(`${server.http}/health`)).json()
  await expect.poll(health, { timeout: 15_000, interval: 20 }).toMatchObject({ pbx: 'up' })
}

/** What the extension must never do to 1C (DYNAMICS D10); every browser test ends with it. */
export async function expectNoFaults(world: World): Promise<void> {
  for (const page of world.extension.context.pages()) {
    if (!page.url().startsWith(world.stand.origin)) continue
    expect(await page.evaluate(() => window.__stand.faults())).toEqual([])
  }
  expect(world.stand.webClient.faults()).toEqual([])
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
