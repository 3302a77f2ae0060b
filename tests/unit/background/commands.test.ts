import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Commands, type Patience } from '../../../src/background/commands.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { connectionWith, memorySlot, startPeer } from './support.ts'

async function phone(patience: Partial<Patience> = {}) {
  const peer = await startPeer()
  const asked = memorySlot<string[]>()
  const { connection, pairing } = await connectionWith(peer)
  const commands = new Commands(connection, asked, {
    connect: 2_000,
    answer: 500,
    outcome: 2_000,
    poll: 20,
    ...patience,
  })
  connection.start(pairing)
  await connection.ready(5_000)
  return { peer, asked, connection, commands }
}

describe('a dial command', () => {
  test('is sent once and answered', async () => {
    const { peer, commands } = await phone()
    const id = randomUUID()
    expect(await commands.make(id, '79035677876')).toEqual({ callId: `call-${id}` })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('asked twice at once is one call with one answer', async () => {
    const { peer, commands } = await phone()
    const id = randomUUID()
    const [one, two] = await Promise.all([commands.make(id, '103'), commands.make(id, '103')])
    expect(one).toEqual(two)
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('when the connection is cut over it, the outcome is asked for, not the call', async () => {
    const { peer, commands } = await phone()
    peer.handlers['call.make'] = () => {
      peer.drop()
      return 'no answer'
    }
    peer.handlers['command.outcome'] = () => ({ outcome: 'done', callId: 'made-before' })
    expect(await commands.make(randomUUID(), '103')).toEqual({ callId: 'made-before' })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('while the outcome is open it is asked for again', async () => {
    const { peer, commands } = await phone()
    peer.handlers['call.make'] = () => 'no answer'
    let asked = 0
    peer.handlers['command.outcome'] = () => {
      asked += 1
      return asked < 3 ? { outcome: 'pending', callId: null } : { outcome: 'done', callId: 'c' }
    }
    expect(await commands.make(randomUUID(), '103')).toEqual({ callId: 'c' })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('of which the server knows nothing was not made, and says so', async () => {
    const { peer, commands } = await phone()
    peer.handlers['call.make'] = () => {
      peer.drop()
      return 'no answer'
    }
    await expect(commands.make(randomUUID(), '103')).rejects.toMatchObject({ code: 'notMade' })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('is not sent by a revived background that its predecessor has already sent', async () => {
    const { peer, asked, connection, commands } = await phone()
    const id = randomUUID()
    await commands.make(id, '103')
    peer.handlers['command.outcome'] = () => ({ outcome: 'done', callId: 'the-same' })
    const revived = new Commands(connection, asked)
    expect(await revived.make(id, '103')).toEqual({ callId: 'the-same' })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('refused by the server is refused at once, with its reason', async () => {
    const { peer, commands } = await phone()
    peer.handlers['call.make'] = () => {
      throw new TrubkaError('noPhone')
    }
    await expect(commands.make(randomUUID(), '103')).rejects.toMatchObject({ code: 'noPhone' })
    expect(peer.askedFor('command.outcome')).toHaveLength(0)
  })

  test('without a server fails soon, and nothing is dialled later', async () => {
    const { peer, asked, connection, commands } = await phone({ connect: 100 })
    await peer.close()
    await expect.poll(() => connection.state).toBe('offline')
    await expect(commands.make(randomUUID(), '103')).rejects.toMatchObject({ code: 'offline' })
    expect(await asked.get()).toBeNull()
  })
})

test('hanging up is said again, with the same id, when the connection was cut', async () => {
  const { peer, commands } = await phone()
  peer.handlers['call.clear'] = () => {
    delete peer.handlers['call.clear']
    peer.drop()
    return 'no answer'
  }
  await commands.command('call.clear', { callId: 'c1' })
  const [first, second] = peer.askedFor('call.clear')
  expect(second).toEqual(first)
})
