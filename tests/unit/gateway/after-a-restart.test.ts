import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Commands } from '../../../src/background/commands.ts'
import { RpcSocket } from '../../../src/background/rpc.ts'
import { signIn } from '../../../src/background/sign-in.ts'
import { callIdOf } from '../../../src/server/telephony/call-id.ts'
import type { Leg } from '../../../src/server/telephony/pbx.ts'
import { type Border, openBorder } from '../../support/border.ts'
import { memorySlot, openSocket } from '../background/support.ts'

let border: Border
beforeEach(async () => {
  border = await openBorder()
})
afterEach(() => border.close())

const PATIENCE = { connect: 1000, answer: 1000, outcome: 3000, poll: 10 }

/** The extension's own client, which has sent this command to the server's run before. */
async function whoAskedBefore(commandId: string) {
  const { keyId, serverKey, privateKey, operator } = await border.pairAs()
  const rpc = await RpcSocket.open(border.url, openSocket)
  await signIn(rpc, { server: border.url, keyId, serverKey, privateKey, operator })
  const asked = memorySlot<string[]>()
  await asked.set([commandId])
  return { rpc, commands: new Commands({ ready: async () => rpc }, asked, PATIENCE) }
}
const begun = (commandId: string): Leg => ({
  id: callIdOf(commandId),
  callId: callIdOf(commandId),
  device: '101',
  state: 'ringing',
  number: '101',
  name: '',
  place: null,
  connected: { number: '', name: '' },
  bridgeId: null,
  held: false,
  recording: 'none',
  originated: true,
  createdAt: Date.now(),
})

describe('a call that was being made while the server restarted', () => {
  test('is not called «not made» before the PBX has been asked, and is found when it has', async () => {
    const commandId = randomUUID()
    border.pbx.setLink('down')
    const { rpc, commands } = await whoAskedBefore(commandId)
    const made = commands.make({ commandId, to: '79035677876' })
    expect(await rpc.request('command.outcome', { commandId })).toEqual({ outcome: 'pending', callId: null })
    border.pbx.showLegs([begun(commandId)])
    expect(await made).toEqual({ callId: callIdOf(commandId) })
    expect(border.pbx.made).toEqual([])
    rpc.close()
  })

  test('that the PBX knows nothing of was not made', async () => {
    const commandId = randomUUID()
    border.pbx.setLink('down')
    const { rpc, commands } = await whoAskedBefore(commandId)
    const made = commands.make({ commandId, to: '79035677876' })
    expect(await rpc.request('command.outcome', { commandId })).toEqual({ outcome: 'pending', callId: null })
    border.pbx.showLegs([])
    await expect(made).rejects.toMatchObject({ code: 'notMade' })
    rpc.close()
  })
})
