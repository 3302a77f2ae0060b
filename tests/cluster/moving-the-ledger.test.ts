import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkConfig } from '../../src/server/config/config.ts'
import { keptInFolder } from '../../src/server/kept/file.ts'
import type { Ledger } from '../../src/server/ledger/ledger.ts'
import { openHere, openThere } from '../../src/server/open-store.ts'
import { Undo } from '../../src/server/undo.ts'
import { NatsServer } from '../../stand/nats/run.ts'
import { bundle } from '../support/child.ts'
import { entriesOf, revoked, rule } from '../support/ledger-contract.ts'
import { memoryLog } from '../support/log.ts'

const { logger } = memoryLog()
let program: { file: string; close: () => Promise<void> }
let nats: NatsServer
let folder: string
let undo: Undo
let streams = 0
let stream: string

beforeAll(async () => {
  program = await bundle('src/server/main.ts')
  nats = await NatsServer.start()
})
afterAll(async () => {
  await nats.stop()
  await program.close()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trubka-move-'))
  undo = new Undo()
  stream = `move${++streams}`
  await configure('data')
})
afterEach(async () => {
  await undo.all(logger)
  await rm(folder, { recursive: true })
})

const settings = (data: string) => ({
  data: join(folder, data),
  pbx: { user: 'a', secret: 's', routeUser: 'b', routeSecret: 's' },
  nats: { servers: [nats.url], stream },
})
const configure = (data: string) => writeFile(join(folder, 'trubka.json'), JSON.stringify(settings(data)))

async function on(where: 'nats' | 'disk', data = 'data'): Promise<Ledger> {
  const config = checkConfig(settings(data), folder)
  const { ledger } = await (where === 'nats' && config.nats
    ? openThere(config.nats, logger, undo)
    : openHere(config.data, logger, undo))
  return ledger
}

const move = (to: 'nats' | 'disk') =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const args = [program.file, 'move-ledger', to, '--config', join(folder, 'trubka.json')]
    const child = execFile(process.execPath, args, (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }))
  })

async function fill(ledger: Ledger, from: number, to: number) {
  for (let n = from; n <= to; n++) await ledger.append(n % 10 === 0 ? revoked(n) : rule(n))
}

describe('The ledger', () => {
  test('is moved to NATS and back: each record with its number and time, counted, with progress', async () => {
    const before = await on('disk')
    await fill(before, 1, 1200)
    await keptInFolder(join(folder, 'data'))('server-key.json').write('the key of this server')
    const all = await entriesOf(before)
    await before.close()
    const there = await move('nats')
    expect(there.out).toContain('1200 records were copied and counted')
    expect(there.err).toContain('1200 of 1200 records')
    const onNats = await on('nats')
    expect(await entriesOf(onNats)).toEqual(all)
    await fill(onNats, 1201, 1300)
    const more = await entriesOf(onNats)
    await onNats.close()

    await configure('other')
    expect((await move('disk')).out).toContain('1300 records were copied and counted')
    const back = await on('disk', 'other')
    expect(await entriesOf(back)).toEqual(more)
    // Browsers have pinned it.
    expect(await keptInFolder(join(folder, 'other'))('server-key.json').read()).toBe('the key of this server')
    await back.close()
  })

  test('is moved on with when a move was broken off, and moving it twice does no harm', async () => {
    const ledger = await on('disk')
    await fill(ledger, 1, 30)
    await ledger.close()
    expect((await move('nats')).code).toBe(0)
    const longer = await on('disk')
    await fill(longer, 31, 60)
    const all = await entriesOf(longer)
    await longer.close()
    for (let again = 0; again < 2; again++) expect(await move('nats')).toMatchObject({ code: 0 })
    const onNats = await on('nats')
    expect(await entriesOf(onNats)).toEqual(all)
    await onNats.close()
  })

  test('is not moved over another one, nor under a running server', async () => {
    const other = await on('nats')
    await fill(other, 5, 8)
    await other.close()
    const ledger = await on('disk')
    await fill(ledger, 1, 3)
    const busy = await move('nats')
    expect(busy).toMatchObject({ code: 1 })
    expect(busy.err).toContain('the server is running; stop it first')
    await ledger.close()
    const refused = await move('nats')
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.err).toContain('holds other records')
    const still = await on('nats')
    expect(still.last).toBe(4)
    await still.close()
  })

  test('is not moved where the settings name no NATS', async () => {
    const { nats: _, ...rest } = settings('data')
    await writeFile(join(folder, 'trubka.json'), JSON.stringify(rest))
    const refused = await move('nats')
    expect(refused.err).toContain('nats.servers')
    expect(refused.code).toBe(1)
  })
})
