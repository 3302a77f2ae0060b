import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { personChat } from '../../../src/protocol/chat.ts'
import { keepPassword } from '../../../src/server/identity/manager-password.ts'
import { Administrator } from '../../support/administrator.ts'
import { BASE, type Border, openBorder } from '../../support/border.ts'
import { Operator, pair } from '../../support/operator.ts'

let border: Border
beforeEach(async () => {
  border = await openBorder()
})
afterEach(() => border.close())

const INFO = 30

test('a whole conversation leaves no number, name, word or secret in the log at its usual level', async () => {
  const CLIENT = '79035677876'
  const PASSWORD = 'верный пароль 42'
  const code = await border.code('u101')
  const pairing = await pair(border.url, code)
  const anna = await Operator.signIn(border.url, pairing)
  await anna.sync()
  const pyotr = await border.operator('u103')
  border.customers.known.set(CLIENT, [
    { base: 'crm', ref: randomUUID(), contact: 'Клиентова Мария', counterparty: 'ООО «Ромашка»', responsible: '' },
  ])
  const end = border.pbx.ring('101', CLIENT)
  await anna.sees(({ calls }) => calls.length === 1)
  border.pbx.answered()
  await anna.sees(({ calls }) => calls[0]?.local === 'connected')
  end()
  await anna.sees(({ calls }) => calls.length === 0)
  await anna.ask('call.make', { commandId: randomUUID(), to: `+${CLIENT}` })
  await anna.ask('routing.write', {
    commandId: randomUUID(),
    page: `${BASE.urls[0]}/ru/`,
    lines: [`${CLIENT}=103`, 'чушь'],
  })
  await anna.ask('chat.send', {
    message: randomUUID(),
    chat: personChat('u103'),
    text: 'тайное слово осётр',
    link: null,
  })
  await anna.ask('status.set', { status: { kind: 'away', until: null, note: 'у врача', reach: null } })
  await pyotr.ask('chat.history', { chat: personChat('u101') })
  await anna.line.askAnything('recording.open', { call: 1 }).catch(() => {})
  await anna.line.askAnything('manager.link', {}).catch(() => {})
  await pair(border.url, `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`).catch(() => {})
  const { token } = await border.tokens.make({ base: 'crm', name: 'обмен', by: 'x', from: '' })
  const headers = { authorization: `Bearer ${token}` }
  await fetch(`${border.http}/api/bases/crm/rules`, { method: 'POST', headers, body: `${CLIENT}=104` })
  await keepPassword(border.folder, PASSWORD)
  const administrator = new Administrator(border.http)
  await administrator.signIn({ password: 'неверный пароль' })
  await administrator.signIn({ password: PASSWORD })
  await administrator.post('rules', { base: 'crm', lines: [`${CLIENT}=105`], commandId: randomUUID() })
  await Promise.all([anna.close(), pyotr.close()])

  const usual = border.log.lines.filter(({ level }) => Number(level) >= INFO)
  expect(usual.length).toBeGreaterThan(3)
  const log = JSON.stringify(usual)
  const secrets = [PASSWORD, 'неверный пароль', token, code, administrator.cookie.split('=')[1], administrator.csrf]
  const personal = [CLIENT, CLIENT.slice(1), 'Мария', 'Ромашка', 'осётр', 'врача', 'Иванова', 'Петров', 'чушь']
  for (const text of [...secrets, ...personal]) {
    expect(text).toBeTruthy()
    expect(log.toLowerCase()).not.toContain(String(text).toLowerCase())
  }
})

test('every refusal is in the log with its reason, once a minute for each address', async () => {
  const anna = await border.operator()
  for (let at = 0; at < 5; at++) await anna.line.askAnything('manager.link', {}).catch(() => {})
  anna.line.socket.send('{')
  await expect.poll(() => anna.line.complaints.length).toBe(1)
  const refused = border.log.lines.filter(({ msg }) => msg === 'refused')
  expect(refused).toMatchObject([
    { why: 'mayNot', address: '127.0.0.1', operator: 'u101', method: 'manager.link' },
    { why: 'not understood', address: '127.0.0.1', operator: 'u101' },
  ])
  await anna.close()
})
