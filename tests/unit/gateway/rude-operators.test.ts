import { afterEach, describe, expect, test } from 'vitest'
import type { Limits } from '../../../src/server/gateway/limits.ts'
import { type Border, openBorder } from '../../support/border.ts'
import type { Operator } from '../../support/operator.ts'

let border: Border
const signedIn = async (limits: Partial<Limits> = {}): Promise<Operator> => {
  border = await openBorder(limits)
  return border.operator()
}
afterEach(() => border.close())

/** The next answer to something that could not be read. */
const complaint = (operator: Operator, at = 0) =>
  expect.poll(() => operator.line.complaints[at]?.error.data?.code, { interval: 5 })

describe('what is not understood', () => {
  test.each([
    '{',
    'null',
    '[]',
    '"text"',
    '{"jsonrpc":"1.0","id":1,"method":"x"}',
    '{"jsonrpc":"2.0","method":5,"id":1}',
    '[{"jsonrpc":"2.0","id":1,"method":"session.ping"}]',
    '{"jsonrpc":"2.0","id":{},"method":"session.ping"}',
  ])('%s is answered as such, and the connection lives on', async (text) => {
    const operator = await signedIn()
    operator.line.socket.send(text)
    await complaint(operator).toBe('invalidRequest')
    expect(await operator.ask('session.ping', {})).toEqual({})
  })

  test.each(['call.fly', 'constructor', '__proto__', 'session.hello', ''])(
    'method «%s» does not exist',
    async (method) => {
      const operator = await signedIn()
      await expect(operator.line.askAnything(method, {})).rejects.toMatchObject({ code: 'unknownMethod' })
    },
  )

  test('fields nobody asked for are refused by name', async () => {
    const operator = await signedIn()
    const asked = operator.line.askAnything('session.ping', { more: 1 })
    await expect(asked).rejects.toMatchObject({ code: 'invalidParams', field: 'params.more' })
  })

  test('1 MB of noise changes nothing', async () => {
    const operator = await signedIn()
    const before = operator.state
    operator.line.socket.send('\u0000\u202e<script>'.repeat(80_000))
    await complaint(operator).toBe('invalidRequest')
    const params = { commandId: 'x', page: 'y', lines: 'z'.repeat(1024 * 1024) }
    await expect(operator.line.askAnything('routing.write', params)).rejects.toMatchObject({ code: 'invalidParams' })
    expect(operator.state).toEqual(before)
  })

  test('bytes that are no text end the connection, and nothing else', async () => {
    const operator = await signedIn()
    operator.line.socket.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false })
    expect(await operator.line.closed).toMatchObject({ code: 1007 })
    await (await border.operator('u103')).close()
  })

  test('more than 4 MB ends the connection', async () => {
    const operator = await signedIn()
    operator.line.socket.send('x'.repeat(4 * 1024 * 1024 + 1))
    expect((await operator.line.closed).code).toBe(1009)
  })

  test('a fault of ours is answered with a number for the log, and says nothing else', async () => {
    const operator = await signedIn()
    border.pbx.onMake = () => Promise.reject(new Error('the secret is hunter2'))
    const commandId = '6a6f2c0e-7a51-4bb0-9d43-0b1d1f9f0001'
    const error: unknown = await operator
      .ask('call.make', { commandId, to: '100500' })
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'internal' })
    const message = error instanceof Error ? error.message : ''
    expect(message).not.toContain('hunter2')
    const incident = message.split(' ').at(-1)
    expect(border.log.lines.find((line) => line.incident === incident)).toMatchObject({ method: 'call.make' })
  })
})

describe('too much', () => {
  test('requests a second are refused, and let in again later', async () => {
    const operator = await signedIn({ requestsPerSecond: 20, requestsAtOnce: 30 })
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => operator.ask('session.ping', {})))
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(10)
    expect(refused[0]).toMatchObject({ reason: { code: 'tooMany' } })
    await expect.poll(() => operator.ask('session.ping', {}).catch(() => null)).toEqual({})
  })

  test('large requests count for many', async () => {
    const operator = await signedIn()
    for (let at = 0; at < 3; at++) operator.line.socket.send('x'.repeat(3 * 1024 * 1024))
    await complaint(operator, 2).toBe('tooMany')
  })

  test('requests under way at once are refused', async () => {
    const operator = await signedIn({ inFlight: 2 })
    border.pbx.onMake = () => new Promise(() => {})
    const id = (at: number) => `6a6f2c0e-7a51-4bb0-9d43-0b1d1f9f000${at}`
    for (const at of [1, 2]) operator.ask('call.make', { commandId: id(at), to: '100500' }).catch(() => {})
    await expect(operator.ask('session.ping', {})).rejects.toMatchObject({ code: 'tooMany' })
  })

  test('pings end the connection', async () => {
    const operator = await signedIn({ requestsAtOnce: 50 })
    for (let at = 0; at < 300; at++) operator.line.socket.ping()
    expect(await operator.line.closed).toMatchObject({ code: 1008 })
  })
})

describe('an operator who does not read', () => {
  test('is cut off, while others hear on', async () => {
    const slow = await signedIn({ queuedBytes: 64 * 1024 })
    const other = await border.operator('u103')
    slow.line.socket.pause()
    const many = Array.from({ length: 300 }, (_, at) => ({
      id: `n${at}`,
      name: 'Имя'.repeat(50),
      department: '',
      number: null,
    }))
    // More than the system's own buffers take.
    for (let round = 0; round < 400 && border.log.text().includes('does not read') === false; round++) {
      border.people.update([
        ...border.people.all.slice(0, 3),
        ...many.map((each) => ({ ...each, department: `${round}` })),
      ])
      await other.ask('session.ping', {}).catch(() => {})
    }
    expect(border.log.text()).toContain('does not read: cut off')
    await other.sees(({ colleagues }) => colleagues.length === 303)
    await other.close()
    slow.line.socket.resume()
    await slow.line.closed
  })

  test('and who is dead is noticed', async () => {
    const operator = await signedIn({ heartbeatMs: 30 })
    operator.line.socket.pause()
    await expect.poll(() => border.log.text()).toContain('no answer to pings')
    operator.line.socket.resume()
    await operator.line.closed
  })

  test('but who lives stays', async () => {
    const operator = await signedIn({ heartbeatMs: 20 })
    let pings = 0
    operator.line.socket.on('ping', () => pings++)
    await expect.poll(() => pings).toBeGreaterThan(5)
    expect(await operator.ask('session.ping', {})).toEqual({})
  })
})
