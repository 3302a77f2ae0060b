import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { Extension, findChromium } from '../../stand/browser/extension.ts'

const START_MS = 30_000

/** A Chromium that goes on without us: whoever is attached to a browser keeps its workers alive. */
export type Unattended = {
  /** Attaches, has the extension do something, and leaves again. */
  attended(run: (extension: Extension) => Promise<void>): Promise<void>
  close(): Promise<void>
}

export async function launchUnattended(dist = 'dist/chromium'): Promise<Unattended> {
  const program = findChromium()
  if (program === null) throw new Error('no Chromium: install it, or name it in CHROMIUM')
  const profile = mkdtempSync(join(tmpdir(), 'trubka-unattended-'))
  const child = spawn(
    program,
    [
      '--headless=new',
      // As root Chromium's sandbox does not start.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
      `--load-extension=${resolve(dist)}`,
      '--remote-debugging-port=0',
      '--no-first-run',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      'about:blank',
    ],
    { stdio: 'ignore' },
  )
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const close = async () => {
    process.off('exit', killWithUs)
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
      await gone
      clearTimeout(timer)
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  let welcomed = false
  try {
    const address = await addressOf(profile, () => child.exitCode === null)
    return {
      attended: async (run) => {
        const browser = await chromium.connectOverCDP(address)
        try {
          const [context] = browser.contexts()
          if (!context) throw new Error('the browser shows no context')
          const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
          const extension = new Extension(context, worker, () => {})
          // Who looks on keeps a background awake.
          if (!welcomed) await (await extension.welcome()).close()
          welcomed = true
          await run(extension)
        } finally {
          // Only the connection: the browser is not ours to Playwright.
          await browser.close()
        }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Where Chromium listens: it writes its port, and the path of its WebSocket, into the profile. */
async function addressOf(profile: string, alive: () => boolean): Promise<string> {
  const file = join(profile, 'DevToolsActivePort')
  const until = Date.now() + START_MS
  for (;;) {
    const [port, path] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (port && path) return `ws://127.0.0.1:${port}${path}`
    if (!alive()) throw new Error('Chromium ended at once')
    if (Date.now() > until) throw new Error('Chromium does not listen')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
