import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../stand/cti-server.ts'
import { NatsServer } from '../../stand/nats/run.ts'
import type { Stand } from '../../stand/stand.ts'
import { bundle } from '../support/child.ts'
import { Operator, pair } from '../support/operator.ts'
import { openStand } from '../support/stand.ts'

let program: { file: string; close: () => Promise<void> }
let nats: NatsServer
let stand: Stand
const running: RunningServer[] = []

beforeAll(async () => {
  program = await bundle('src/server/main.ts')
  nats = await NatsServer.start()
  stand = await openStand()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})
afterAll(async () => {
  await stand.stop()
  await nats.stop()
  await program.close()
})

/** Each with a data folder of its own. */
async function start(stream: string): Promise<RunningServer> {
  const environment = { TRUBKA_NATS__SERVERS__0: nats.url, TRUBKA_NATS__STREAM: stream }
  const server = await startServer({ program: program.file, stand: stand.origin, environment })
  running.push(server)
  return server
}
const operatorOn = async (server: RunningServer) =>
  Operator.signIn(server.url, await pair(server.url, await server.code('101')))
const write = (operator: Operator, line: string) =>
  operator.ask('routing.write', { commandId: crypto.randomUUID(), page: stand.webClientUrl, lines: [line] })
const rules = async (server: RunningServer) => readFile(server.roustable(), 'utf8').catch(() => '')

describe('A server whose ledger is on NATS', () => {
  test('keeps rules there: they are known to a server that takes its place with an empty folder', async () => {
    const first = await start('one')
    const operator = await operatorOn(first)
    expect(await write(operator, '9035677876=102')).toEqual({ written: 1, refused: [] })
    await operator.close()
    await first.close()

    const second = await start('one')
    await expect.poll(() => rules(second)).toContain('9035677876=102')
  })

  test('takes a rule while NATS is restarted, and tells the operator once it is kept', async () => {
    const server = await start('two')
    const operator = await operatorOn(server)
    await nats.kill()
    const written = write(operator, '9035677876=103')
    await nats.up()
    expect(await written).toEqual({ written: 1, refused: [] })
    await expect.poll(() => rules(server)).toContain('9035677876=103')
    await operator.close()
  })

  test('says where NATS is looked for when it is not there', async () => {
    const wrong = { TRUBKA_NATS__SERVERS__0: 'nats://127.0.0.1:9' }
    const failed = startServer({ program: program.file, environment: wrong })
    await expect(failed).rejects.toThrow(/nats\.servers: none of nats:\/\/127\.0\.0\.1:9 can be reached/)
  })
})
