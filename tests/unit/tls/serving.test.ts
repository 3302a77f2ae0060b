import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { post } from '../../../src/server/commands/post.ts'
import { readCertificate } from '../../../src/server/config/usable.ts'
import { lookAtPort } from '../../../src/server/doctor/port.ts'
import { DOCTOR_WORDS } from '../../../src/server/doctor/words.ts'
import { authorityFiles, issue, serverFiles } from '../../../src/server/tls/certificate-files.ts'
import { watchCertificate } from '../../../src/server/tls/watch-certificate.ts'
import { type Border, MANAGER_TOKEN, openBorder } from '../../support/border.ts'

let data: string
let border: Border
let ca: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'trubka-tls-'))
  await issue(data, ['localhost', '127.0.0.1'])
  ca = await readFile(authorityFiles(data).certificate, 'utf8')
  border = await openBorder({}, [], await readCertificate(serverFiles(data)))
})
afterEach(async () => {
  await border.close()
  await rm(data, { recursive: true, force: true })
})

type Answer = { status: number; headers: Record<string, unknown>; serial: string }
const get = (path: string, options: object = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request(`${border.http}${path}`, { ca, agent: false, ...options }, (response) => {
      const { socket } = response
      const serial = 'getPeerCertificate' in socket ? peerSerial(socket) : ''
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, serial }))
    })
    asked.on('error', reject)
    asked.end()
  })
const peerSerial = (socket: object): string =>
  'getPeerCertificate' in socket && typeof socket.getPeerCertificate === 'function'
    ? String(socket.getPeerCertificate().serialNumber)
    : ''

describe('over TLS', () => {
  test('the server is known by its authority, and by nobody who does not know that', async () => {
    expect((await get('/health')).status).toBe(200)
    await expect(get('/health', { ca: [] })).rejects.toThrow(/self-signed|unable to/)
  })

  test('operators are let in over wss', async () => {
    const socket = new WebSocket(border.url, ['trubka.v1'], { ca })
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    const answer = new Promise<string>((resolve) =>
      socket.once('message', (data) => resolve(data instanceof Buffer ? data.toString('utf8') : '')),
    )
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.ping', params: {} }))
    expect(JSON.parse(await answer)).toEqual({ jsonrpc: '2.0', id: 1, result: {} })
    socket.terminate()
  })

  test('old versions of it are not spoken', async () => {
    const { hostname, port } = new URL(border.http)
    const code = await new Promise((resolve) => {
      const socket = connect({
        host: hostname,
        port: Number(port),
        ca,
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      })
      socket.once('secureConnect', () => resolve('let in'))
      socket.once('error', (error) => resolve(error.name))
    })
    expect(code).toBe('Error')
  })

  test('no answer may be framed, sniffed or told on, nor says that its name is for TLS alone: 1C may have the same one', async () => {
    for (const path of ['/health', '/tel', '/recordings/x', '/manager/api/session', '/nothing', '/ws']) {
      const { headers } = await get(path)
      expect([path, headers['strict-transport-security']]).toEqual([path, undefined])
      expect([path, headers['x-content-type-options']]).toEqual([path, 'nosniff'])
      expect([path, headers['referrer-policy']]).toEqual([path, 'no-referrer'])
      expect([path, headers['content-security-policy']]).toEqual([
        path,
        expect.stringContaining("frame-ancestors 'none'"),
      ])
    }
  })

  test('another certificate is taken over while it runs', async () => {
    const before = (await get('/health')).serial
    const known = await readFile(serverFiles(data).certificate, 'utf8')
    const stop = watchCertificate(
      {
        files: serverFiles(data),
        data,
        logger: border.log.logger,
        onChanged: (next) => border.gateway.renew(next),
        everyMs: 20,
      },
      known,
    )
    await issue(data, [])
    await expect.poll(async () => (await get('/health')).serial).not.toBe(before)
    stop()
  })

  test('a certificate that is broken while it runs changes nothing, and is said', async () => {
    const known = await readFile(serverFiles(data).certificate, 'utf8')
    const stop = watchCertificate(
      {
        files: serverFiles(data),
        data: join(data, 'none'),
        logger: border.log.logger,
        onChanged: (next) => border.gateway.renew(next),
        everyMs: 20,
      },
      known,
    )
    await writeFile(serverFiles(data).certificate, 'no certificate')
    await expect.poll(() => border.log.text()).toContain('the one of before is used')
    expect((await get('/health')).status).toBe(200)
    stop()
  })

  test('the command line speaks with this very certificate, and with no other server', async () => {
    const wish = { token: MANAGER_TOKEN, body: {}, withinMs: 10_000 }
    const answer = await post(`${border.http}/manager/health`, { ...wish, tls: serverFiles(data) })
    expect(answer).toMatchObject({ status: 200, said: { version: '1.2.3' } })
    const other = await mkdtemp(join(tmpdir(), 'trubka-tls-'))
    await issue(other, ['127.0.0.1'])
    await expect(post(`${border.http}/manager/health`, { ...wish, tls: serverFiles(other) })).rejects.toThrow()
    await rm(other, { recursive: true, force: true })
  })

  test('plain HTTP is not answered', async () => {
    await expect(fetch(border.http.replace('https', 'http'))).rejects.toThrow()
  })
})

test('where the settings say that the name is for TLS alone, every answer does', async () => {
  await border.close()
  border = await openBorder({}, [], await readCertificate(serverFiles(data)), true)
  for (const path of ['/health', '/tel', '/recordings/x', '/manager/api/session', '/nothing', '/ws'])
    expect([path, (await get(path)).headers['strict-transport-security']]).toEqual([path, 'max-age=31536000'])
})

test('the doctor knows it for ours while it runs', async () => {
  const { hostname, port } = new URL(border.http)
  const listen = { host: hostname, port: Number(port), trustedProxies: [], tls: { ...serverFiles(data), hsts: false } }
  const [found] = await lookAtPort({ listen }, DOCTOR_WORDS.en)
  expect(found).toMatchObject({ state: 'right' })
})

test('without TLS nothing says that there is', async () => {
  const plain = await openBorder({}, [], undefined, true)
  expect((await fetch(`${plain.http}/health`)).headers.has('strict-transport-security')).toBe(false)
  await plain.close()
})

test('files that are missing, or do not belong together, are named before the start', async () => {
  const files = serverFiles(data)
  await expect(readCertificate({ ...files, key: '/nowhere' })).rejects.toThrow(/listen\.tls\.key.*command cert/)
  await expect(readCertificate({ ...files, key: authorityFiles(data).key })).rejects.toThrow(/do not belong together/)
})
