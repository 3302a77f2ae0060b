import { describe, expect, onTestFinished, test } from 'vitest'
import { memoryLog } from '../../support/log.ts'
import { AmiPeer, refusal } from './ami-peer.ts'
import { pbxTo } from './pbx-under-test.ts'

async function refusing(user: string) {
  const peer = await AmiPeer.start()
  onTestFinished(() => peer.stop())
  peer.script.set('Login', ({ Username }) =>
    Username === user ? refusal('Authentication failed') : [{ Response: 'Success' }],
  )
  const log = memoryLog()
  const pbx = pbxTo(peer.port, { retryFirst: 1, retryMost: 5, retryRefused: 5 }, log.logger)
  const told: unknown[] = []
  pbx.on('faults', (faults) => told.push(faults))
  expect(pbx.faults).toEqual({ main: 'notConnected', routing: 'notConnected' })
  pbx.start()
  return { peer, pbx, told, errors: () => log.lines.filter(({ level }) => level === 50) }
}
const tries = (peer: AmiPeer, user: string) => peer.asked('Login').filter(({ Username }) => Username === user)

describe('a login that the PBX refuses', () => {
  test('of routing: calls go on, and it is said once that nothing is routed', async () => {
    const { peer, pbx, told, errors } = await refusing('ctiroute')
    await expect.poll(() => pbx.link).toBe('up')
    await expect.poll(() => tries(peer, 'ctiroute').length).toBeGreaterThan(3)
    expect(pbx.faults).toEqual({ main: null, routing: 'loginRefused' })
    expect(told.filter((each) => JSON.stringify(each) === JSON.stringify(pbx.faults))).toHaveLength(1)
    expect(errors()).toMatchObject([{ user: 'ctiroute', msg: expect.stringContaining('no call is routed') }])
    peer.script.delete('Login')
    await expect.poll(() => pbx.faults).toEqual({ main: null, routing: null })
  })

  test('of calls: a command says that the server is refused, not that all will be well', async () => {
    const { peer, pbx, errors } = await refusing('cti')
    await expect.poll(() => tries(peer, 'cti').length).toBeGreaterThan(3)
    expect(pbx.faults.main).toBe('loginRefused')
    expect(errors()).toMatchObject([{ user: 'cti', msg: expect.stringContaining('no calls are seen') }])
    const call = { callId: 'trubka-1', device: '101', to: '79035677876', name: '' }
    await expect(pbx.makeCall(call)).rejects.toMatchObject({ code: 'pbxLoginRefused' })
    peer.script.delete('Login')
    await expect.poll(() => pbx.link).toBe('up')
    expect(pbx.faults.main).toBeNull()
  })

  test('a PBX that goes away is away, not refusing', async () => {
    const { peer, pbx } = await refusing('nobody')
    await expect.poll(() => pbx.faults).toEqual({ main: null, routing: null })
    await peer.stop()
    await expect.poll(() => pbx.faults).toEqual({ main: 'notConnected', routing: 'notConnected' })
  })
})
