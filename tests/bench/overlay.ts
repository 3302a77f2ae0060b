import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { type Extension, launchExtension } from '../../stand/browser/extension.ts'
import { OPERATOR, openOffice } from '../support/office.ts'
import { pause, until } from './clock.ts'
import { type ListPage, type Rerender, serveListPage } from './overlay/list-page.ts'
import { Meter, SOURCE } from './overlay/meter.ts'
import { peers as findPeers, type Peer } from './overlay/peers.ts'
import { markOf, trace } from './overlay/trace.ts'
import { comparison, print, quantile, type Row } from './report.ts'
import { sizes } from './sizes.ts'

// What looking for numbers costs the main thread of a page with a list like 1C's: the built extension, paired and online,
// beside others on the same page in the same run. CPU time of the thread, by Chromium's own trace. Run it by
// `npm run bench:overlay`, which builds the extension.

declare global {
  interface Window {
    /** On the benchmark's page only. */
    readonly list: ListPage
  }
}

const EXTENSION = 'out/bench/chromium'
const SERVER = 'out/bench/server/main.js'
/** CPU time below this cannot be told from none: ratios are made of no less. */
const LEAST_MS = 0.05
const WITHIN_MS = 120_000

const { quick, cells: wanted } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, cells: { type: 'string' } },
}).values
const SIZES = wanted?.split(',').map(Number) ?? (quick ? [400, 10_000] : [400, 10_000, 100_000])
/** The page that the aims are set for; what the others are for is to be seen in fewer steps. */
const MAIN_SIZE = 10_000
const SCANS = (cells: number): number => (quick || cells > MAIN_SIZE ? 1 : 3)
/** Of a hundred a p99 can be told; on the largest page, whose own layout takes a quarter of a second, it is the longest. */
const STEPS = (cells: number): number => (quick ? 8 : cells === MAIN_SIZE ? 100 : cells > MAIN_SIZE ? 12 : 40)
/** Peers that are slow to settle take part in each such step only. */
const SLOW_STEP = 10
/** After a first look, and after a change. RingCentral's marks come a second late: too late for a quick run. */
const FIRST_SCAN_MS = quick ? 1200 : 2000
const SETTLE_MS = 300
const LONGEST_MS = quick ? SETTLE_MS : 5000
const IDLE_MS = quick ? 1000 : 5000

/** Whose work is measured in a tab; the page alone has no script at all. */
type Tab = { name: string; page: Page; meter: Meter; peer: Peer | null }
const OURS = 'ours'
const ALONE = 'page alone'
type Urls = { ours: string; other: (name: string) => string }

async function openTab(
  extension: Extension,
  url: string,
  tab: Omit<Tab, 'page' | 'meter'>,
  cells: number,
): Promise<Tab> {
  const page = await extension.context.newPage()
  await page.setViewportSize({ width: 1600, height: 920 })
  await page.goto(url)
  await page.evaluate((count) => window.list.build(count), cells)
  await painted(page)
  return { ...tab, page, meter: await Meter.on(page) }
}

/** One after the other: their building is of no interest, but takes its time. */
async function openAll(extension: Extension, urls: Urls, peers: readonly Peer[], cells: number): Promise<Tab[]> {
  const tabs = [
    await openTab(extension, urls.other('alone'), { name: ALONE, peer: null }, cells),
    await openTab(extension, urls.ours, { name: OURS, peer: null }, cells),
  ]
  for (const [at, peer] of peers.entries()) {
    tabs.push(await openTab(extension, urls.other(`peer${at}`), { name: peer.name, peer }, cells))
  }
  return tabs
}

/** Twice over, since the first frame may have begun before the change. */
const painted = (page: Page): Promise<unknown> =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)))),
  )

/** From the moment the page can be known for a list, until the first look at it is over. */
async function firstScan({ name, page, meter, peer }: Tab): Promise<void> {
  await page.evaluate((mark) => void setTimeout(() => window.list.reveal(mark), 0), markOf(name, 'scan'))
  if (peer) await meter.start(peer.code, peer.name)
  if (name === OURS) await untilDrawn(page)
  await pause(FIRST_SCAN_MS)
  await atRest(meter)
}

async function untilDrawn(page: Page): Promise<void> {
  const drawn = () => page.evaluate(() => document.querySelector('trubka-overlay') !== null)
  await until(WITHIN_MS, 'the overlay on the page', drawn)
}

/** A long task may still be running. */
async function atRest(meter: Meter): Promise<void> {
  let before = Number.NEGATIVE_INFINITY
  await until(WITHIN_MS, 'a page at rest', async () => {
    const now = await meter.cpu()
    const rests = now - before < 25
    before = now
    if (!rests) await pause(250)
    return rests
  })
}

/** One re-render in each tab. They overlap: while one settles, the next begins; each thread's time is its own. */
async function rerender(all: readonly Tab[], step: number, how: Rerender): Promise<void> {
  const tabs = all.filter(({ peer }) => (peer?.settleMs ?? 0) <= SETTLE_MS || step % SLOW_STEP === 0)
  const settled = tabs.map(async ({ name, page, peer }, at) => {
    await pause(at * 60)
    await page.evaluate(([mark, k, way]) => void setTimeout(() => window.list.rerender(mark, k, way), 0), [
      markOf(name, how),
      step,
      how,
    ] as const)
    await pause(peer?.settleMs ?? SETTLE_MS)
  })
  await Promise.all(settled)
}

/** Milliseconds, kilobytes or listeners, by the name of the tab. */
type Values = Map<string, number[]>
const add = (values: Values, name: string, value: number) => values.set(name, [...(values.get(name) ?? []), value])

function lineOf(
  name: string,
  values: Values,
  share: number,
  unit: string,
  least: number,
  floors: ReadonlySet<string>,
): Row {
  const alone = quantile(values.get(ALONE) ?? [0], 0.5)
  const above = (tab: string) => Math.max(0, quantile(values.get(tab) ?? [], share) - alone)
  const peers = [...values.keys()].filter((tab) => tab !== OURS && tab !== ALONE).sort()
  return comparison(name, unit, above(OURS), new Map(peers.map((peer) => [peer, above(peer)])), least, floors)
}

async function measure(extension: Extension, urls: Urls, cells: number, peers: readonly Peer[]): Promise<Row[]> {
  const memory: Values = new Map()
  const listeners: Values = new Map()
  const idle: Values = new Map()
  const browser = extension.context.browser()
  if (!browser) throw new Error('no browser')
  const floors = new Set(peers.filter(({ isFloor }) => isFloor).map(({ name }) => name))
  const sources = new Map(peers.map(({ name }) => [name, `${SOURCE}${encodeURIComponent(name)}`]))
  sources.set(OURS, `chrome-extension://${extension.id}/`)

  const steps = await trace(browser, sources, async () => {
    for (let scan = 1; scan <= SCANS(cells); scan++) {
      const tabs = await openAll(extension, urls, peers, cells)
      // Seconds of work in one tab would starve the others' timers.
      if (cells > 10_000) for (const tab of tabs) await firstScan(tab)
      else await Promise.all(tabs.map(firstScan))
      if (scan === SCANS(cells)) {
        for (const { name, meter } of tabs) {
          const { heap, listeners: count } = await meter.memory()
          add(memory, name, heap)
          add(listeners, name, count)
        }
        for (let step = 0; step < STEPS(cells); step++) {
          await rerender(tabs, step, 'replace')
          await rerender(tabs, step, 'text')
        }
        for (const { name, meter } of tabs) {
          const before = await meter.cpu()
          await pause(IDLE_MS)
          add(idle, name, (((await meter.cpu()) - before) / IDLE_MS) * 1000)
        }
      }
      for (const { page } of tabs) await page.close()
    }
  })

  const of = (what: string, which: 'own' | 'rendering' | 'longestTask') => {
    const values: Values = new Map()
    for (const step of steps) if (step.what === what) add(values, step.tab, step[which])
    return values
  }
  const row = (name: string, values: Values, share = 0.5, unit = 'ms', least = LEAST_MS) =>
    lineOf(`${name}, ${cells.toLocaleString('en')} cells`, values, share, unit, least, floors)
  return [
    row('first scan', of('scan', 'own')),
    row('first scan, longest task', of('scan', 'longestTask'), 1),
    row('40-row re-render', of('replace', 'own')),
    row('40-row re-render, p99', of('replace', 'own'), 0.99),
    row('40-row re-render, style, layout and paint', of('replace', 'rendering')),
    row('40-row re-render in place', of('text', 'own')),
    row('40-row re-render in place, p99', of('text', 'own'), 0.99),
    row('40-row re-render in place, style, layout and paint', of('text', 'rendering')),
    row('memory', memory, 0.5, 'kB', 10),
    row('listeners', listeners, 0.5, '', 1),
    row('a second of nothing', idle),
  ]
}

const office = await openOffice('stand', { program: SERVER })
const { server, ...urls } = await serveListPage()
let extension: Extension | null = null
try {
  const all = await findPeers(LONGEST_MS)
  extension = await launchExtension({ dist: EXTENSION })
  await extension.pair(office.server.url, await office.server.code(OPERATOR))
  await extension.grant(urls.ours)
  const rows: Row[] = []
  for (const cells of SIZES) rows.push(...(await measure(extension, urls, cells, all)))
  console.log(`load average at the end: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)
  print('overlay', [...rows, ...sizes(EXTENSION)])
} finally {
  await extension?.close()
  server.close()
  await office.close()
}
