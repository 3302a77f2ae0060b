import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type BaseOptions, type RunningServer, startServer } from '../../stand/cti-server.ts'
import { bundle } from '../support/child.ts'
import { type GateQuestions, hearGate } from '../support/gate-questions.ts'
import { openLab } from '../support/lab.ts'
import { LINES, type PhoneLab } from '../support/phone-lab.ts'
import { describePbx, SOON } from '../support/site.ts'

const CLIENT = '79035677876'
/** Whose rule points to somebody else. */
const OTHER = '79161234567'
/** The dialplan believes a heartbeat for five seconds. */
const STALE_MS = 7500

/** 1C is not there: routing does not need it. */
const BASE: BaseOptions = {
  id: 'trade',
  name: 'Торговля',
  urls: ['http://127.0.0.1:9/trade'],
  odata: { url: 'http://127.0.0.1:9/trade/odata/standard.odata', user: 'trubka', password: '' },
}

await describePbx('Calls while the server’s process is killed, frozen or slow', () => {
  let lab: PhoneLab
  let server: RunningServer
  let gate: GateQuestions
  let removeProgram = async () => {}

  beforeAll(async () => {
    const built = await bundle('src/server/main.ts')
    removeProgram = built.close
    lab = await openLab()
    server = await startServer({ program: built.file, ami: lab.ami, bases: [BASE] })
    await server.stop()
    await writeFile(server.roustable('trade'), `${CLIENT}=103\n${OTHER}=102\n`)
  })
  beforeEach(async () => {
    await server.restart()
    gate = await hearGate(lab.ami)
    await expect.poll(routed, { timeout: 30_000 }).toBe(true)
  })
  afterEach(async () => {
    gate.close()
    await lab.reset()
  })
  afterAll(async () => {
    await server.close()
    await lab.close()
    await removeProgram()
  })

  /** Whether a call is routed now; it is over when this resolves. */
  async function routed(): Promise<boolean> {
    const client = await lab.incoming({ from: CLIENT })
    const rang = await Promise.race([lab.phone('103').ringing(), lab.phone('101').ringing()])
    await client.hangup()
    await rang.ended()
    const arrived = lab.phone('103').rang.length > 0
    await lab.reset()
    return arrived
  }

  /** What the server has kept of employees and of what they say of themselves; 1C is not asked. */
  async function kept(statuses: Record<string, unknown>): Promise<void> {
    const people = [{ id: 'anna', name: 'Анна', department: '', number: '103' }]
    await writeFile(join(server.dataFolder, 'people.json'), JSON.stringify({ version: 1, people }))
    await writeFile(join(server.dataFolder, 'statuses.json'), JSON.stringify({ version: 1, statuses }))
  }

  const asked = async (count: number) => expect.poll(() => gate.count, SOON).toBe(count)

  test('killed: calls take the usual way, soon without a question, and are routed again after a restart', async () => {
    await server.kill()
    await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    expect(lab.phone('103').rang).toEqual([])
    await lab.reset()
    await pause(STALE_MS)
    const before = gate.count
    await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    expect(gate.count).toBe(before)
    await lab.reset()
    await server.restart()
    await expect.poll(routed, { timeout: 30_000 }).toBe(true)
  })

  test('frozen: calls take the usual way, soon without a question; a late answer moves nothing', async () => {
    const before = gate.count
    server.freeze()
    await lab.incoming({ from: CLIENT })
    const operator = await lab.phone('101').ringing()
    await asked(before + 1)
    server.thaw()
    await pause(300)
    expect(operator.state).toBe('ringing')
    expect(lab.phone('101').rang).toHaveLength(1)
    expect(lab.phone('103').rang).toEqual([])
    await lab.reset()
    await expect.poll(routed, { timeout: 30_000 }).toBe(true)

    server.freeze()
    await pause(STALE_MS)
    const then = gate.count
    await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    expect(gate.count).toBe(then)
  })

  test('slow: an answer that comes too late is not given', async () => {
    const before = gate.count
    server.freeze()
    await lab.incoming({ from: CLIENT })
    await asked(before + 1)
    // Beyond the 400 ms in which an answer counts, and within the gate's wait or just after it.
    await pause(430)
    server.thaw()
    const operator = await lab.phone('101').ringing()
    await expect.poll(() => server.log(), SOON).toContain('a routing question too old to answer')
    expect(operator.state).toBe('ringing')
    expect(lab.phone('101').rang).toHaveLength(1)
    expect(lab.phone('103').rang).toEqual([])
  })

  test('killed while the target rings: the target can answer, and an unanswered call takes the usual way', async () => {
    const answered = await lab.incoming({ from: CLIENT })
    const target = await lab.phone('103').ringing()
    await server.kill()
    await target.answer()
    expect(await answered.settled()).toBe('up')
    await lab.reset()

    await server.restart()
    await expect.poll(routed, { timeout: 30_000 }).toBe(true)
    await lab.incoming({ from: CLIENT, to: LINES.brief })
    await lab.phone('103').ringing()
    await server.kill()
    await (await lab.phone('101').ringing()).answer()
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
  })

  test('the target does not want to be disturbed: is not rung, until the status is over', async () => {
    await server.stop()
    await kept({ anna: { kind: 'doNotDisturb', note: '', until: null, reach: null } })
    try {
      await server.restart()
      const isRouted = async () => {
        await lab.reset()
        await lab.incoming({ from: OTHER })
        await Promise.race([lab.phone('102').ringing(), lab.phone('101').ringing()])
        return lab.phone('102').rang.length > 0
      }
      await expect.poll(isRouted, { timeout: 30_000 }).toBe(true)
      await lab.reset()
      const before = gate.count
      await lab.incoming({ from: CLIENT })
      await (await lab.phone('101').ringing()).answer()
      await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
      expect(lab.phone('103').rang).toEqual([])
      await asked(before + 1)
    } finally {
      await server.stop()
      await Promise.all(['people.json', 'statuses.json'].map((file) => rm(join(server.dataFolder, file))))
      await lab.reset()
    }
    await server.restart()
    await expect.poll(routed, { timeout: 30_000 }).toBe(true)
  })
})
