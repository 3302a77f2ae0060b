import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNatsLedger } from '../../src/server/ledger/nats/nats-ledger.ts'
import { NatsServer } from '../../stand/nats/run.ts'
import { entriesOf, ledgerContract, rule } from '../support/ledger-contract.ts'
import { memoryLog } from '../support/log.ts'
import { openPausable } from '../support/pausable.ts'

let nats: NatsServer
let streams = 0
const connections = new Set<NatsConnection>()
beforeAll(async () => {
  nats = await NatsServer.start()
})
afterAll(async () => {
  for (const connection of connections) await connection.close()
  await nats.stop()
})

/** One server's way to a stream. */
async function node(stream: string, servers = nats.url) {
  const connection = await connect({ servers, maxReconnectAttempts: -1, reconnectTimeWait: 100 })
  connections.add(connection)
  return openNatsLedger({ connection, stream, replicas: 1, logger: memoryLog().logger })
}
const newStream = () => `trubka${++streams}`

ledgerContract(async () => {
  const stream = newStream()
  return {
    open: () => node(stream),
    forget: async () => {
      for (const connection of connections) await connection.close()
      connections.clear()
    },
  }
})

test('two servers append to one ledger: both tell of all of it, in the same order', async () => {
  const stream = newStream()
  const [one, other] = [await node(stream), await node(stream)]
  const told: [number[], number[]] = [[], []]
  one.onAppended(({ seq }) => told[0].push(seq))
  other.onAppended(({ seq }) => told[1].push(seq))
  await Promise.all(Array.from({ length: 200 }, (_, n) => (n % 2 ? one : other).append(rule(n))))
  await expect.poll(() => told.map(({ length }) => length)).toEqual([200, 200])
  expect(told[0]).toEqual(told[1])
  expect(await entriesOf(one)).toEqual(await entriesOf(other))
  for (const each of [one, other]) await each.close()
})

test('what was on its way when the line was cut is told and answered, without anything new', async () => {
  const stream = newStream()
  const line = await openPausable({ host: '127.0.0.1', port: Number(new URL(nats.url).port) })
  const [far, near] = [await node(stream, `nats://${line.host}:${line.port}`), await node(stream)]
  const told: number[] = []
  far.onAppended(({ seq }) => told.push(seq))
  await far.append(rule(1))
  line.pauseAnswers()
  await near.append(rule(2))
  // Kept by NATS, whose answer does not arrive.
  const third = far.append(rule(3))
  await expect.poll(() => near.last).toBe(3)
  line.cut()
  expect(await third).toBe(3)
  await expect.poll(() => told).toEqual([1, 2, 3])
  expect((await entriesOf(far)).map(({ record }) => record)).toEqual([1, 2, 3].map(rule))
  for (const each of [far, near]) await each.close()
  await line.close()
})

test('NATS is killed under load and comes back: every record that was acknowledged is there once, and the servers go on', async () => {
  const stream = newStream()
  const [one, other] = [await node(stream), await node(stream)]
  const told: number[] = []
  other.onAppended(({ seq }) => told.push(seq))
  const kept: number[] = []
  let stop = false
  const load = Array.from({ length: 20 }, async (_, worker) => {
    for (let n = 0; !stop; n++) {
      await one.append(rule(worker * 100_000 + n))
      kept.push(worker * 100_000 + n)
    }
  })
  await expect.poll(() => kept.length).toBeGreaterThan(100)
  await nats.kill()
  await nats.up()
  const before = kept.length
  await expect.poll(() => kept.length).toBeGreaterThan(before + 100)
  stop = true
  await Promise.all(load)
  const commands = (await entriesOf(one)).map(({ record }) => record.type === 'rules.written' && record.commandId)
  expect(commands.length).toBe(new Set(commands).size)
  for (const n of kept) expect(commands).toContain(`command ${n}`)
  await expect.poll(() => told.at(-1)).toBe(one.last)
  expect(told).toEqual(told.map((_, i) => i + 1))
  for (const each of [one, other]) await each.close()
})
