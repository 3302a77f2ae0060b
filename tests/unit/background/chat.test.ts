import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { badgeOf } from '../../../src/background/badge.ts'
import { ChatAlerts, chatAlertOf, chatOfAlert } from '../../../src/background/chat-alerts.ts'
import { ChatOutbox } from '../../../src/background/chat-outbox.ts'
import { GotLines } from '../../../src/background/got-lines.ts'
import {
  type ChatMessage,
  type ChatSummary,
  type ChatWish,
  departmentChat,
  personChat,
} from '../../../src/protocol/chat.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { Mirror, OwnLines } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import { freshState } from '../../support/peer.ts'
import { connectionWith, memorySlot, startPeer } from './support.ts'

const withPetr = personChat('u103')
const wish = (text: string): ChatWish => ({ message: randomUUID(), chat: withPetr, text, link: null })

async function office() {
  const peer = await startPeer()
  const sent: string[] = []
  peer.handlers['chat.send'] = ({ text }) => {
    sent.push(text)
    return { id: sent.length, at: 1 }
  }
  const kept = memorySlot<OwnLines>()
  const outbox = new ChatOutbox(kept, () => {}, 10)
  let current = outbox
  const { connection, pairing } = await connectionWith(peer, {
    onSignedIn: async (rpc) => {
      void current.send(rpc)
    },
  })
  const revive = async () => {
    current = new ChatOutbox(kept, () => {}, 10)
    await current.restore()
    return current
  }
  return { peer, sent, kept, outbox, revive, connection, connect: () => connection.start(pairing) }
}

describe('Lines on their way to the server', () => {
  test('are on disk before the panel is told, and go out in their order once there is a connection', async () => {
    const { outbox, kept, sent, connect } = await office()
    for (const text of ['раз', 'два', 'три']) await outbox.keep(wish(text))
    expect((await kept.get())?.owed.map(({ text }) => text)).toEqual(['раз', 'два', 'три'])
    connect()
    await expect.poll(() => sent).toEqual(['раз', 'два', 'три'])
    await expect.poll(async () => (await kept.get())?.owed).toEqual([])
  })

  test('are sent again under the same id when the answer was lost, and when the background has died meanwhile', async () => {
    const { peer, outbox, revive, connect, connection } = await office()
    peer.handlers['chat.send'] = () => {
      peer.drop()
      return 'no answer'
    }
    const line = wish('раз')
    await outbox.keep(line)
    connect()
    await expect.poll(() => peer.askedFor('chat.send').length).toBeGreaterThan(1)
    const revived = await revive()
    expect(revived.lines.owed).toMatchObject([line])
    peer.handlers['chat.send'] = () => ({ id: 1, at: 1 })
    void revived.send(await connection.ready(5_000))
    await expect.poll(() => revived.lines.owed).toEqual([])
    expect(new Set(peer.askedFor('chat.send').map(({ params }) => (params as ChatWish).message))).toEqual(
      new Set([line.message]),
    )
  })

  test('wait where the server has too much to do, or cannot keep them now', async () => {
    const { peer, outbox, sent, connect } = await office()
    const refusals = [new TrubkaError('tooMany'), new TrubkaError('notKept'), new TrubkaError('internal')]
    const taken = peer.handlers['chat.send']
    peer.handlers['chat.send'] = (line) => {
      const refusal = refusals.shift()
      if (refusal) throw refusal
      return taken?.(line) ?? 'no answer'
    }
    await outbox.keep(wish('раз'))
    await outbox.keep(wish('два'))
    connect()
    await expect.poll(() => sent).toEqual(['раз', 'два'])
    expect(outbox.lines.refused).toEqual([])
  })

  test('that the server fails at again and again hold up their own conversation alone', async () => {
    const { peer, outbox, sent, connect } = await office()
    const taken = peer.handlers['chat.send']
    let failures = 0
    peer.handlers['chat.send'] = (line) => {
      if (line.chat !== withPetr) return taken?.(line) ?? 'no answer'
      failures++
      throw new TrubkaError('internal')
    }
    const sales = (text: string): ChatWish => ({ ...wish(text), chat: departmentChat('Продажи') })
    for (const line of [wish('раз'), sales('отделу'), wish('два'), sales('и ещё')]) await outbox.keep(line)
    connect()
    await expect.poll(() => sent).toEqual(['отделу', 'и ещё'])
    await expect.poll(() => failures).toBeGreaterThan(2)
    expect(outbox.lines.owed.map(({ text }) => text)).toEqual(['раз', 'два'])
    if (taken) peer.handlers['chat.send'] = taken
    await expect.poll(() => sent).toEqual(['отделу', 'и ещё', 'раз', 'два'])
  })

  test('that the server will never take are set aside with the reason, tried again on demand, or taken away', async () => {
    const { peer, outbox, sent, connect } = await office()
    const taken = peer.handlers['chat.send']
    peer.handlers['chat.send'] = () => {
      throw new TrubkaError('noSuchChat')
    }
    const [one, two] = [wish('раз'), wish('два')]
    await outbox.keep(one)
    await outbox.keep(two)
    connect()
    await expect.poll(() => outbox.lines.refused.map(({ code }) => code)).toEqual(['noSuchChat', 'noSuchChat'])
    expect(outbox.lines.owed).toEqual([])
    if (taken) peer.handlers['chat.send'] = taken
    await outbox.drop(two.message)
    await outbox.again(one.message)
    expect(outbox.lines).toMatchObject({ owed: [{ message: one.message }], refused: [] })
    peer.drop()
    await expect.poll(() => sent).toEqual(['раз'])
  })

  test('cannot be kept: said, and not sent', async () => {
    const kept = { get: async () => null, set: async () => Promise.reject(new Error('full')) }
    const outbox = new ChatOutbox(kept, () => {})
    await expect(outbox.keep(wish('раз'))).rejects.toMatchObject({ code: 'notKept' })
    expect(outbox.lines.owed).toEqual([])
  })

  test('of one operator are not sent by another', async () => {
    const { outbox, kept } = await office()
    await outbox.keep(wish('личное'))
    await outbox.clear()
    expect(await kept.get()).toEqual({ owed: [], refused: [] })
  })
})

const line = (id: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  id,
  message: randomUUID(),
  at: 1,
  from: 'u103',
  name: 'Петров Семён',
  own: false,
  text: 'Клиент ждёт',
  link: null,
  ...more,
})
const chat = (id: number, more: Partial<ChatSummary> = {}): ChatSummary => ({
  id: withPetr,
  name: 'Петров Семён',
  last: line(id),
  unread: 1,
  read: 0,
  got: 0,
  own: null,
  ...more,
})

describe('The system’s notification', () => {
  function alerts(told = memorySlot<Record<string, number>>()) {
    const shown: number[] = []
    const hidden: string[] = []
    const begin = () =>
      new ChatAlerts(
        told,
        async ({ last }) => shown.push(last.id),
        async (id) => hidden.push(id),
      )
    return { shown, hidden, begin, told }
  }

  test('tells of each new line once, also when the background dies in between', async () => {
    const { begin, shown } = alerts()
    await begin().look([chat(1)], true)
    await begin().look([chat(1)], true)
    await begin().look([chat(2, { unread: 2 })], true)
    expect(shown).toEqual([1, 2])
  })

  test('is not for one’s own lines, nor for what is read, nor while the panel is in sight', async () => {
    const { begin, shown } = alerts()
    const one = begin()
    await one.look([chat(1, { last: line(1, { own: true }) })], true)
    await one.look([chat(2, { unread: 0 })], true)
    await one.look([chat(3)], false)
    await one.look([chat(3)], true)
    expect(shown).toEqual([])
  })

  test('goes when it is read elsewhere', async () => {
    const { begin, hidden } = alerts()
    const one = begin()
    await one.look([chat(1)], true)
    await one.look([chat(1, { unread: 0 })], true)
    expect(hidden).toEqual([`chat:${withPetr}`])
  })

  test('says who, where and what, as text; a press on it leads to the conversation', () => {
    const hostile = line(1, { name: '\u202eзлой', text: `<b>да</b>\n${'я'.repeat(500)}` })
    const alert = chatAlertOf(chat(1, { id: departmentChat('Продажи'), last: hostile, unread: 3 }), 'ru')
    expect(alert.title).toBe('Сообщение: злой, Отдел «Продажи»')
    expect(alert.message).toMatch(/^<b>да<\/b> я+…\n3 новых сообщения$/)
    expect(chatOfAlert(alert.id)).toBe(departmentChat('Продажи'))
    expect(chatOfAlert('call:answer:1')).toBeNull()
  })
})

describe('What this browser has got', () => {
  test('is said once for each line of others, and again over another connection', async () => {
    const { peer, connection, connect } = await office()
    peer.handlers['chat.got'] = () => ({})
    connect()
    const got = new GotLines()
    const places = () => peer.askedFor('chat.got').map(({ params }) => params)
    const rpc = await connection.ready(5_000)
    await got.look([chat(5), chat(4, { id: personChat('u1'), last: line(4, { own: true }) })], rpc)
    await got.look([chat(5)], rpc)
    await got.look([chat(6, { got: 6 })], rpc)
    expect(places()).toEqual([{ places: [{ chat: withPetr, upTo: 5 }] }])
    peer.drop()
    await rpc.closed
    await got.look([chat(5)], await connection.ready(5_000))
    expect(places()).toHaveLength(2)
  })
})

test('unread lines are counted on the toolbar button while nobody calls and nobody was missed', () => {
  const mirror = (more: object): Mirror => ({
    connection: 'online',
    state: { ...freshState(), chats: [chat(1, { unread: 2 }), chat(2, { unread: 1 })], ...more },
    owed: 0,
    preferences: DEFAULT_PREFERENCES,
  })
  expect(badgeOf(mirror({}), 'ru')).toMatchObject({ text: '3', title: 'Трубка: Непрочитанных сообщений: 3' })
  expect(badgeOf(mirror({ missed: 1 }), 'ru')).toMatchObject({ text: '1', title: 'Трубка: не дозвонились: 1' })
  expect(badgeOf(mirror({ chats: [] }), 'ru')).toMatchObject({ text: '' })
})
