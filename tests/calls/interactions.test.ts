import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, standBase, startServer } from '../../stand/cti-server.ts'
import { type Stand, startStand } from '../../stand/stand.ts'
import { bundle } from '../support/child.ts'
import { healthOf } from '../support/health.ts'
import { openLab } from '../support/lab.ts'
import type { PhoneLab } from '../support/phone-lab.ts'
import { describePbx, SOON } from '../support/site.ts'

/** Of ООО «Ромашка» in the stand's base. */
const CLIENT = '79035677876'
const LONG = { timeout: 30_000, interval: 50 }

await describePbx('A set number of interactions', () => {
  let lab: PhoneLab
  let stand: Stand
  let server: RunningServer
  let removeProgram = async () => {}

  beforeAll(async () => {
    const built = await bundle('src/server/main.ts')
    removeProgram = built.close
    lab = await openLab()
    stand = await startStand({ webPort: 0, page: '' })
    const bases = [{ ...standBase(stand.origin), interactionsToRoute: 2 }]
    server = await startServer({ program: built.file, ami: lab.ami, bases })
  })
  afterAll(async () => {
    await server.close()
    await stand.stop()
    await lab.close()
    await removeProgram()
  })

  const ready = () =>
    expect.poll(() => healthOf(server), LONG).toMatchObject({ pbx: 'up', routing: 'asked', bases: [{ state: 'up' }] })
  const callsKept = async () => {
    const text = await readFile(join(server.dataFolder, 'ledger', 'ledger.log'), 'utf8')
    return text.split('"type":"call.ended"').length - 1
  }

  /** 103 rings the client, they talk, and it is in the ledger. */
  async function talk(): Promise<void> {
    const before = await callsKept()
    const call = await lab.phone('103').dial(CLIENT)
    const client = await lab.city.ringing()
    await client.answer()
    expect(await call.settled()).toBe('up')
    await expect.poll(() => lab.conversations(), SOON).toHaveLength(1)
    // Nobody hangs up within the same millisecond.
    await pause(300)
    await client.hangup()
    await call.ended()
    await expect.poll(callsKept, SOON).toBe(before + 1)
  }

  test('with a client brings the client to that user, also when the server is killed between them', async () => {
    await ready()
    await talk()
    await server.kill()
    await server.restart()
    await ready()
    await talk()
    await expect.poll(() => readFile(server.roustable(), 'utf8').catch(() => ''), LONG).toContain('9035677876=103')
    await lab.incoming({ from: CLIENT })
    await lab.phone('103').ringing()
    expect(lab.phone('101').rang).toEqual([])
    // And in 1C, for all numbers of this client.
    const { ref } = stand.base.clientNamed('ООО «Ромашка»')
    const user = stand.base.employeeWithNumber('103').ref
    const records = () => [...stand.base.phoneRegister.values()].filter(({ contact }) => contact === ref)
    await expect.poll(() => records().length, LONG).toBe(5)
    expect(records().map(({ user, internal }) => ({ user, internal }))).toEqual(
      Array(5).fill({ user, internal: '103' }),
    )
  })
})
