import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { AVAILABLE } from '../../src/protocol/status.ts'
import { type RunningServer, startServer } from '../../stand/cti-server.ts'
import { NatsServer } from '../../stand/nats/run.ts'
import type { Stand } from '../../stand/stand.ts'
import { bundle } from '../support/child.ts'
import { Operator, pair } from '../support/operator.ts'
import { openStand } from '../support/stand.ts'

let program: { file: string; close: () => Promise<void> }
let nats: NatsServer
let stand: Stand
let streams = 0
const running: Promise<RunningServer>[] = []

beforeAll(async () => {
  program = await bundle('src/server/main.ts')
  nats = await NatsServer.start()
  stand = await openStand()
})
afterEach(async () => {
  for (const server of await Promise.all(running.splice(0))) await server.close()
})
afterAll(async () => {
  await stand.stop()
  await nats.stop()
  await program.close()
})

const newStream = () => `duty${++streams}`
/** Each with a data folder of its own; one that stands by is not ready yet. */
function start(stream: string): Promise<RunningServer> {
  const environment = { TRUBKA_NATS__SERVERS__0: nats.url, TRUBKA_NATS__STREAM: stream }
  const server = startServer({ program: program.file, stand: stand.origin, environment })
  running.push(server)
  return server
}
const isReady = async (server: Promise<unknown>) =>
  (await Promise.race([server, Promise.resolve('not yet')])) !== 'not yet'

describe('Of two servers on one ledger', () => {
  test('the second one stands by, and takes over when the first is killed: browsers, rules and own status are known to it', async () => {
    const stream = newStream()
    const first = await start(stream)
    const pairing = await pair(first.url, await first.code('101'))
    const anna = await Operator.signIn(first.url, pairing)
    const lines = ['9035677876=102']
    await anna.ask('routing.write', { commandId: crypto.randomUUID(), page: stand.webClientUrl, lines })
    await anna.ask('status.set', { status: { ...AVAILABLE, kind: 'lunch', note: 'в столовой' } })
    const second = start(stream)
    await anna.sync()
    expect(await isReady(second)).toBe(false)

    await first.kill()
    const server = await second
    // The server's key is the same one: the browser trusts it.
    const again = await Operator.signIn(server.url, pairing)
    await again.sync()
    expect(again.state.statuses[stand.base.employeeWithNumber('101').ref]).toMatchObject({ note: 'в столовой' })
    await expect.poll(() => readFile(server.roustable(), 'utf8').catch(() => '')).toContain('9035677876=102')
  })

  test('one that was held still for too long ends, instead of working beside the other', async () => {
    const stream = newStream()
    const first = await start(stream)
    const second = start(stream)
    first.freeze()
    await second
    first.thaw()
    await expect.poll(() => first.log()).toContain('on duty no longer')
  })

  test('one that is stopped in order is followed at once', async () => {
    const stream = newStream()
    const first = await start(stream)
    const second = start(stream)
    await first.stop()
    expect((await second).log()).toContain('"msg":"on duty"')
  })
})
