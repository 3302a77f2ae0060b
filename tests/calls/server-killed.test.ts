import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Call } from '../../src/protocol/call.ts'
import { type RunningServer, standBase, startServer } from '../../stand/cti-server.ts'
import { type Stand, startStand } from '../../stand/stand.ts'
import { bundle } from '../support/child.ts'
import { healthOf } from '../support/health.ts'
import { openLab } from '../support/lab.ts'
import { Operator, type Pairing, pair } from '../support/operator.ts'
import type { LabCall, PhoneLab } from '../support/phone-lab.ts'
import { describePbx, SOON } from '../support/site.ts'
import { CLIENT, heard } from '../support/talking.ts'

const LONG = { timeout: 30_000, interval: 50 }

await describePbx('The server’s process is killed in mid-call, and another takes over', () => {
  let lab: PhoneLab
  let stand: Stand
  let server: RunningServer
  let pairing: Pairing
  let operator: Operator
  let removeProgram = async () => {}

  beforeAll(async () => {
    const built = await bundle('src/server/main.ts')
    removeProgram = built.close
    lab = await openLab()
    stand = await startStand({ webPort: 0, page: '' })
    server = await startServer({ program: built.file, ami: lab.ami, bases: [standBase(stand.origin)] })
    pairing = await pair(server.url, await server.code('101'))
  })
  beforeEach(async () => {
    operator = await signedIn()
  })
  afterEach(async () => {
    await operator.close()
    await lab.reset()
    await expect.poll(() => lab.channels(), SOON).toEqual([])
  })
  afterAll(async () => {
    await server.close()
    await stand.stop()
    await lab.close()
    await removeProgram()
  })

  /** The operator at 101, once the server sees the PBX. */
  async function signedIn(): Promise<Operator> {
    await expect.poll(() => healthOf(server), LONG).toMatchObject({ pbx: 'up', routing: 'asked' })
    const signed = await Operator.signIn(server.url, pairing)
    await signed.sync()
    return signed
  }

  /** What the operator at 101 is shown, waited for. */
  const shows = () => expect.poll(() => operator.state.calls, SOON)
  const callId = () => operator.state.calls[0]?.id ?? ''
  const about = (id: string) => ({ commandId: randomUUID(), callId: id })

  /** The client talks with 101. */
  async function talking(): Promise<{ client: LabCall; phone: LabCall; id: string }> {
    const client = await lab.incoming({ from: CLIENT })
    const phone = await lab.phone('101').ringing()
    await phone.answer()
    await shows().toMatchObject([{ local: 'connected', commands: expect.arrayContaining(['hold']) }])
    return { client, phone, id: callId() }
  }

  async function killed(meanwhile: () => Promise<void>): Promise<void> {
    await server.kill()
    await operator.line.closed
    await meanwhile()
    await server.restart()
    operator = await signedIn()
  }

  const offers = (...commands: Call['commands']) => expect.arrayContaining(commands)

  test('a client on hold hears music all the while, is shown on hold, and can be retrieved', async () => {
    const { client, id } = await talking()
    await operator.ask('call.hold', about(id))
    await heard(client).toEqual(['music'])
    await killed(() => heard(client).toEqual(['music']))
    await shows().toMatchObject([{ id, local: 'hold', party: { number: CLIENT }, commands: offers('retrieve') }])
    await operator.ask('call.retrieve', about(id))
    await heard(client).toEqual(['101'])
    await shows().toMatchObject([{ id, local: 'connected', remote: 'connected' }])
  })

  test('a hold by the phone’s own key meanwhile is shown, and so is its end', async () => {
    const { client, phone, id } = await talking()
    await killed(async () => {
      await phone.hold()
      await heard(client).toEqual(['music'])
    })
    await shows().toMatchObject([{ id, local: 'hold', commands: offers('retrieve') }])
    await killed(async () => {
      await phone.retrieve()
      await heard(client).toEqual(['101'])
    })
    await shows().toMatchObject([{ id, local: 'connected', remote: 'connected', commands: offers('hold') }])
  })

  test('a colleague who is asked answers meanwhile; the client is then given to them', async () => {
    const { client, phone, id } = await talking()
    await operator.ask('call.consult', { ...about(id), to: '102' })
    const colleague = await lab.phone('102').ringing()
    await killed(async () => {
      await colleague.answer()
      await heard(phone).toEqual(['102'])
    })
    await shows().toMatchObject([
      {
        id,
        local: 'hold',
        party: { number: CLIENT },
        consultation: { party: { number: '102' }, remote: 'connected', active: true },
        commands: offers('transfer', 'reconnect', 'alternate'),
      },
    ])
    await operator.ask('call.transfer', about(id))
    await phone.ended()
    await heard(client).toEqual(['102'])
  })

  test('a colleague who still rings can be let go, and the client is back', async () => {
    const { client, id } = await talking()
    await operator.ask('call.consult', { ...about(id), to: '102' })
    const colleague = await lab.phone('102').ringing()
    await killed(() => heard(client).toEqual(['music']))
    await shows().toMatchObject([{ id, consultation: { party: { number: '102' }, remote: 'alerting' } }])
    await operator.ask('call.reconnect', about(id))
    await colleague.ended()
    await heard(client).toEqual(['101'])
    await shows().toMatchObject([{ id, local: 'connected', consultation: null }])
  })

  test('a client who talks again while the colleague waits: shown so, and goes over to the colleague', async () => {
    const { client, phone, id } = await talking()
    await operator.ask('call.consult', { ...about(id), to: '102' })
    const colleague = await lab.phone('102').ringing()
    await colleague.answer()
    await shows().toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    await operator.ask('call.alternate', about(id))
    await heard(client).toEqual(['101'])
    await killed(() => heard(colleague).toEqual(['music']))
    await shows().toMatchObject([{ id, local: 'connected', consultation: { remote: 'hold', active: false } }])
    await operator.ask('call.transfer', about(id))
    await phone.ended()
    await heard(client).toEqual(['102'])
  })
})
