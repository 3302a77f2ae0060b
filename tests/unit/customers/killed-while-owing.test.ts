import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { type RunningServer, startServer } from '../../../stand/cti-server.ts'
import { bundle } from '../../support/child.ts'
import { memoryLog } from '../../support/log.ts'
import { Operator, type Pairing, pair } from '../../support/operator.ts'
import { type OneC, openOneC } from '../stand-odata/one-c.ts'

/** Of contacts with one number each, so that a record tells which rule it comes from. */
const NUMBERS = ['9265550129', '9030000101', '9030000102', '9030000103']
const TARGETS = ['103', '104', '105', '']

let oneC: OneC
let server: RunningServer
let removeProgram = async () => {}
let pairing: Pairing

beforeEach(async () => {
  oneC = await openOneC()
  const { file, close } = await bundle('src/server/main.ts')
  removeProgram = close
  server = await startServer({ program: file, stand: oneC.stand.origin })
  pairing = await pair(server.url, await server.code('103'))
}, 60_000)
afterEach(async () => {
  await server.close()
  await oneC.stand.stop()
  await removeProgram()
})

type Write = { commandId: string; page: string; lines: string[] }

/** As the extension does: a write that was not acknowledged is asked again with the same id. */
async function acknowledged(write: Write): Promise<void> {
  for (;;) {
    const operator = await Operator.signIn(server.url, pairing).catch(() => null)
    const answer = await operator?.ask('routing.write', write).catch(() => null)
    await operator?.close()
    if (answer) return
    await pause(50)
  }
}

/** Number → internal number, of the records that have one. */
const registered = () => {
  const records = [...oneC.stand.base.phoneRegister.values()].filter(({ internal }) => internal !== '')
  return Object.fromEntries(records.map(({ number, internal }) => [number, internal]))
}

/** As the kill left them, before the next start: every acknowledged rule in the ledger, every file whole. */
async function nothingIsLost(rules: ReadonlyMap<string, string>, asked: ReadonlyMap<string, string>): Promise<void> {
  const { logger } = memoryLog()
  const ledger = await openLocalLedger(join(server.dataFolder, 'ledger'), { logger })
  const found = new Map<string, string>()
  for await (const { record } of ledger.read(0, ['rules.written'])) {
    if (record.type !== 'rules.written') continue
    for (const line of record.lines) found.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1))
  }
  await ledger.close()
  // The one that was on its way may be there or not.
  for (const [number, target] of rules) expect([target, asked.get(number)]).toContain(found.get(number))
  const file = await readFile(server.roustable(), 'utf8').catch(() => '')
  expect(file).toMatch(/^([0-9]{10}=[0-9]{2,5}\n)*(# trubka [0-9]+\n)?$/)
  for (const model of ['routing-checkpoint.json', 'outbox.json']) {
    const text = await readFile(join(server.dataFolder, model), 'utf8').catch(() => '{}')
    expect(() => JSON.parse(text)).not.toThrow()
  }
}

const TROUBLES = [
  { state: 'down' },
  { delayMs: 60 },
  { failNext: 3 },
  { cutNext: 4 },
  { state: 'up', delayMs: 0 },
  { password: 'другой' },
] as const

test('every acknowledged rule arrives in 1C, whenever the server is killed and however 1C fails', async () => {
  const kept = new Map<string, string>()
  const asked = new Map<string, string>()
  for (const trouble of TROUBLES) {
    oneC.stand.odata.set(trouble)
    const killed = pause(Math.random() * 1200)
      .then(() => server.kill())
      .then(() => nothingIsLost(new Map(kept), asked))
      .then(() => server.restart())
    for (const number of NUMBERS) {
      const target = TARGETS[Math.floor(Math.random() * TARGETS.length)] ?? ''
      const page = `${oneC.stand.webClientUrl}#x`
      asked.set(number, target)
      await acknowledged({ commandId: randomUUID(), page, lines: [`${number}=${target}`] })
      kept.set(number, target)
    }
    await killed
  }
  oneC.stand.odata.set({ state: 'up', delayMs: 0, password: 'trubka', failNext: 0, cutNext: 0 })
  const wanted = Object.fromEntries([...kept].filter(([, target]) => target !== ''))
  await expect.poll(registered, { timeout: 90_000, interval: 100 }).toEqual(wanted)
}, 180_000)
