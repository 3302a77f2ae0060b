import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, standBase, startServer } from '../../stand/cti-server.ts'
import { type Stand, startStand } from '../../stand/stand.ts'
import { bundle } from '../support/child.ts'
import { healthOf } from '../support/health.ts'
import { openLab } from '../support/lab.ts'
import { Operator, type Pairing, pair } from '../support/operator.ts'
import type { PhoneLab } from '../support/phone-lab.ts'
import { describePbx, SOON } from '../support/site.ts'

/** Of ООО «Ромашка» in the stand's base. */
const CLIENT = '79035677876'
const LONG = { timeout: 30_000, interval: 50 }

await describePbx('Calls of the past', () => {
  let lab: PhoneLab
  let stand: Stand
  let server: RunningServer
  let removeProgram = async () => {}

  beforeAll(async () => {
    const built = await bundle('src/server/main.ts')
    removeProgram = built.close
    lab = await openLab()
    stand = await startStand({ webPort: 0, page: '' })
    server = await startServer({ program: built.file, ami: lab.ami, bases: [standBase(stand.origin)] })
  })
  afterAll(async () => {
    await server.close()
    await stand.stop()
    await lab.close()
    await removeProgram()
  })

  const ready = () => expect.poll(() => healthOf(server), LONG).toMatchObject({ pbx: 'up', bases: [{ state: 'up' }] })
  async function operator(pairing: Pairing): Promise<Operator> {
    const operator = await Operator.signIn(server.url, pairing)
    await operator.sync()
    return operator
  }

  test('are told with the client’s name, missed until somebody calls back, also after the server was killed', async () => {
    await ready()
    const pairing = await pair(server.url, await server.code('101'))
    const anna = await operator(pairing)
    const inVain = await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    await inVain.hangup()
    await expect.poll(() => anna.state.missed, SOON).toBe(1)
    await anna.close()

    await server.kill()
    await server.restart()
    await ready()
    const again = await operator(pairing)
    await expect.poll(() => again.state.missed, SOON).toBe(1)
    const missed = await again.ask('journal.missed', { scope: 'own' })
    expect(missed.callers).toMatchObject([
      { times: 1, returned: null, party: { customers: [{ counterparty: 'ООО «Ромашка»' }] } },
    ])

    const back = await lab.phone('103').dial(CLIENT)
    const client = await lab.city.ringing()
    await client.answer()
    expect(await back.settled()).toBe('up')
    await expect.poll(() => lab.conversations(), SOON).toHaveLength(1)
    // Nobody hangs up within the same millisecond.
    await pause(300)
    await client.hangup()
    await expect.poll(() => again.state.missed, SOON).toBe(0)
    const returned = await again.ask('journal.missed', { scope: 'own' })
    expect(returned.callers).toMatchObject([{ returned: { how: 'called', by: { number: '103' } } }])

    // Found by the client's name, which only 1C knows, typed in the wrong layout.
    const found = await again.ask('journal.history', { scope: 'own', client: 'hjvfir' })
    expect(found.calls).toMatchObject([{ direction: 'incoming', result: 'missed' }])
    await again.close()
  })
})
