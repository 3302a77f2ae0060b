import { request } from 'node:https'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { CSRF_HEADER } from '../../src/server/manager/contract.ts'
import { type Border, openBorder } from '../support/border.ts'
import { startNginx } from '../support/nginx.ts'

// No PBX takes part; it is here with the other suite that unpacks programs of Debian's.

let border: Border
let nginx: Awaited<ReturnType<typeof startNginx>>
beforeAll(async () => {
  border = await openBorder({}, ['127.0.0.1'])
  nginx = await startNginx(border.http)
  await vi.waitFor(async () => expect((await ask('/health')).status).toBe(200), { timeout: 30_000 })
})
afterAll(async () => {
  await nginx?.stop()
  await border?.close()
})

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }
const ask = (path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request(`${nginx.https}${path}`, { ca: nginx.ca, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })

describe('behind nginx, by the example of the installation guide', () => {
  test('operators’ WebSockets are let through, and known by their own address', async () => {
    const socket = new WebSocket(`${nginx.https.replace('https', 'wss')}/ws`, ['trubka.v1'], {
      ca: nginx.ca,
      headers: { 'x-forwarded-for': '203.0.113.9' },
      // Another machine than the proxy's.
      localAddress: '127.0.0.2',
      family: 4,
    })
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    const answer = new Promise<string>((resolve) =>
      socket.once('message', (data) => resolve(data instanceof Buffer ? data.toString('utf8') : '')),
    )
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'call.make', params: {} }))
    expect(await answer).toContain('notSignedIn')
    // What the client says of itself stands before what nginx has seen, and is not believed.
    expect(border.log.lines.find(({ why }) => why === 'notSignedIn')).toMatchObject({ address: '127.0.0.2' })
    socket.terminate()
  })

  test('a page of the web is not let in', async () => {
    const socket = new WebSocket(`${nginx.https.replace('https', 'wss')}/ws`, ['trubka.v1'], {
      ca: nginx.ca,
      origin: 'https://evil.example',
    })
    socket.on('error', () => {})
    const status = await new Promise((resolve) => {
      socket.once('unexpected-response', (_, { statusCode }) => resolve(statusCode))
      socket.once('open', () => resolve('let in'))
    })
    expect(status).toBe(403)
    socket.terminate()
  })

  test('an administrator signs in by a cookie that goes over TLS alone, and changes things', async () => {
    const signIn = await ask('/manager/api/sign-in', {
      method: 'POST',
      headers: { origin: nginx.https },
      body: JSON.stringify({ link: border.managerLink().code }),
    })
    expect(signIn.status).toBe(200)
    const cookie = String(signIn.headers['set-cookie'])
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Secure/)
    const { csrf } = JSON.parse(signIn.body)
    const wish = { base: 'crm', lines: ['9035677876=103'], commandId: crypto.randomUUID() }
    const headers = { origin: nginx.https, cookie: cookie.split(';')[0] ?? '', [CSRF_HEADER]: String(csrf) }
    const written = await ask('/manager/api/rules', { method: 'POST', headers, body: JSON.stringify(wish) })
    expect([written.status, JSON.parse(written.body)]).toMatchObject([200, { written: 1 }])
    const foreign = await ask('/manager/api/rules', {
      method: 'POST',
      headers: { ...headers, origin: 'https://evil.example' },
      body: JSON.stringify(wish),
    })
    expect(foreign.status).toBe(403)
  })

  test('answers say that this server is for TLS alone, and keep what they say themselves', async () => {
    for (const path of ['/health', '/tel', '/manager/', '/nothing']) {
      const { headers } = await ask(path)
      expect([path, headers['strict-transport-security']]).toEqual([path, 'max-age=31536000'])
      expect([path, headers['x-content-type-options']]).toEqual([path, 'nosniff'])
      expect([path, headers['content-security-policy']]).toEqual([path, expect.stringContaining("default-src 'none'")])
    }
  })
})
