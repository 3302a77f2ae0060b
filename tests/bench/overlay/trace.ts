import type { Browser } from 'playwright-core'

/** What Chromium notes of a thread's work: `tdur` is CPU time, `dur` time by the clock, both in microseconds. */
type TraceEvent = {
  name: string
  pid: number
  tid: number
  ts: number
  dur?: number
  tdur?: number
  args: { data?: { url?: string; message?: string } }
}

/** One step of a benchmark in one tab, in milliseconds of its main thread's CPU time. */
export type Step = {
  tab: string
  what: string
  /** The script's own functions and what hands them records of changes, without the page's layout where they had to wait for it. */
  own: number
  /** Style, layout and paint, of the page and of what was put into it or above it. */
  rendering: number
  /** The longest task in which the script had a part. */
  longestTask: number
}

/** Said by a tab's page to part one step from the next, with `console.timeStamp`: the tab and what is done. */
export const markOf = (tab: string, what: string): string => `bench|${tab}|${what}`

/** Notes what every process of the browser does while `during` runs. `sources` has where each tab's script comes from. */
export async function trace(
  browser: Browser,
  sources: ReadonlyMap<string, string>,
  during: () => Promise<void>,
): Promise<Step[]> {
  const cdp = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  cdp.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) if (NOTED.has(event.name)) events.push(event)
  })
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  })
  await during()
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()))
  await cdp.send('Tracing.end')
  await complete
  await cdp.detach()
  const threads = new Map<string, TraceEvent[]>()
  for (const event of events) {
    const thread = `${event.pid} ${event.tid}`
    const known = threads.get(thread)
    if (known) known.push(event)
    else threads.set(thread, [event])
  }
  return [...threads.values()].flatMap((thread) => stepsOf(thread, sources))
}

function stepsOf(unsorted: readonly TraceEvent[], sources: ReadonlyMap<string, string>): Step[] {
  const thread = [...unsorted].sort((a, b) => a.ts - b.ts)
  const marks = thread.flatMap((event) => {
    const [head, tab, what] = event.args.data?.message?.split('|') ?? []
    return event.name === 'TimeStamp' && head === 'bench' && tab && what ? [{ tab, what, ts: event.ts }] : []
  })
  return marks.map(({ tab, what, ts }, at) => {
    const end = marks[at + 1]?.ts ?? Number.POSITIVE_INFINITY
    const events = thread.filter((event) => event.ts >= ts && event.ts < end)
    const source = sources.get(tab)
    const isOwn = ({ name, args }: TraceEvent) =>
      SCRIPT.has(name) && source !== undefined && args.data?.url?.startsWith(source) === true
    const calls = events.filter(isOwn)
    // In these an observer's records are made into objects of the script's world before its function runs.
    const handed = events.filter((event) => event.name === HANDED && calls.some((call) => contains(event, call)))
    const own = outermost([...calls, ...handed].sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0)))
    const rendering = outermost(events.filter(({ name }) => RENDERING.has(name)))
    const forced = rendering.filter((event) => own.some((call) => contains(call, event)))
    const tasks = events.filter((task) => task.name === 'RunTask' && own.some((call) => contains(task, call)))
    const longestTask = Math.max(0, ...tasks.map(cpu))
    return { tab, what, own: sum(own) - sum(forced), rendering: sum(rendering), longestTask }
  })
}

const SCRIPT = new Set(['FunctionCall', 'EvaluateScript'])
const HANDED = 'RunMicrotasks'
const RENDERING = new Set(['UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit'])
const NOTED = new Set([...SCRIPT, ...RENDERING, HANDED, 'RunTask', 'TimeStamp'])

const cpu = ({ tdur, dur }: TraceEvent): number => (tdur ?? dur ?? 0) / 1000
const sum = (events: readonly TraceEvent[]): number => events.reduce((total, event) => total + cpu(event), 0)
const contains = (outer: TraceEvent, inner: TraceEvent): boolean =>
  inner.ts >= outer.ts && inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0)

/** Events in their order, without those that lie in another of them. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  const found: TraceEvent[] = []
  for (const event of events) {
    const last = found.at(-1)
    if (!last || !contains(last, event)) found.push(event)
  }
  return found
}
