import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeAll, expect } from 'vitest'
import type { Stand } from '../../stand/stand.ts'
import type { Fault } from '../../stand/webclient/wire.ts'
import { listenersInExtension } from './extension-world.ts'

// What the extension must never do to 1C (DYNAMICS D10). The stand's pages and its server count faults by themselves;
// here the rest is looked for from outside, and every test of a browser ends with none, whatever it forgets to ask.

const stands = new Set<Stand>()
/** Looked at once more, after the test that closed them. */
const closed = new Set<Stand>()
const watched = new Set<Watched>()

/** Every stand a test opens comes through here. */
export function countFaultsOf(stand: Stand): void {
  stands.add(stand)
}

/** What its pages do later is no business of the tests that come after. */
export function forgetFaultsOf(stand: Stand): void {
  stands.delete(stand)
  closed.add(stand)
}

function forgetClosed(): void {
  if (closed.size > 0) sizesOfOthers.clear()
  closed.clear()
}

type Watched = { context: BrowserContext; stand: Stand; extensionId: string | null }

/** Looks at each page of a browser before it goes, and for pages of 1C that nobody opened by hand. */
export function watchPages(context: BrowserContext, stand: Stand, extensionId: string | null = null): void {
  const entry = { context, stand, extensionId }
  watched.add(entry)
  context.on('close', () => watched.delete(entry))
  context.on('page', (page) => {
    // A test opens an empty page first.
    if (isOfClient(page, stand)) stand.webClient.tell({ kind: 'new-tab', detail: page.url() })
    const size = page.setViewportSize.bind(page)
    page.setViewportSize = async (wanted) => {
      if (!isOfClient(page, stand)) sizesOfOthers.add(wanted.width)
      await size(wanted)
    }
    const close = page.close.bind(page)
    page.close = async (options) => {
      await look(page, entry)
      await close(options)
    }
  })
}

/**
 * All tabs of a headless browser lie in one window: one that a test sizes may give its size to another for a moment.
 * That is the tool's doing, and nobody's fault.
 */
const sizesOfOthers = new Set<number>()
const isOfTool = ({ kind, detail }: Fault) => kind === 'resize' && sizesOfOthers.has(Number.parseInt(detail, 10))

const faultsOf = (stand: Stand) => stand.webClient.takeFaults().filter((fault) => !isOfTool(fault))

const isOfClient = (page: Page, stand: Stand) => page.url().startsWith(`${stand.origin}/crm/`)

async function look(page: Page, { stand, extensionId }: Watched): Promise<void> {
  if (page.isClosed() || !isOfClient(page, stand)) return
  await page.evaluate(async () => {
    if ('__stand' in window) await window.__stand.toldFaults()
  })
  if (extensionId === null) return
  for (const type of await listenersInExtension(page, extensionId)) {
    if (type === 'beforeunload' || type === 'unload') {
      stand.webClient.tell({ kind: type, detail: 'a listener of the extension' })
    }
  }
}

/** All faults until now, forgotten with that: for tests that commit them. */
export async function takeFaults(stand: Stand): Promise<string[]> {
  await lookAtAll()
  return faultsOf(stand).map(({ kind }) => kind)
}

async function lookAtAll(): Promise<void> {
  for (const entry of watched) for (const page of entry.context.pages()) await look(page, entry)
}

/** In every file of a project, by its `setupFiles`: hooks of a setup file come after those of the tests. */
export function endEachTestWithoutFaults(): void {
  beforeAll(forgetClosed)
  afterEach(async () => {
    await lookAtAll()
    const faults = [...stands, ...closed].flatMap(faultsOf)
    forgetClosed()
    expect(faults, 'what the extension must not do to 1C').toEqual([])
  })
}
