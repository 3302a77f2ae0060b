import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { personChat } from '../../../src/protocol/chat.ts'
import { methods } from '../../../src/protocol/methods.ts'
import { type Border, openBorder } from '../../support/border.ts'
import type { Operator } from '../../support/operator.ts'

let border: Border
let anna: Operator
let pyotr: Operator
let mallory: Operator
beforeEach(async () => {
  border = await openBorder()
  border.people.update([
    ...border.people.all,
    { id: 'u105', name: 'Чужой Человек', department: 'Охрана', number: '105' },
  ])
  ;[anna, pyotr, mallory] = [
    await border.operator('u101'),
    await border.operator('u103'),
    await border.operator('u105'),
  ]
})
afterEach(() => border.close())

const line = (chat: string, text: string) => ({ message: randomUUID(), chat, text, link: null })

describe('the chat of others', () => {
  test('is neither read nor found, and takes no line', async () => {
    await anna.ask('chat.send', line(personChat('u103'), 'пароль от сейфа: осётр'))
    await pyotr.ask('chat.send', line(personChat('u101'), 'понял'))
    // With whom the two talk is not Mallory's to name: by these names, these are chats of Mallory's own.
    for (const chat of [personChat('u101'), personChat('u103')])
      expect(await mallory.ask('chat.history', { chat })).toEqual({ messages: [], next: null })
    expect(await mallory.ask('chat.search', { text: 'осётр' })).toEqual({ messages: [], next: null })
    await mallory.sync()
    expect(JSON.stringify(mallory.state)).not.toContain('осётр')
    expect(JSON.stringify(mallory.line.told)).not.toContain('осётр')
  })

  test('of another department is closed', async () => {
    const chat = 'department:Продажи'
    await anna.ask('chat.send', line(chat, 'только для своих'))
    for (const [method, wish] of [
      ['chat.history', { chat }],
      ['chat.send', line(chat, 'и мне')],
      ['chat.read', { chat, upTo: 1 }],
    ] as const)
      await expect(mallory.line.askAnything(method, wish)).rejects.toMatchObject({ code: 'noSuchChat' })
    expect(await anna.ask('chat.history', { chat })).toMatchObject({ messages: [{ text: 'только для своих' }] })
  })
})

describe('the call of another', () => {
  /** Every command to a call that the contract has. */
  const commands = Object.keys(methods).filter((method) => method.startsWith('call.') && method !== 'call.make')

  test.each(commands)('does not obey %s', async (method) => {
    border.pbx.ring('101', '79035677876', 'hers')
    const { calls } = await anna.sees(({ calls }) => calls.length === 1)
    const call = calls[0]?.id ?? ''
    const params = { commandId: randomUUID(), callId: call }
    const more = method === 'call.consult' || method === 'call.singleStepTransfer' ? { to: '102' } : {}
    const digits = method === 'call.generateDigits' ? { digits: '1' } : {}
    const asked = mallory.line.askAnything(method, { ...params, ...more, ...digits })
    await expect(asked).rejects.toMatchObject({ code: 'noSuchCall' })
    expect([border.pbx.cleared, border.pbx.controlled]).toEqual([[], []])
  })

  test('is not seen', async () => {
    border.pbx.ring('101', '79035677876', 'hers')
    await anna.sees(({ calls }) => calls.length === 1)
    await mallory.ask('session.ping', {})
    expect(mallory.state.calls).toEqual([])
  })
})

describe('the recording of another', () => {
  test('is not opened by number, nor by trying all numbers', async () => {
    const call = await border.ledger.append({
      type: 'call.recorded',
      callId: '1795.1',
      direction: 'incoming',
      number: '79035677876',
      name: '',
      caller: null,
      startedAt: 1,
      answeredAt: 2,
      endedAt: 3,
      talks: [{ who: '101', from: 2, ms: 1 }],
      rang: ['101'],
      result: 'answered',
      recording: 'a.wav',
      whole: true,
      bases: [],
      place: null,
    })
    await expect(mallory.ask('recording.open', { call })).rejects.toMatchObject({ code: 'mayNotListen' })
    for (let at = 1; at < call; at++)
      await expect(mallory.ask('recording.open', { call: at })).rejects.toMatchObject({ code: 'noRecording' })
    await expect(mallory.ask('journal.document', { call })).rejects.toMatchObject({ code: 'invalidParams' })
  })

  test('in another department is not even a supervisor’s', async () => {
    await border.identity.operators.give('u105', 'supervisor', { by: 'administrator', from: '' })
    const facts = { startedAt: 1, who: '101' }
    expect(border.recordings.isOffered(mallory.self, [facts.who])).toBe(false)
    expect(border.recordings.isOffered(mallory.self, ['105'])).toBe(true)
    border.people.update(border.people.all.map((each) => ({ ...each, department: 'Продажи' })))
    expect(border.recordings.isOffered({ ...mallory.self, department: 'Продажи' }, [facts.who])).toBe(true)
    await border.identity.operators.give('u105', 'operator', { by: 'administrator', from: '' })
    expect(border.recordings.isOffered({ ...mallory.self, department: 'Продажи' }, [facts.who])).toBe(false)
  })
})

test('the contacts, favourites and status of another are not theirs to change', async () => {
  const id = randomUUID()
  const contact = {
    id,
    name: 'Врач',
    company: '',
    department: '',
    position: '',
    numbers: [{ number: '79035677876', kind: 'mobile' as const }],
    email: '',
    note: '',
  }
  await anna.ask('contacts.keep', { commandId: randomUUID(), contact })
  await mallory.ask('contacts.remove', { commandId: randomUUID(), id }).catch(() => {})
  await mallory
    .ask('contacts.keep', { commandId: randomUUID(), contact: { ...contact, name: 'Подмена' } })
    .catch(() => {})
  const { text } = await anna.ask('contacts.export', { format: 'vcard' })
  expect(text).toContain('Врач')
  expect(text).not.toContain('Подмена')
})

test('what became of another’s command is not told', async () => {
  const commandId = randomUUID()
  await anna.ask('call.make', { commandId, to: '79035677876' })
  expect(await mallory.ask('command.outcome', { commandId })).toEqual({ outcome: 'unknown', callId: null })
})
