import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keepPassword } from '../../../src/server/identity/manager-password.ts'
import { Administrator } from '../../support/administrator.ts'
import { type Border, MANAGER_TOKEN, openBorder } from '../../support/border.ts'

const PASSWORD = 'верный пароль 42'
const MINUTES = 60_000

let border: Border
let administrator: Administrator
beforeEach(async () => {
  border = await openBorder()
  administrator = new Administrator(border.http)
})
afterEach(() => border.close())

const link = async () => {
  const headers = { authorization: `Bearer ${MANAGER_TOKEN}` }
  const response = await fetch(`${border.http}/manager/links`, { method: 'POST', headers, body: '{}' })
  const body: { code: string; expiresAt: number } = JSON.parse(await response.text())
  return body
}
const state = (who = administrator) => who.get('state?active=1')

describe('a stranger', () => {
  test.each(['state', 'rules?base=crm', 'history', 'changes', 'export?base=crm', 'nothing', '__proto__'])(
    'sees nothing of %s',
    async (path) => {
      expect(await administrator.get(path)).toMatchObject({ status: 401, body: { error: 'notSignedIn' } })
    },
  )

  test.each(['settings', 'rules', 'codes', 'tokens', 'tokens/revoke', 'import?base=crm', 'sign-out'])(
    'changes nothing by %s',
    async (path) => {
      expect(await administrator.post(path, { enabled: false })).toMatchObject({ status: 401 })
      expect(border.routing.settings.enabled).toBe(true)
    },
  )

  test('is told only whether a password has been set', async () => {
    expect((await administrator.get('session')).body).toEqual({ signedIn: false, csrf: null, password: false })
    await keepPassword(border.folder, PASSWORD)
    expect((await administrator.get('session')).body).toEqual({ signedIn: false, csrf: null, password: true })
  })

  test('with an invented cookie is one', async () => {
    administrator.cookie = `trubka_manager=${'a'.repeat(43)}`
    expect((await state()).status).toBe(401)
  })
})

describe('with the password', () => {
  beforeEach(() => keepPassword(border.folder, PASSWORD))

  test('one is in, by a cookie that no script and no other site can use', async () => {
    const { status, headers, body } = await administrator.signIn({ password: PASSWORD })
    expect([status, body]).toMatchObject([200, { signedIn: true, password: true }])
    expect(headers.get('set-cookie')).toMatch(/^trubka_manager=[\w-]{43}; Path=\/manager\/; HttpOnly; SameSite=Strict$/)
    expect((await state()).status).toBe(200)
    expect((await administrator.get('session')).body).toEqual({
      signedIn: true,
      csrf: administrator.csrf,
      password: true,
    })
  })

  test('behind TLS the cookie never goes without it', async () => {
    const { headers } = await administrator.post('sign-in', { password: PASSWORD }, { 'x-forwarded-proto': 'https' })
    expect(headers.get('set-cookie')).toMatch(/; Secure$/)
  })

  test('it is the same however its letters are composed', async () => {
    expect((await administrator.signIn({ password: PASSWORD.normalize('NFD') })).status).toBe(200)
  })

  test('a wrong one is refused, after five tries for a while, and said in the log without it', async () => {
    const answers = []
    for (let i = 0; i < 6; i++) answers.push(await administrator.signIn({ password: `wrong secret ${i}` }))
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 429])
    expect(answers[0]?.body).toEqual({ error: 'wrongPassword' })
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0)
    // The right one has to wait, too: else it could be found by trying on.
    expect((await administrator.signIn({ password: PASSWORD })).status).toBe(429)
    expect((await administrator.signIn({ link: (await link()).code })).status).toBe(200)
    expect(border.log.text()).toContain('a wrong password')
    expect(border.log.text()).not.toContain('wrong secret')
  })

  test('no word of whom one asks for is taken, unless it is a proxy’s that is set', async () => {
    const answers = []
    for (let i = 0; i < 6; i++) {
      const headers = { 'x-forwarded-for': `203.0.113.${i}` }
      answers.push((await administrator.post('sign-in', { password: `wrong ${i}` }, headers)).status)
    }
    expect(answers).toEqual([403, 403, 403, 403, 403, 429])
  })

  test('its file is readable by the owner only, and holds a hash', async () => {
    expect((await stat(join(border.folder, 'manager-password.json'))).mode & 0o777).toBe(0o600)
  })

  test('set anew ends every session', async () => {
    await administrator.signIn({ password: PASSWORD })
    await keepPassword(border.folder, 'a new password')
    expect((await state()).status).toBe(401)
    expect((await administrator.signIn({ password: PASSWORD })).status).toBe(403)
    expect((await administrator.signIn({ password: 'a new password' })).status).toBe(200)
  })

  test('a session ends after half an hour without a click, whatever the page asks by itself', async () => {
    await administrator.signIn({ password: PASSWORD })
    border.passes(29 * MINUTES)
    expect((await state()).status).toBe(200)
    border.passes(29 * MINUTES)
    expect((await administrator.get('state')).status).toBe(200)
    border.passes(2 * MINUTES)
    expect((await administrator.get('state')).status).toBe(401)
  })

  test('and after half a day whatever is done', async () => {
    await administrator.signIn({ password: PASSWORD })
    const statuses = []
    for (let i = 0; i < 25; i++) {
      border.passes(29 * MINUTES)
      statuses.push((await state()).status)
    }
    expect(statuses.indexOf(401)).toBe(24)
  })

  test('signed out, the cookie is worth nothing', async () => {
    await administrator.signIn({ password: PASSWORD })
    const { headers } = await administrator.post('sign-out')
    expect(headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await state()).status).toBe(401)
  })
})

describe('tries of others', () => {
  const PROXY = '127.0.0.1'
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const tryFrom = async (address: string, password: string) =>
    (await administrator.post('sign-in', { password }, from(address))).status

  beforeEach(async () => {
    await border.close()
    border = await openBorder({}, [PROXY])
    administrator = new Administrator(border.http)
    await keepPassword(border.folder, PASSWORD)
  })

  test('from one address keep nobody out at another', async () => {
    for (let i = 0; i < 6; i++) await tryFrom('203.0.113.1', 'a wrong password')
    expect(await tryFrom('203.0.113.1', PASSWORD)).toBe(429)
    expect(await tryFrom('192.0.2.7', PASSWORD)).toBe(200)
  })

  test('are not spread over addresses by what they say of themselves to a proxy', async () => {
    const answers = []
    for (let i = 0; i < 6; i++) answers.push(await tryFrom(`203.0.113.${i}, 198.51.100.1`, 'a wrong password'))
    expect(answers).toEqual([403, 403, 403, 403, 403, 429])
  })
})

describe('by a link', () => {
  test('one is in, once, within a quarter of an hour', async () => {
    const { code, expiresAt } = await link()
    expect(expiresAt - Date.now()).toBeGreaterThan(14 * MINUTES)
    expect((await administrator.signIn({ link: code })).status).toBe(200)
    expect((await state()).status).toBe(200)
    const other = new Administrator(border.http)
    expect(await other.signIn({ link: code })).toMatchObject({ status: 403, body: { error: 'linkOver' } })
    const late = await link()
    border.passes(15 * MINUTES)
    expect((await other.signIn({ link: late.code })).status).toBe(403)
  })

  test('which only the command line can make', async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${border.http}/manager/links`, { method: 'POST', headers, body: '{}' })
    expect((await ask({})).status).toBe(401)
    expect((await ask({ authorization: `Bearer ${MANAGER_TOKEN}`, origin: border.http })).status).toBe(401)
  })
})

describe('another site cannot', () => {
  beforeEach(async () => {
    await administrator.signIn({ link: (await link()).code })
  })

  test.each<[string, Record<string, string>]>([
    ['the page’s token', { 'x-trubka-page': '' }],
    ['the right token of the page', { 'x-trubka-page': 'a'.repeat(43) }],
    ['our origin', { origin: 'https://evil.org' }],
    ['any origin', { origin: '' }],
    ['an origin that is one', { origin: 'null' }],
    ['the browser’s word for it', { 'sec-fetch-site': 'same-site' }],
    ['the browser’s word for it, either', { 'sec-fetch-site': 'cross-site' }],
  ])('change anything without %s', async (_, headers) => {
    const answer = await administrator.post('settings', { enabled: false }, headers)
    expect(answer).toMatchObject({ status: 403, body: { error: 'foreignPage' } })
    expect(border.routing.settings.enabled).toBe(true)
  })

  test('sign anybody in', async () => {
    const { code } = await link()
    const answer = await new Administrator(border.http).post('sign-in', { link: code }, { origin: 'https://evil.org' })
    expect(answer.status).toBe(403)
  })

  test('read, or frame, what it is answered', async () => {
    const { headers } = await state()
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test.each([['{'], ['[]'], ['{"enabled":"yes"}'], ['{"enabled":true,"more":1}'], ['{}'], ['']])(
    'nor does our own page change anything by %s',
    async (body) => {
      expect(await administrator.post('settings', body)).toMatchObject({
        status: 400,
        body: { error: 'invalidRequest' },
      })
    },
  )

  test('nor by a huge body', async () => {
    expect((await administrator.post('settings', 'x'.repeat(100_000))).status).toBe(413)
    expect((await state()).status).toBe(200)
  })
})
