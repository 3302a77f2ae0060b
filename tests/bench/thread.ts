import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { type Extension, launchExtension } from '../../stand/browser/extension.ts'
import { missingFor } from '../support/lab.ts'
import { type Office, OPERATOR, openOffice } from '../support/office.ts'
import { type Bells, bellsOf } from './bells.ts'
import { pause, until, within } from './clock.ts'
import { PageProbe } from './page-probe.ts'
import { print, type Row, rowOf } from './report.ts'
import { sizes } from './sizes.ts'

// The thread from a click to the phone and from the phone to the page, with the real built extension in real Chromium,
// the real built server, and each of the two PBXs. Run it by `npm run bench:thread`, which builds them.

const EXTENSION = 'out/bench/chromium'
const SERVER = 'out/bench/server/main.js'

const CLIENT = 'ООО «Ромашка»'
const BUTTON = 'Позвонить +7 903 567-78-76'
/** Known to 1C; no rule. */
const CALLER = '79265550129'
/** Has the rule. */
const ROUTED = '79161112233'
const TARGET = '103'
const WITHIN_MS = 15_000
/** What is left of one call must not be measured with the next. */
const SETTLE_MS = 40

type Samples = Record<'click' | 'popup' | 'usual' | 'ruled' | 'without', number[]>
type Bench = { office: Office; extension: Extension; page: Page; probe: PageProbe; bells: Bells; samples: Samples }

const quick = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values.quick
/** Server up and server stopped take turns. */
const ROUNDS = quick ? 1 : 3
const EACH = quick ? 8 : 12

/** Click → the PBX rings the operator's own phone. The call is then answered and ended, so that the button is free. */
async function dial({ office: { lab }, page, probe, bells, samples }: Bench): Promise<void> {
  let at: { x: number; y: number } | null = null
  await until(WITHIN_MS, 'a free dial button', async () => {
    at = (await probe.popupIsShown()) ? null : await probe.button(BUTTON)
    return at !== null
  })
  const { x, y } = at ?? { x: 0, y: 0 }
  await pause(SETTLE_MS)
  const click = await probe.awaitClick()
  const invite = bells.nextInvite(OPERATOR)
  await page.mouse.click(x, y)
  samples.click.push((await invite) - (await click.moment()))
  const client = await lab.city.ringing()
  await client.answer()
  await until(WITHIN_MS, 'a conversation', async () => (await lab.conversations()).length > 0)
  await client.hangup()
  await client.ended()
}

/** A client's call that nobody has routed: INVITE → phone, and phone → page. */
async function popup({ office: { lab }, probe, bells, samples }: Bench): Promise<void> {
  await until(WITHIN_MS, 'no popup', async () => !(await probe.popupIsShown()))
  await pause(SETTLE_MS)
  const painted = await probe.awaitPopup()
  const invite = bells.nextInvite(OPERATOR)
  const { call, at } = await bells.callIn(CALLER)
  const rang = await invite
  samples.usual.push(rang - at)
  samples.popup.push((await painted.moment()) - rang)
  const ring = await lab.phone(OPERATOR).ringing()
  await call.hangup()
  await ring.ended()
}

/** A client's call to whoever should ring. */
async function route({ office: { lab }, bells }: Bench, from: string, to: string, samples: number[]): Promise<void> {
  await pause(SETTLE_MS)
  const invite = bells.nextInvite(to)
  const { call, at } = await bells.callIn(from)
  samples.push((await invite) - at)
  const ring = await lab.phone(to).ringing()
  await call.hangup()
  await ring.ended()
}

/** Until the server is asked about calls, and the operator's browser is with it. */
async function ready({ office: { lab }, probe }: Bench): Promise<void> {
  await until(WITHIN_MS, 'a dial button that may be pressed', async () => (await probe.button(BUTTON)) !== null)
  await until(WITHIN_MS, 'the rule in force', async () => {
    const call = await lab.incoming({ from: ROUTED })
    const rings = (number: string) => lab.phone(number).ringing(WITHIN_MS)
    const ring = await Promise.race([rings(TARGET), rings(OPERATOR)])
    const routed = lab.phone(TARGET).rang.some(({ state }) => state === 'ringing')
    await call.hangup()
    await ring.ended()
    await lab.reset()
    return routed
  })
}

async function measure(bench: Bench): Promise<void> {
  const { server } = bench.office
  for (let round = 0; round < ROUNDS; round++) {
    await ready(bench)
    for (let at = 0; at < EACH; at++) {
      await dial(bench)
      await popup(bench)
      await route(bench, ROUTED, TARGET, bench.samples.ruled)
    }
    await server.stop()
    for (let at = 0; at < EACH; at++) await route(bench, ROUTED, OPERATOR, bench.samples.without)
    await bench.office.lab.reset()
    if (round < ROUNDS - 1) await server.restart()
  }
}

/** As an administrator does; the server looks at the file each second here. */
async function writeRule(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${ROUTED.slice(-10)}=${TARGET}\n`)
}

async function benchOn(pbx: 'stand' | 'asterisk', name: string): Promise<Row[]> {
  const office = await openOffice(pbx, { program: SERVER })
  let launched: Extension | null = null
  try {
    const { stand, server, lab } = office
    const extension = await launchExtension({ dist: EXTENSION })
    launched = extension
    // Straight to the server: what tests put between would be measured, too.
    await extension.pair(server.url, await server.code(OPERATOR))
    await extension.grant(stand.origin)
    await writeRule(server.roustable())
    const page = await extension.open(`${stand.webClientUrl}?pace=fast`)
    await page.waitForSelector('html[data-stand-ready]')
    await page.evaluate((ref) => window.__stand.openCard(ref), stand.base.clientNamed(CLIENT).ref)
    const samples: Samples = { click: [], popup: [], usual: [], ruled: [], without: [] }
    const probe = await within(WITHIN_MS, 'the overlay', PageProbe.open(page, extension.id))
    console.log(`${name}: the page's clock is known to ±${probe.doubt.toFixed(2)} ms`)
    await measure({ office, extension, page, probe, bells: bellsOf(lab), samples })
    return [
      rowOf(`click on a dial button → INVITE at the operator's phone, ${name}`, 'ms', samples.click),
      rowOf(`INVITE at the operator's phone → popup painted in the page, ${name}`, 'ms', samples.popup),
      rowOf(`client's INVITE → INVITE at the colleague's phone by a rule, ${name}`, 'ms', samples.ruled),
      rowOf(`client's INVITE → INVITE at the operator's phone, no rule, ${name}`, 'ms', samples.usual),
      rowOf(`client's INVITE → INVITE at the operator's phone, no server, ${name}`, 'ms', samples.without),
    ]
  } finally {
    await launched?.close()
    await office.close()
  }
}

const rows = await benchOn('stand', 'stand’s PBX')
const missing = await missingFor('asterisk')
if (missing === null) rows.push(...(await benchOn('asterisk', 'Asterisk')))
else console.log(`Without a real Asterisk: ${missing}`)
// Whoever else uses the machine shows in the p95 first.
console.log(`load average at the end: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)
print('thread', [...rows, ...sizes(EXTENSION)])
