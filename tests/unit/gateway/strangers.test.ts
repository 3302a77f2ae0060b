import { afterEach, describe, expect, test } from 'vitest'
import { newNonce } from '../../../src/protocol/proof.ts'
import type { Limits } from '../../../src/server/gateway/limits.ts'
import { type Border, openBorder } from '../../support/border.ts'
import { Line } from '../../support/operator.ts'

let border: Border
const open = async (limits: Partial<Limits> = {}) => {
  border = await openBorder(limits)
  return border
}
afterEach(() => border.close())

describe('who has not signed in', () => {
  test('is heard on signing in alone', async () => {
    const { url } = await open()
    const line = await Line.open(url)
    await expect(line.ask('state.sync', { since: null })).rejects.toMatchObject({ code: 'notSignedIn' })
    await expect(line.askAnything('__proto__', {})).rejects.toMatchObject({ code: 'notSignedIn' })
    line.close()
  })

  test('is shown out after a while, however much they talk', async () => {
    const { url } = await open({ signInMs: 300, strangerMessages: 1000 })
    const line = await Line.open(url)
    const talk = setInterval(() => {
      line.askAnything('session.ping', {}).catch(() => {})
    }, 20)
    expect(await line.closed).toMatchObject({ code: 1008 })
    clearInterval(talk)
  })

  test('in time is shown out; who has, stays', async () => {
    // Long enough to sign in on a busy machine.
    const { url } = await open({ signInMs: 3000 })
    const operator = await border.operator()
    const stranger = await Line.open(url)
    await stranger.closed
    expect(await operator.ask('session.ping', {})).toEqual({})
    await operator.close()
  })

  test('may say little', async () => {
    const { url } = await open()
    const line = await Line.open(url)
    for (let at = 0; at < 20; at++) await line.ask('session.hello', { nonce: newNonce() })
    line.askAnything('session.ping', {}).catch(() => {})
    expect(await line.closed).toMatchObject({ code: 1008 })
  })

  test('may say nothing long', async () => {
    const { url } = await open()
    const line = await Line.open(url)
    line.socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x'.repeat(8 * 1024) }))
    expect(await line.closed).toMatchObject({ code: 1009 })
  })

  test('cannot make the server gather a long message', async () => {
    const { url } = await open()
    const line = await Line.open(url)
    // The beginning of a message of allowed length that never ends.
    line.socket.send(Buffer.alloc(1024 * 1024, 'x').toString(), { fin: false })
    expect(await line.closed).toBeDefined()
  })

  test('sends binary: shown out', async () => {
    const { url } = await open()
    const line = await Line.open(url)
    line.socket.send(Buffer.from('{}'))
    expect(await line.closed).toMatchObject({ code: 1003 })
  })

  test('comes from one address too often: kept out until others have gone', async () => {
    const { url } = await open({ strangersPerAddress: 2 })
    const lines = [await Line.open(url), await Line.open(url)]
    await expect(Line.open(url)).rejects.toThrow('refused with 429')
    lines[0]?.close()
    await expect.poll(async () => (await Line.open(url)).close()).toBe(undefined)
  })

  test('comes when all places are taken: told so', async () => {
    const { url } = await open({ connections: 1 })
    await Line.open(url)
    await expect(Line.open(url)).rejects.toThrow('refused with 503')
  })
})

describe('the door', () => {
  test.each([
    'https://1c.example.ru',
    'null',
    'chrome-extension://short',
    'https://evil.example/chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'moz-extension://x',
  ])('is closed to the page %s', async (origin) => {
    const { url } = await open()
    await expect(Line.open(url, { origin })).rejects.toThrow('refused with 403')
  })

  test.each([
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'moz-extension://5f6b2a0e-33c4-4f3d-9f3c-2b1f1f1f1f1f',
  ])('is open to the extension %s', async (origin) => {
    const { url } = await open()
    const line = await Line.open(url, { origin })
    expect(line.socket.protocol).toBe('trubka.v1')
    line.close()
  })

  test('is only for those who speak our language, at the right place', async () => {
    const { url } = await open()
    await expect(Line.open(url, { protocols: ['other.v1'] })).rejects.toThrow('refused with 400')
    await expect(Line.open(url, { protocols: [] })).rejects.toThrow('refused with 400')
    await expect(Line.open(url.replace('/ws', '/'))).rejects.toThrow('refused with 404')
    const line = await Line.open(url, { protocols: ['other.v1', 'trubka.v1'] })
    expect(line.socket.protocol).toBe('trubka.v1')
    line.close()
  })
})
