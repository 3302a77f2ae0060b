import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BASE, type Border, MANAGER_TOKEN, openBorder, PEOPLE } from '../../support/border.ts'
import { pair } from '../../support/operator.ts'

let border: Border
beforeEach(async () => {
  border = await openBorder()
})
afterEach(() => border.close())

const askCode = (body: unknown, headers: Record<string, string> = { authorization: `Bearer ${MANAGER_TOKEN}` }) =>
  fetch(`${border.http}/manager/codes`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('over HTTP', () => {
  const health = async (headers: Record<string, string> = { authorization: `Bearer ${MANAGER_TOKEN}` }) =>
    (await fetch(`${border.http}/manager/health`, { method: 'POST', headers, body: '{}' })).json()

  test('anybody may ask whether all is well, and learns nothing else', async () => {
    const response = await fetch(`${border.http}/health`)
    expect(await response.json()).toEqual({ ok: true })
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('x-powered-by')).toBeNull()
  })

  test.each<[string, (border: Border) => void]>([
    ['the PBX is away', ({ pbx }) => pbx.setLink('down')],
    ['the PBX cannot ask where calls go', ({ pbx }) => pbx.setFaults({ main: null, routing: 'loginRefused' })],
    ['1C is away', ({ customers }) => (customers.list = [{ ...BASE, state: 'down' }])],
  ])('all is not well when %s', async (_, happens) => {
    happens(border)
    expect(await (await fetch(`${border.http}/health`)).json()).toEqual({ ok: false })
  })

  test('how it goes in detail is told to the command line alone', async () => {
    expect(await health()).toEqual({
      pbx: 'up',
      pbxFault: null,
      routing: 'asked',
      routingFault: null,
      bases: [{ id: 'crm', state: 'up', loadedAt: BASE.loadedAt, owed: 2 }],
      version: '1.2.3',
    })
    expect(await health({})).toEqual({ error: 'unauthorized' })
    expect(await health({ authorization: 'Bearer wrong' })).toEqual({ error: 'unauthorized' })
  })

  test('a PBX that refuses a login is told from one that is away', async () => {
    border.pbx.setFaults({ main: null, routing: 'loginRefused' })
    expect(await health()).toMatchObject({ pbx: 'up', routing: 'notAsked', routingFault: 'loginRefused' })
    border.pbx.setLink('down')
    border.pbx.setFaults({ main: 'loginRefused', routing: 'notConnected' })
    const down = { pbx: 'down', pbxFault: 'loginRefused', routing: 'notAsked', routingFault: 'notConnected' }
    expect(await health()).toMatchObject(down)
  })

  test('the page for links runs nothing but its own, in nobody’s frame, and repeats nothing of its address', async () => {
    const response = await fetch(`${border.http}/tel?call=%3Cscript%3Ealert(1)%3C/script%3E`)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    const [, script = ''] = /<script>(.*)<\/script>/s.exec(await response.text()) ?? []
    expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    expect(script).not.toContain('alert(1)')
  })

  test.each(['/', '/ws', '/health/', '/manager/codes', '/%2e'])('there is nothing at %s', async (path) => {
    expect((await fetch(`${border.http}${path}`)).status).toBe(404)
  })

  test('the command line gets a code that works', async () => {
    const response = await askCode({ operator: '101' })
    expect(response.status).toBe(200)
    const { code, operator, expiresAt } = JSON.parse(await response.text())
    expect(operator).toEqual({ name: 'Иванова Анна', number: '101' })
    expect(expiresAt - Date.now()).toBeGreaterThan(14 * 60_000)
    expect((await pair(border.url, code)).operator).toEqual(PEOPLE[0])
  })

  test.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['a token with more to it', { authorization: `Bearer ${MANAGER_TOKEN}x` }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['a page’s origin', { authorization: `Bearer ${MANAGER_TOKEN}`, origin: 'https://evil.org' }],
  ])('with %s there is no code', async (_, headers) => {
    const response = await askCode({ operator: '101' }, headers)
    expect([response.status, await response.json()]).toEqual([401, { error: 'unauthorized' }])
  })

  test.each([
    [{ operator: '555' }, 404, 'noSuchOperator'],
    [{ operator: 101 }, 400, 'invalidRequest'],
    [{ operator: '101', more: 1 }, 400, 'invalidRequest'],
    ['{', 400, 'invalidRequest'],
    ['', 400, 'invalidRequest'],
    ['x'.repeat(2000), 400, 'tooLarge'],
  ])('%j gives no code', async (body, status, error) => {
    const response = await askCode(body)
    expect([response.status, await response.json()]).toEqual([status, { error }])
  })

  test('a number that several people have gives no code', async () => {
    border.people.update([...PEOPLE, { id: 'u2', name: 'Другая', department: '', number: '101' }])
    expect((await askCode({ operator: '101' })).status).toBe(409)
  })

  test('a number that is not known while 1C has not been read may yet become known', async () => {
    border.customers.list = [{ ...BASE, loadedAt: null }]
    expect((await askCode({ operator: '555' })).status).toBe(503)
  })
})
