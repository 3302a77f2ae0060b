import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Marionette } from './marionette.ts'

const PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/usr/lib/firefox/firefox']

/** The system's Firefox, or null: environment variable FIREFOX, else where distributions put it. */
export function findFirefox(): string | null {
  const named = process.env.FIREFOX
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  return PLACES.find((place) => existsSync(place)) ?? null
}

const PREFS = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.blocklist.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  // permissions.request() in a click is granted without the question that nobody could answer here.
  'extensions.webextOptionalPermissionPrompts': false,
  'marionette.port': 0,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.prefetch-next': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.server': 'data:,',
}
const START_MS = 60_000
const PAUSE_MS = 50

export type FirefoxOptions = {
  locale?: 'ru' | 'en'
  dist?: string
  prefs?: Record<string, string | number | boolean>
  env?: Record<string, string>
}

/** Real Firefox, headless, with the real built extension, in a fresh profile that `close` removes. */
export async function launchFirefox(options: FirefoxOptions = {}): Promise<Firefox> {
  const binary = findFirefox()
  if (binary === null) throw new Error('no Firefox: install it, or name it in FIREFOX')
  const dist = resolve(options.dist ?? 'dist/firefox')
  if (!existsSync(join(dist, 'manifest.json'))) throw new Error(`no extension in ${dist}: npm run build:firefox`)
  const profile = mkdtempSync(join(tmpdir(), 'trubka-firefox-'))
  const prefs = { ...PREFS, 'intl.locale.requested': options.locale === 'en' ? 'en-US' : 'ru', ...options.prefs }
  const lines = Object.entries(prefs).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  const child = spawn(
    binary,
    ['--headless', '--no-remote', '--profile', profile, '--marionette', '--remote-allow-system-access'],
    { stdio: 'ignore', env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1', ...options.env } },
  )
  const firefox = new Firefox(child, profile)
  try {
    await firefox.start(dist)
    return firefox
  } catch (error) {
    await firefox.close()
    throw error
  }
}

export class Firefox {
  readonly #child: ChildProcess
  readonly #profile: string
  #marionette: Marionette | null = null
  #addon = ''
  #host = ''

  constructor(child: ChildProcess, profile: string) {
    this.#child = child
    this.#profile = profile
  }

  async start(dist: string): Promise<void> {
    const portFile = join(this.#profile, 'MarionetteActivePort')
    const port = await until(START_MS, 'Firefox listens', () => {
      if (this.#child.exitCode !== null) throw new Error(`Firefox exited with ${this.#child.exitCode}`)
      return existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0
    })
    this.#marionette = await Marionette.connect(port)
    await this.#send('WebDriver:NewSession', {
      capabilities: { alwaysMatch: { timeouts: { script: 15_000, pageLoad: 30_000, implicit: 0 } } },
    })
    this.#addon = String(await this.#send('Addon:Install', { path: dist, temporary: true }))
    this.#host = String(
      await this.privileged('return WebExtensionPolicy.getByID(parameters[0]).mozExtensionHostname', this.#addon),
    )
    await this.#closeWelcome()
  }

  /** «Первые шаги», which the extension opens by itself in a fresh profile, lie above the tab that is ours. */
  async #closeWelcome(): Promise<void> {
    const url = this.url('src/options/welcome.html')
    await until(START_MS, 'the first steps are opened', () =>
      this.privileged(
        `const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser')
         const tab = gBrowser.tabs.find((each) => each.linkedBrowser.currentURI.spec === parameters[0])
         if (tab) gBrowser.removeTab(tab)
         return tab !== undefined`,
        url,
      ),
    )
  }

  url(path: string): string {
    return `moz-extension://${this.#host}/${path}`
  }

  async goto(url: string): Promise<void> {
    await this.#send('WebDriver:Navigate', { url })
  }

  /** Runs in the present page. The function sees nothing of the test but its parameters. */
  async evaluate<P extends unknown[], T>(run: (...parameters: P) => T | Promise<T>, ...parameters: P): Promise<T> {
    return (await this.#run(`(${String(run)})(...parameters)`, parameters)) as T
  }

  /** Runs in the browser's own context, with all its rights. */
  async privileged(body: string, ...parameters: unknown[]): Promise<unknown> {
    await this.#send('Marionette:SetContext', { value: 'chrome' })
    try {
      return await this.#run(`(async () => { ${body} })()`, parameters)
    } finally {
      await this.#send('Marionette:SetContext', { value: 'content' })
    }
  }

  /** Until the function, run in the present page, gives something true; gives it. */
  waitFor<P extends unknown[], T>(run: (...parameters: P) => T, ...parameters: P): Promise<T> {
    // A page that is on its way fails to run anything.
    return until(30_000, String(run), () => this.evaluate(run, ...parameters).catch(() => null as T))
  }

  /** A real mouse's click at the element's centre. */
  async click(selector: string): Promise<void> {
    await this.#send('WebDriver:ElementClick', { id: await this.#element(selector) })
  }

  /** A real mouse's click at a point of the page: for the overlay, whose closed shadow root has no selectors. */
  async clickAt(x: number, y: number): Promise<void> {
    await this.#send('WebDriver:PerformActions', {
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0 },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ],
    })
  }

  /** Replaces what stands in a field. */
  async fill(selector: string, text: string): Promise<void> {
    const id = await this.#element(selector)
    await this.#send('WebDriver:ElementClear', { id })
    await this.#send('WebDriver:ElementSendKeys', { id, text })
  }

  async pair(server: string, code: string): Promise<void> {
    await this.goto(this.url('src/options/index.html'))
    await this.waitFor(() => document.querySelector('form[data-form="pairing"]') !== null)
    await this.fill('input[name="server"]', server)
    await this.fill('input[name="code"]', code)
    await this.click('form[data-form="pairing"] button[type="submit"]')
    const outcome = await this.waitFor(() => {
      const refused = document.querySelector('form[data-form="pairing"] .t-notice.warning')
      const paired = document.querySelector('.t-notice.accent')
      return refused?.textContent ?? (paired ? 'paired' : '')
    })
    if (outcome !== 'paired') throw new Error(`not paired: ${outcome}`)
  }

  async grant(address: string): Promise<void> {
    const { protocol, hostname } = new URL(address)
    const site = `${protocol}//${hostname}/*`
    await this.goto(this.url('src/options/index.html'))
    await this.waitFor(() => document.querySelector('form[data-form="site"]') !== null)
    await this.fill('input[name="site"]', address)
    await this.click('form[data-form="site"] button[type="submit"]')
    await this.waitFor((wanted) => document.querySelector(`[data-site="${wanted}"]`) !== null, site)
  }

  /** What matches inside the page's closed shadow roots, with its text or label, and its place in the viewport. */
  async overlay(selector: string): Promise<OverlayElement[]> {
    // In the page's process, but with the browser's rights: nothing else sees a closed root.
    return (await this.#run(`(${String(inShadowRoots)})(...parameters)`, [selector], 'system')) as OverlayElement[]
  }

  /** All that can be read there. */
  async overlayText(): Promise<string> {
    const elements = (await this.#run(`(${String(inShadowRoots)})(...parameters)`, ['*'], 'system')) as OverlayElement[]
    return elements.map(({ name }) => name).join('\n')
  }

  /** Waits for such an element to stand still, and clicks it with the real mouse. */
  async clickOverlay(selector: string, name: RegExp): Promise<void> {
    let before = ''
    const wanted = async () => {
      const found = (await this.overlay(selector)).find((each) => each.width > 0 && name.test(each.name))
      const place = JSON.stringify(found && [found.x, found.y, found.width, found.height])
      const isStill = place === before
      before = place
      return isStill ? found : undefined
    }
    const found = await until(30_000, `${selector} ${name} on the page`, wanted)
    if (found) await this.clickAt(found.x + found.width / 2, found.y + found.height / 2)
  }

  /** What the browser does to an idle background. */
  async stopBackground(): Promise<void> {
    const options = '{ ignoreDevToolsAttached: true, disableResetIdleForTest: true }'
    await this.privileged(
      `await WebExtensionPolicy.getByID(parameters[0]).extension.terminateBackground(${options})`,
      this.#addon,
    )
  }

  async screenshot(file: string): Promise<void> {
    writeFileSync(file, Buffer.from(String(await this.#send('WebDriver:TakeScreenshot', { full: false })), 'base64'))
  }

  /** Nobody looks any more: from here on the browser is as an operator has it, and can only be closed. */
  leave(): void {
    this.#marionette?.close()
    this.#marionette = null
  }

  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()))
    if (this.#child.exitCode === null) {
      await this.#marionette?.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {})
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5_000)
      if (!this.#marionette) this.#child.kill('SIGKILL')
      await gone
      clearTimeout(timer)
    }
    this.#marionette?.close()
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  async #element(selector: string): Promise<string> {
    const found = await this.#send('WebDriver:FindElement', { using: 'css selector', value: selector })
    return String(Object.values(found as Record<string, string>)[0])
  }

  async #run(expression: string, parameters: unknown[], sandbox?: 'system'): Promise<unknown> {
    const outcome = (await this.#send('WebDriver:ExecuteAsyncScript', {
      script: `
        const done = arguments[arguments.length - 1]
        const parameters = Array.prototype.slice.call(arguments, 0, -1)
        Promise.resolve().then(() => ${expression})
          .then((value) => done({ value: value === undefined ? null : value }), (error) => done({ error: String(error) }))`,
      args: parameters,
      newSandbox: true,
      ...(sandbox && { sandbox }),
    })) as { value?: unknown; error?: string }
    if (outcome.error !== undefined) throw new Error(outcome.error)
    return outcome.value
  }

  #send(command: string, params: object = {}): Promise<unknown> {
    if (!this.#marionette) throw new Error('Firefox is not running')
    return this.#marionette.send(command, params)
  }
}

async function until<T>(withinMs: number, what: string, look: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    const seen = await look()
    if (seen) return seen
    if (Date.now() > end) throw new Error(`not in ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

export type OverlayElement = { name: string; x: number; y: number; width: number; height: number }

/** Runs in the page. */
function inShadowRoots(selector: string): OverlayElement[] {
  type Privileged = Element & { openOrClosedShadowRoot: ShadowRoot | null }
  const roots = [...document.querySelectorAll('*')].flatMap((each) => (each as Privileged).openOrClosedShadowRoot ?? [])
  return roots
    .flatMap((root) => [...root.querySelectorAll(selector)])
    .map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', x, y, width, height }
    })
}
