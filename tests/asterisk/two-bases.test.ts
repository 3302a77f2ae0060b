import { writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { CITY_NUMBER_INSIDE } from '../../stand/asterisk/configuration.ts'
import { type RunningServer, startServer } from '../../stand/cti-server.ts'
import type { Phone } from '../../stand/phone/phone.ts'
import { type AsteriskLab, openAsteriskLab } from '../support/asterisk-lab.ts'
import { bundle } from '../support/child.ts'
import { type GateQuestions, hearGate } from '../support/gate-questions.ts'
import { LINES } from '../support/phone-lab.ts'
import { describePbx, SOON } from '../support/site.ts'

const CLIENT = '79035677876'

/** 1C is not there: routing does not need it. */
const base = (id: string) => ({
  id,
  name: id,
  urls: [`http://127.0.0.1:9/${id}`],
  odata: { url: `http://127.0.0.1:9/${id}/odata/standard.odata`, user: 'trubka', password: '' },
})

await describePbx('Two bases whose rules send one client to each other’s colleague', () => {
  let lab: AsteriskLab
  let server: RunningServer
  let gate: GateQuestions
  let removeProgram = async () => {}

  beforeAll(async () => {
    const built = await bundle('src/server/main.ts')
    removeProgram = built.close
    lab = await openAsteriskLab()
    server = await startServer({ program: built.file, ami: lab.ami, bases: [base('trade'), base('service')] })
    await server.stop()
    await writeFile(server.roustable('trade'), `${CLIENT}=103\n`)
    await writeFile(server.roustable('service'), `${CLIENT}=104\n`)
    await server.restart()
  })
  beforeEach(async () => {
    gate = await hearGate(lab.ami)
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

  /**
   * A call that the server has sent to the first base's colleague, and that has come back from there to the operator. Before
   * the first heartbeat, and where a busy machine was too slow for the gate, a call takes the usual way: then another one is made.
   */
  async function inVain(colleague: (phone: Phone) => void) {
    for (const until = Date.now() + 30_000; Date.now() < until; await lab.reset()) {
      colleague(lab.phone('103'))
      const before = gate.count
      const client = await lab.incoming({ from: CLIENT, to: LINES.brief })
      const operator = await lab.phone('101').ringing()
      if (lab.phone('103').rang.length > 0) return { client, operator, asked: () => gate.count - before }
    }
    throw new Error('no call was routed in 30 s')
  }

  test('the first base’s colleague rings; refusing, the operator, and never the other base’s', async () => {
    const stop = lab.phone('103').onRing((call) => void call.reject())
    const { client, operator, asked } = await inVain(() => {})
    await operator.answer()
    expect(await client.settled()).toBe('up')
    stop()
    expect(lab.phone('103').rang).toHaveLength(1)
    expect(lab.phone('104').rang).toEqual([])
    await expect.poll(asked, SOON).toBe(1)
  })

  test('a colleague who forwards to one of our own numbers: the other base is not asked either', async () => {
    const { client, operator, asked } = await inVain((phone) => {
      phone.forwardsTo = CITY_NUMBER_INSIDE
    })
    await operator.answer()
    expect(await client.settled()).toBe('up')
    expect(lab.phone('103').rang).toHaveLength(1)
    expect(lab.phone('104').rang).toEqual([])
    await expect.poll(asked, SOON).toBe(1)
  })

  test('their colleagues forward to each other: the circle is cut, and the operator rings once', async () => {
    const { client, operator, asked } = await inVain((phone) => {
      phone.forwardsTo = '104'
      lab.phone('104').forwardsTo = '103'
    })
    await operator.answer()
    expect(await client.settled()).toBe('up')
    expect(lab.phone('101').rang).toHaveLength(1)
    await expect.poll(asked, SOON).toBe(1)
  })
})
