import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserContext, chromium, type Page, type Worker } from 'playwright-core'
import { Overlay } from './overlay.ts'

/** Not Google Chrome: since version 137 it takes no extension from the command line. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser']

/** The system's Chromium, or null: environment variable CHROMIUM, else where distributions put it. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  return PLACES.find((place) => existsSync(place)) ?? null
}

export type LaunchOptions = {
  locale?: 'ru' | 'en'
  colorScheme?: 'light' | 'dark'
  /** The release build by default. */
  dist?: string
  headless?: boolean
  viewport?: { width: number; height: number }
  args?: string[]
  /** Another Chromium than the one that is found, in which policy installs the extension with this id. */
  rolledOut?: { program: string; id: string }
  /** «Первые шаги», which a fresh profile opens by itself, stay open. */
  welcome?: boolean
  /** A profile's folder, which stays: a browser that is opened with it again is the same one. */
  profile?: string
}

const INSTALLS_NOTHING = ['--disable-extensions', '--disable-background-networking', '--disable-component-update']

/** Real Chromium with the real built extension, in a fresh profile that `close` removes. */
export async function launchExtension(options: LaunchOptions = {}): Promise<Extension> {
  const executablePath = options.rolledOut?.program ?? findChromium()
  if (executablePath === null) throw new Error('no Chromium: install it, or name it in CHROMIUM')
  const dist = resolve(options.dist ?? 'dist/chromium')
  if (!existsSync(join(dist, 'manifest.json'))) throw new Error(`no extension in ${dist}: npm run build:chromium`)
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'trubka-chromium-'))
  const remove = () => {
    if (options.profile === undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: options.headless ?? true,
    // As root Chromium's sandbox does not start.
    chromiumSandbox: process.getuid?.() !== 0,
    locale: options.locale ?? 'ru',
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport ?? { width: 1280, height: 800 },
    // Playwright passes --disable-extensions; --disable-extensions-except lifts it for ours.
    args: [
      ...(options.rolledOut ? [] : [`--load-extension=${dist}`, `--disable-extensions-except=${dist}`]),
      `--lang=${options.locale ?? 'ru'}`,
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      ...(options.rolledOut ? [] : ['--disable-background-networking', '--disable-component-update']),
      '--disable-sync',
      ...(options.args ?? []),
    ],
    // What installs by policy are the very parts that are switched off for tests.
    ...(options.rolledOut && { ignoreDefaultArgs: INSTALLS_NOTHING }),
  })
  try {
    // Of an extension that policy installs later Playwright shows no worker.
    const worker =
      options.rolledOut ??
      context.serviceWorkers()[0] ??
      (await context.waitForEvent('serviceworker', { timeout: 30_000 }))
    const extension = new Extension(context, worker, remove)
    if (options.profile === undefined && options.welcome !== true) await (await extension.welcome()).close()
    return extension
  } catch (error) {
    await context.close()
    remove()
    throw error
  }
}

const WAIT = { timeout: 30_000 }

export class Extension {
  readonly context: BrowserContext
  readonly id: string
  readonly #worker: Worker | null
  readonly #removeProfile: () => void
  readonly #allowed = new Set<string>()

  constructor(context: BrowserContext, worker: Worker | { id: string }, removeProfile: () => void) {
    this.context = context
    this.#worker = 'id' in worker ? null : worker
    this.#removeProfile = removeProfile
    this.id = 'id' in worker ? worker.id : new URL(worker.url()).host
  }

  /** Never ask a stopped worker to evaluate: it hangs. After its revival the same handle works again. */
  worker(): Worker {
    if (!this.#worker) throw new Error('the worker of an extension that policy installs is not shown')
    return this.#worker
  }

  url(path: string): string {
    return `chrome-extension://${this.id}/${path}`
  }

  /** A tab with a web page. */
  async open(url: string): Promise<Page> {
    const page = await this.context.newPage()
    await page.goto(url)
    return page
  }

  /** The panel in a tab of the popup's size. */
  async panel(size = { width: 400, height: 600 }): Promise<Page> {
    const page = await this.context.newPage()
    await page.setViewportSize(size)
    await page.goto(this.url('src/popup/index.html'))
    return page
  }

  /** «Первые шаги», once the extension has opened them. */
  async welcome(withinMs = WAIT.timeout): Promise<Page> {
    const url = this.url('src/options/welcome.html')
    const isIt = (page: Page) => page.url() === url
    const until = Date.now() + withinMs
    for (;;) {
      // A tab is told of before it has gone anywhere.
      const page = this.context.pages().find(isIt)
      if (page) return page
      if (Date.now() > until) throw new Error('the first steps were not opened')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  options(): Promise<Page> {
    return this.open(this.url('src/options/index.html'))
  }

  /** Pairs as an operator does: by the options page. Resolves when the server has let us in. */
  async pair(server: string, code: string): Promise<void> {
    const page = await this.options()
    const form = page.locator('form[data-form="pairing"]')
    await form.locator('input[name="server"]').fill(server, WAIT)
    await form.locator('input[name="code"]').fill(code, WAIT)
    await form.locator('button[type="submit"]').click(WAIT)
    const outcome = page.locator('.t-notice.accent, form[data-form="pairing"] .t-notice.warning').first()
    await outcome.waitFor({ timeout: 30_000 })
    if (await form.isVisible()) throw new Error(`not paired: ${await outcome.innerText()}`)
    await page.close()
  }

  /**
   * Grants a 1C address by the options page's own button. The browser's question, which no test can answer in headless
   * mode, is answered beforehand: chrome://extensions notes the site as one that the user allows.
   */
  async grant(address: string): Promise<void> {
    const site = siteOf(address)
    if (!this.#allowed.has(site)) await this.allow(address)
    this.#allowed.delete(site)
    const page = await this.options()
    const form = page.locator('form[data-form="site"]')
    await form.locator('input[name="site"]').fill(address, WAIT)
    await form.locator('button[type="submit"]').click(WAIT)
    await page.locator(`[data-site="${site}"]`).waitFor(WAIT)
    await page.close()
  }

  /** The answer to that question, for the next time it is put. */
  async allow(address: string): Promise<void> {
    const site = siteOf(address)
    const settings = await this.open('chrome://extensions/')
    await settings.evaluate(allowSite, { id: this.id, site })
    await settings.close()
    this.#allowed.add(site)
  }

  /** What the browser does to an idle worker, at once. It lives again with the next message or port. */
  async killWorker(): Promise<void> {
    const page = this.context.pages()[0] ?? (await this.context.newPage())
    const cdp = await this.context.newCDPSession(page)
    await cdp.send('ServiceWorker.enable')
    await cdp.send('ServiceWorker.stopAllWorkers')
    await cdp.detach()
  }

  /** What the content script has drawn on a page. */
  overlay(page: Page): Overlay {
    return new Overlay(page)
  }

  async close(): Promise<void> {
    await this.context.close()
    this.#removeProfile()
  }
}

function siteOf(address: string): string {
  const { protocol, hostname } = new URL(address)
  return `${protocol}//${hostname}/*`
}

type DeveloperPrivate = { addHostPermission(id: string, site: string): Promise<void> }

/** Runs in chrome://extensions. */
function allowSite({ id, site }: { id: string; site: string }): Promise<void> {
  const { developerPrivate } = (globalThis as unknown as { chrome: { developerPrivate: DeveloperPrivate } }).chrome
  return developerPrivate.addHostPermission(id, site)
}
