import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { methods } from '../../../src/protocol/methods.ts'
import { ROLES, type Role } from '../../../src/protocol/role.ts'
import { openMethods } from '../../../src/server/gateway/methods.ts'
import { may, type Standing, WHO_MAY } from '../../../src/server/gateway/who-may.ts'
import { ManagerApi } from '../../../src/server/manager/api.ts'
import { isToldTo1C } from '../../../src/server/writers.ts'
import { Administrator } from '../../support/administrator.ts'
import { type Border, openBorder } from '../../support/border.ts'
import { Line, type Operator } from '../../support/operator.ts'

/** The contract itself: a method that is new is attacked from its first day on. */
const METHODS = Object.keys(methods)
const STANDINGS: readonly Standing[] = ['stranger', ...ROLES]
/** What the connection answers itself. */
const SIGNING_IN = ['session.pair', 'session.hello', 'session.prove', 'state.sync']

let border: Border
beforeEach(async () => {
  border = await openBorder()
})
afterEach(() => border.close())

const as = async (role: Role): Promise<Operator> => {
  await border.identity.operators.give('u101', role, { by: 'administrator', from: '' })
  return border.operator('u101')
}
const codeOf = (line: Line, method: string): Promise<unknown> =>
  line.askAnything(method, {}).then(
    () => 'answered',
    (error: { code?: unknown }) => error.code,
  )

test('every method of the contract says who may ask for it, and nobody else may', () => {
  expect(Object.keys(WHO_MAY).sort()).toEqual([...METHODS].sort())
  for (const method of METHODS) {
    const allowed = STANDINGS.filter((standing) => may(standing, method))
    expect([method, allowed]).toEqual([method, STANDINGS.slice(-allowed.length)])
    expect(allowed).toContain('administrator')
  }
  expect(may('administrator', 'constructor')).toBe(false)
  expect(may('administrator', 'call.fly')).toBe(false)
})

test('every method of the contract has a handler, and there is no other one', () => {
  const handled = [...openMethods(border, border.log.logger, border.managerLink).keys()]
  expect([...new Set([...handled, ...SIGNING_IN])].sort()).toEqual([...METHODS].sort())
})

describe('who has not signed in', () => {
  test.each(METHODS.filter((method) => !may('stranger', method)))('is not let at %s', async (method) => {
    const line = await Line.open(border.url)
    expect(await codeOf(line, method)).toBe('notSignedIn')
    line.close()
  })
})

describe.each(ROLES)('a signed-in %s', (role) => {
  test('is refused every method of a higher role, and no other one', async () => {
    const { line } = await as(role)
    for (const method of METHODS.filter((each) => !SIGNING_IN.includes(each))) {
      const code = await codeOf(line, method)
      if (may(role, method)) expect([method, code]).not.toEqual([method, 'mayNot'])
      else expect([method, code]).toEqual([method, 'mayNot'])
    }
    line.close()
  })
})

test('a role that is taken is taken at once, on connections that are open', async () => {
  const administrator = await as('administrator')
  const { path } = await administrator.ask('manager.link', {})
  expect(path).toMatch(/^\/manager\/#link=[\w-]{43}$/)
  await border.identity.operators.give('u101', 'operator', { by: 'administrator', from: '' })
  await expect(administrator.ask('manager.link', {})).rejects.toMatchObject({ code: 'mayNot' })
  await administrator.close()
})

describe('the manager page', () => {
  const api = () =>
    new ManagerApi({
      rooms: { ...border, interactions: { setNeeded: () => {} }, callRecords: null },
      settings: border.settings,
      ledger: border.ledger,
      version: '',
    })
  const looks = () => [...Object.keys(api().get), 'export', 'books/export']
  const changes = () => [...Object.keys(api().post), 'sign-out']

  test('shows a stranger nothing, whatever is asked', async () => {
    const stranger = new Administrator(border.http)
    for (const name of looks()) expect([name, (await stranger.get(`${name}?base=crm`)).status]).toEqual([name, 401])
    for (const name of changes())
      expect([name, (await stranger.post(`${name}?base=crm`, {})).status]).toEqual([name, 401])
  })

  test('takes no change from a page of another site, nor without the page’s own token', async () => {
    const administrator = new Administrator(border.http)
    await administrator.signIn({ link: border.managerLink().code })
    for (const name of changes()) {
      const foreign = await administrator.post(name, {}, { origin: 'https://evil.example' })
      expect([name, foreign.status]).toEqual([name, 403])
      administrator.csrf = ''
      expect([name, (await administrator.post(name, {})).status]).toEqual([name, 403])
    }
  })

  test('has no way in by a method of another kind', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status } = await fetch(`${border.http}/manager/api/rules`, { method })
      expect([method, status]).toEqual([method, 401])
    }
  })

  test('is closed at once to whoever came from a browser that is revoked, and so is a link not used yet', async () => {
    const anna = await as('administrator')
    const link = async () => (await anna.ask('manager.link', {})).path.split('=')[1] ?? ''
    const [one, other] = [await link(), await link()]
    const administrator = new Administrator(border.http)
    await administrator.signIn({ link: one })
    expect((await administrator.get('state')).status).toBe(200)
    for (const browsers of border.identity.operators.browsers().values())
      for (const { keyId } of browsers) await border.identity.operators.revoke(keyId)
    expect((await administrator.get('state')).status).toBe(401)
    const late = new Administrator(border.http)
    await late.signIn({ link: other })
    expect((await late.get('state')).status).toBe(401)
  })

  test('is closed at once to an operator who is administrator no more', async () => {
    const anna = await as('administrator')
    const { path } = await anna.ask('manager.link', {})
    const administrator = new Administrator(border.http)
    expect((await administrator.signIn({ link: path.split('=')[1] ?? '' })).status).toBe(200)
    expect((await administrator.get('state')).status).toBe(200)
    const wish = { base: 'crm', lines: ['9035677876=103'], commandId: crypto.randomUUID() }
    expect((await administrator.post('rules', wish)).status).toBe(200)
    const { body } = await administrator.get('history')
    expect(body).toMatchObject({ entries: [{ by: { kind: 'operator', name: 'Иванова Анна' } }] })
    // What an administrator edits there 1C is not told of by us.
    const told = []
    for await (const { record } of border.ledger.read(0, ['rules.written'])) told.push(record)
    expect(told.map((record) => record.type === 'rules.written' && isToldTo1C(record.by))).toEqual([false])
    await border.identity.operators.give('u101', 'operator', { by: 'administrator', from: '' })
    expect((await administrator.get('state')).status).toBe(401)
    await anna.close()
  })
})
