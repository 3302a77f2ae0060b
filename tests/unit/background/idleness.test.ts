import { describe, expect, test } from 'vitest'
import { Idleness } from '../../../src/background/idleness.ts'
import type { RpcSocket } from '../../../src/background/rpc.ts'

/** One connection: what the server was told on it. */
function connection(fails = false) {
  const told: unknown[] = []
  const request = async (method: string, params: unknown) => {
    told.push([method, params])
    if (fails) throw new Error('closed')
    return {}
  }
  return { told, rpc: { request } as unknown as RpcSocket }
}

describe('whether somebody is at the machine', () => {
  let idle = true
  let shown = true
  const idleness = () => new Idleness({ isIdle: async () => idle, isShown: () => shown })

  test('is said when nobody is, once, and when they are back; nothing is said of who is there', async () => {
    const { rpc, told } = connection()
    const subject = idleness()
    idle = false
    await subject.tell(rpc)
    idle = true
    await subject.tell(rpc)
    await subject.tell(rpc)
    idle = false
    await subject.tell(rpc)
    expect(told).toEqual([
      ['session.idle', { idle: true }],
      ['session.idle', { idle: false }],
    ])
  })

  test('is said anew on each connection', async () => {
    idle = true
    const subject = idleness()
    const [before, after] = [connection(true), connection()]
    await subject.tell(before.rpc)
    await subject.tell(after.rpc)
    expect([before.told, after.told]).toEqual([[['session.idle', { idle: true }]], [['session.idle', { idle: true }]]])
  })

  test('is taken back when the operator does not want it to be seen', async () => {
    idle = true
    const { rpc, told } = connection()
    const subject = idleness()
    await subject.tell(rpc)
    shown = false
    await subject.tell(rpc)
    expect(told.at(-1)).toEqual(['session.idle', { idle: false }])
    shown = true
  })
})
