import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type Extension, launchExtension } from '../../stand/browser/extension.ts'
import { watchPages } from './faults.ts'
import type { World } from './world.ts'

/** Another browser at the same server and 1C, which can be closed and opened again as it was. */
export type SecondBrowser = {
  readonly extension: Extension
  onec(): Promise<Page>
  /** What is on disk stays. */
  shut(): Promise<void>
  openAgain(): Promise<void>
  /** For good. */
  close(): Promise<void>
}

/** Of the operator with this internal number, paired and with 1C's address granted. */
export async function openSecondBrowser({ stand, server, url }: World, number: string): Promise<SecondBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'trubka-second-'))
  let open: Extension | null = null
  const launch = async () => {
    open = await launchExtension({ profile, viewport: { width: 1280, height: 1200 } })
    watchPages(open.context, stand, open.id)
    return open
  }
  const now = () => {
    if (!open) throw new Error('this browser is shut')
    return open
  }
  const shut = async () => {
    await open?.close()
    open = null
  }
  const close = async () => {
    await shut()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const extension = await launch()
    await extension.pair(url, await server.code(number))
    await extension.grant(stand.origin)
  } catch (error) {
    await close()
    throw error
  }
  return {
    get extension() {
      return now()
    },
    onec: async () => {
      const page = await now().open(`${stand.webClientUrl}?pace=fast&`)
      await page.waitForSelector('html[data-stand-ready]')
      return page
    },
    shut,
    openAgain: async () => {
      await launch()
    },
    close,
  }
}
