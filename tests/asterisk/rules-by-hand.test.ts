import { writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { CITY_NUMBER_INSIDE } from '../../stand/asterisk/configuration.ts'
import { type RunningServer, startServer } from '../../stand/cti-server.ts'
import type { PhoneCall } from '../../stand/phone/call.ts'
import { type AsteriskLab, openAsteriskLab } from '../support/asterisk-lab.ts'
import { bundle } from '../support/child.ts'
import { type GateQuestions, hearGate } from '../support/gate-questions.ts'
import { describePbx, SOON } from '../support/site.ts'

const CLIENT = '79035677876'
/** A line may name any number of digits, whatever it is the number of. */
const OF_A_SHORT_CITY_NUMBER = '79030000112'
const OF_A_LONG_CITY_NUMBER = '79030000113'
/** With so few digits, numbers of phones inside have rules, too. */
const LAST_DIGITS = '3'
const RULES = [
  `${CLIENT}=103`,
  // In a circle.
  '103=104',
  '104=102',
  '102=103',
  // Back to the one who calls.
  '105=105',
  // Away from here.
  `${OF_A_SHORT_CITY_NUMBER}=112`,
  `${OF_A_LONG_CITY_NUMBER}=89261234567`,
]

const BASE = {
  id: 'trade',
  name: 'Торговля',
  urls: ['http://127.0.0.1:9/trade'],
  odata: { url: 'http://127.0.0.1:9/trade/odata/standard.odata', user: 'trubka', password: '' },
}

await describePbx('Rules that an administrator has put into the file by hand', () => {
  let lab: AsteriskLab
  let server: RunningServer
  let gate: GateQuestions
  let removeProgram = async () => {}

  beforeAll(async () => {
    const built = await bundle('src/server/main.ts')
    removeProgram = built.close
    lab = await openAsteriskLab()
    const environment = { TRUBKA_ROUTING__LASTDIGITS: LAST_DIGITS }
    server = await startServer({ program: built.file, ami: lab.ami, bases: [BASE], environment })
    await server.stop()
    await writeFile(server.roustable('trade'), RULES.map((line) => `${line}\n`).join(''))
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
   * A call that the server has sent to this phone. Before the first heartbeat, and where a busy machine was too slow for the
   * gate, a call takes the usual way: then another one is made.
   */
  async function routed(to: string, prepare: () => void, call: () => Promise<PhoneCall>) {
    for (const until = Date.now() + 30_000; Date.now() < until; await lab.reset()) {
      prepare()
      const before = gate.count
      const client = await call()
      const operator = await lab.phone('101').ringing()
      if (lab.phone(to).rang.length > 0) return { client, operator, asked: () => gate.count - before }
    }
    throw new Error('no call was routed in 30 s')
  }
  const rang = () => ['102', '103', '104', '105'].map((number) => lab.phone(number).rang.length)

  test('three in a circle, each target forwards to one of our own numbers: one of them rings, then the operator', async () => {
    const prepare = () => {
      for (const number of ['102', '103', '104']) lab.phone(number).forwardsTo = CITY_NUMBER_INSIDE
    }
    const { client, operator, asked } = await routed('103', prepare, () => lab.incoming({ from: CLIENT }))
    await operator.answer()
    expect(await client.settled()).toBe('up')
    expect(rang()).toEqual([0, 1, 0, 0])
    expect(lab.phone('101').rang).toHaveLength(1)
    await expect.poll(asked, SOON).toBe(1)
  })

  test('the circle begun by one of its phones: the same', async () => {
    const prepare = () => {
      for (const number of ['102', '104']) lab.phone(number).forwardsTo = CITY_NUMBER_INSIDE
    }
    const { client, operator, asked } = await routed('104', prepare, () => lab.phone('103').dial(CITY_NUMBER_INSIDE))
    await operator.answer()
    expect(await client.settled()).toBe('up')
    expect(rang()).toEqual([0, 0, 1, 0])
    await expect.poll(asked, SOON).toBe(1)
  })

  test('to the phone that calls: it may refuse its own call, which then takes the usual way', async () => {
    const stop = lab.phone('105').onRing((call) => void call.reject())
    const own = () => lab.phone('105').dial(CITY_NUMBER_INSIDE)
    const { client, operator, asked } = await routed('105', () => {}, own)
    stop()
    await operator.answer()
    expect(await client.settled()).toBe('up')
    expect(rang()).toEqual([0, 0, 0, 1])
    await expect.poll(asked, SOON).toBe(1)
  })

  test.for([OF_A_SHORT_CITY_NUMBER, OF_A_LONG_CITY_NUMBER])(
    'to a number in the city, for %s: nobody there is called, the client takes the usual way',
    async (from) => {
      // The server answers by now.
      await routed(
        '103',
        () => (lab.phone('103').forwardsTo = CITY_NUMBER_INSIDE),
        () => lab.incoming({ from: CLIENT }),
      )
      await lab.reset()
      const before = gate.count
      const client = await lab.incoming({ from })
      await (await lab.phone('101').ringing()).answer()
      expect(await client.settled()).toBe('up')
      expect(lab.city.rang).toEqual([])
      expect(rang()).toEqual([0, 0, 0, 0])
      await expect.poll(() => gate.count - before, SOON).toBe(1)
    },
  )

  test('that name no phone of the length set are named in the log, with their line', () => {
    expect(server.log()).toContain('89261234567')
  })
})
