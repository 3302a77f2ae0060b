import { afterEach, describe, expect, test } from 'vitest'
import { type Border, openBorder } from '../../support/border.ts'
import { rawSocket, upgradeRequest } from '../../support/raw-socket.ts'

let border: Border
afterEach(() => border.close())

/** Says a byte of it now and then, and never all. */
async function drip(text: string) {
  const raw = await rawSocket(border.http)
  let at = 0
  const timer = setInterval(() => {
    if (at < text.length) raw.socket.write(text[at++] ?? '')
  }, 20)
  void raw.closed.then(() => clearInterval(timer))
  return raw
}

describe('who is slow by intent', () => {
  test('is shown out, whether nothing, a header or a body comes drop by drop; others are served meanwhile', async () => {
    border = await openBorder({ headersMs: 400, requestMs: 800 })
    const anna = await border.operator()
    const headers = `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(8000)}`
    const body = `POST /manager/api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n${'{'.repeat(59_000)}`
    const loris = await Promise.all([
      ...Array.from({ length: 20 }, () => drip('')),
      ...Array.from({ length: 20 }, () => drip(headers)),
      ...Array.from({ length: 20 }, () => drip(body)),
      ...Array.from({ length: 20 }, () => drip(upgradeRequest(border.http).trimEnd())),
    ])
    expect((await fetch(`${border.http}/health`)).status).toBe(200)
    expect(await anna.ask('session.ping', {})).toEqual({})
    await Promise.all(loris.map(({ closed }) => closed))
    expect(await anna.ask('session.ping', {})).toEqual({})
    await anna.close()
  })

  test('after the upgrade has no longer than anybody to sign in', async () => {
    border = await openBorder({ signInMs: 300 })
    const raw = await rawSocket(border.http)
    raw.socket.write(upgradeRequest(border.http))
    // The beginning of a frame that never comes whole.
    const timer = setInterval(() => raw.socket.write(Buffer.from([0x81])), 50)
    await raw.closed
    clearInterval(timer)
    expect(border.log.text()).toContain('not signed in in time')
  })
})
