import { build } from 'vite'
import { type Stand, type StandOptions, startStand } from '../../stand/stand.ts'
import type { StandApi } from '../../stand/webclient/page/stand-api.ts'
import { countFaultsOf, forgetFaultsOf } from './faults.ts'

declare global {
  interface Window {
    /** On the stand's pages only. */
    readonly __stand: StandApi
  }
}

let page: Promise<string> | null = null

/** Built anew in each process of tests, so that a test never runs an old page. */
async function buildPage(entry: string): Promise<string> {
  const built = await build({
    configFile: 'vite.webclient.config.ts',
    logLevel: 'warn',
    build: { write: false, lib: { entry } },
  })
  for (const output of Array.isArray(built) ? built : [built]) {
    if (!('output' in output)) continue
    for (const file of output.output) if (file.type === 'chunk' && file.isEntry) return file.code
  }
  throw new Error('the stand’s page was not built')
}

/** The stand in this process, on a free port; `stop()` it when the test is over. */
export async function openStand(options: Pick<StandOptions, 'clients'> = {}): Promise<Stand> {
  page ??= buildPage('stand/webclient/page/main.ts')
  const stand = await startStand({ webPort: 0, page: await page, ...options })
  countFaultsOf(stand)
  const stop = stand.stop.bind(stand)
  stand.stop = () => {
    forgetFaultsOf(stand)
    return stop()
  }
  return stand
}

/** A stand that also has the page for measuring, at `webClientUrl` + `bench/`, driven by `window.__bench`. */
export async function openBenchStand(): Promise<Stand> {
  return startStand({ webPort: 0, page: '', benchPage: await buildPage('stand/webclient/bench-page.ts') })
}
