import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../../stand/cti-server.ts'
import { bundle } from '../../support/child.ts'
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

const TROUBLES = [
  { state: 'down' },
  { delayMs: 60 },
  { failNext: 3 },
  { cutNext: 4 },
  { state: 'up', delayMs: 0 },
  { password: 'другой' },
] as const

test('every acknowledged rule arrives in 1C, whenever the server is killed and however 1C fails', async () => {
  const expected = new Map<string, string>()
  for (const trouble of TROUBLES) {
    oneC.stand.odata.set(trouble)
    const killed = pause(Math.random() * 1200)
      .then(() => server.kill())
      .then(() => server.restart())
    for (const number of NUMBERS) {
      const target = TARGETS[Math.floor(Math.random() * TARGETS.length)] ?? ''
      const page = `${oneC.stand.webClientUrl}#x`
      await acknowledged({ commandId: randomUUID(), page, lines: [`${number}=${target}`] })
      expected.set(number, target)
    }
    await killed
  }
  oneC.stand.odata.set({ state: 'up', delayMs: 0, password: 'trubka', failNext: 0, cutNext: 0 })
  const wanted = Object.fromEntries([...expected].filter(([, target]) => target !== ''))
  await expect.poll(registered, { timeout: 90_000, interval: 100 }).toEqual(wanted)
}, 180_000)
