import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Commands, type Patience } from '../../../src/background/commands.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { Result } from '../../../src/protocol/methods.ts'
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
    expect(await commands.make({ commandId: id, to: '79035677876' })).toEqual({ callId: `call-${id}` })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('asked twice at once is one call with one answer', async () => {
    const { peer, commands } = await phone()
    const id = randomUUID()
    const [one, two] = await Promise.all([
      commands.make({ commandId: id, to: '103' }),
      commands.make({ commandId: id, to: '103' }),
    ])
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
    expect(await commands.make({ commandId: randomUUID(), to: '103' })).toEqual({ callId: 'made-before' })
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
    expect(await commands.make({ commandId: randomUUID(), to: '103' })).toEqual({ callId: 'c' })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('of which the server knows nothing was not made, and says so', async () => {
    const { peer, commands } = await phone()
    peer.handlers['call.make'] = () => {
      peer.drop()
      return 'no answer'
    }
    await expect(commands.make({ commandId: randomUUID(), to: '103' })).rejects.toMatchObject({ code: 'notMade' })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('is not sent by a revived background that its predecessor has already sent', async () => {
    const { peer, asked, connection, commands } = await phone()
    const id = randomUUID()
    await commands.make({ commandId: id, to: '103' })
    peer.handlers['command.outcome'] = () => ({ outcome: 'done', callId: 'the-same' })
    const revived = new Commands(connection, asked)
    expect(await revived.make({ commandId: id, to: '103' })).toEqual({ callId: 'the-same' })
    expect(peer.askedFor('call.make')).toHaveLength(1)
  })

  test('refused by the server is refused at once, with its reason', async () => {
    const { peer, commands } = await phone()
    peer.handlers['call.make'] = () => {
      throw new TrubkaError('noPhone')
    }
    await expect(commands.make({ commandId: randomUUID(), to: '103' })).rejects.toMatchObject({ code: 'noPhone' })
    expect(peer.askedFor('command.outcome')).toHaveLength(0)
  })

  test('without a server fails soon, and nothing is dialled later', async () => {
    const { peer, asked, connection, commands } = await phone({ connect: 100 })
    await peer.close()
    await expect.poll(() => connection.state).toBe('offline')
    await expect(commands.make({ commandId: randomUUID(), to: '103' })).rejects.toMatchObject({ code: 'offline' })
    expect(await asked.get()).toBeNull()
  })
})

describe('a command to a call, when the connection is cut over it,', () => {
  const wish = () => ({ commandId: randomUUID(), callId: 'c1' })
  /** The server takes the command and dies; `knows` is what the one that comes back says of it. */
  async function cutOver(
    method: 'call.alternate' | 'call.clear' | 'call.hold',
    knows: Pick<Result<'command.outcome'>, 'outcome' | 'fault'>,
  ) {
    const office = await phone()
    office.peer.handlers[method] = () => {
      delete office.peer.handlers[method]
      office.peer.drop()
      return 'no answer'
    }
    office.peer.handlers['command.outcome'] = () => ({ callId: null, ...knows })
    return office
  }

  test('is not said again when the server knows that it was done', async () => {
    const { peer, commands } = await cutOver('call.alternate', { outcome: 'done' })
    expect(await commands.command('call.alternate', wish())).toEqual({})
    expect(peer.askedFor('call.alternate')).toHaveLength(1)
  })

  test('is refused with the reason that the server knows', async () => {
    const { commands } = await cutOver('call.alternate', { outcome: 'failed', fault: 'notNow' })
    await expect(commands.command('call.alternate', wish())).rejects.toMatchObject({ code: 'notNow' })
  })

  test('and acts twice when it is said twice, is left to the person', async () => {
    const { peer, commands } = await cutOver('call.alternate', { outcome: 'unknown' })
    await expect(commands.command('call.alternate', wish())).rejects.toMatchObject({ code: 'notKnown' })
    expect(peer.askedFor('call.alternate')).toHaveLength(1)
  })

  test('and only asks for a state, is said once more with the same id', async () => {
    const { peer, commands } = await cutOver('call.clear', { outcome: 'unknown' })
    expect(await commands.command('call.clear', wish())).toEqual({})
    const [first, second, ...more] = peer.askedFor('call.clear')
    expect(second).toEqual(first)
    expect(more).toEqual([])
  })

  test('and is found done when it is said once more, is done', async () => {
    const { peer, commands } = await phone()
    let said = 0
    peer.handlers['call.hold'] = () => {
      said += 1
      if (said > 1) throw new TrubkaError('notNow')
      peer.drop()
      return 'no answer'
    }
    peer.handlers['command.outcome'] = () => ({ outcome: 'unknown', callId: null })
    expect(await commands.command('call.hold', wish())).toEqual({})
    expect(said).toBe(2)
  })

  test('and was sent by a background that died, is not sent by the next', async () => {
    const { peer, asked, connection, commands } = await phone()
    const digits = { ...wish(), digits: '5' }
    await commands.command('call.generateDigits', digits)
    peer.handlers['command.outcome'] = () => ({ outcome: 'done', callId: null })
    expect(await new Commands(connection, asked).command('call.generateDigits', digits)).toEqual({})
    expect(peer.askedFor('call.generateDigits')).toHaveLength(1)
  })
})
