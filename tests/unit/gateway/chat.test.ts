import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ChatWish, departmentChat, MOST_TEXT, personChat } from '../../../src/protocol/chat.ts'
import { type Border, openBorder, PEOPLE } from '../../support/border.ts'

const SALES = departmentChat('Продажи')
const withAnna = personChat('u101')
const withPyotr = personChat('u103')
const wish = (chat: string, text: string, more: object = {}): ChatWish => ({
  message: randomUUID(),
  chat,
  text,
  link: null,
  ...more,
})

let border: Border
beforeEach(async () => {
  border = await openBorder()
  border.people.update([...PEOPLE, { id: 'u102', name: 'Сидоров Олег', department: 'Продажи', number: '102' }])
})
afterEach(() => border.close())

describe('A line', () => {
  test('is told to both at once, and to nobody else; delivered and read come back', async () => {
    const anna = await border.operator('u101')
    const pyotr = await border.operator('u103')
    const oleg = await border.operator('u102')
    const { id } = await anna.ask('chat.send', wish(withPyotr, 'Клиент ждёт'))
    await anna.sees(({ chats }) => chats?.[0]?.own?.id === id)
    await pyotr.sees(({ chats }) => chats?.[0]?.unread === 1 && chats[0].last.text === 'Клиент ждёт')
    await pyotr.ask('chat.got', { places: [{ chat: withAnna, upTo: id }] })
    await anna.sees(({ chats }) => chats?.[0]?.own?.got === 1 && chats[0].own.read === 0)
    await pyotr.ask('chat.read', { chat: withAnna, upTo: id })
    await anna.sees(({ chats }) => chats?.[0]?.own?.read === 1)
    await pyotr.sees(({ chats }) => chats?.[0]?.unread === 0)
    await oleg.sees(({ chats }) => chats !== null)
    expect(oleg.state.chats).toEqual([])
    expect(oleg.events.filter(({ type }) => type === 'chat.changed')).toEqual([])
  })

  test('of a department reaches its people; who was away is told on coming back', async () => {
    const anna = await border.operator('u101')
    await anna.ask('chat.send', wish(SALES, 'планёрка в десять'))
    const oleg = await border.operator('u102')
    await oleg.sees(({ chats }) => chats?.[0]?.id === SALES && chats[0].unread === 1)
    const pyotr = await border.operator('u103')
    await pyotr.sees(({ chats }) => chats !== null)
    expect(pyotr.state.chats).toEqual([])
  })

  test('sent again over another connection is answered as before', async () => {
    const line = wish(withPyotr, 'раз')
    const first = await (await border.operator('u101')).ask('chat.send', line)
    const again = await border.operator('u101')
    expect(await again.ask('chat.send', line)).toEqual(first)
    expect((await again.ask('chat.history', { chat: withPyotr })).messages).toHaveLength(1)
  })

  test.each([
    ['too long', { text: 'я'.repeat(MOST_TEXT + 1) }, 'params.text'],
    ['empty', { text: ' \n ' }, 'params.text'],
    ['with control characters', { text: 'a\u0000b' }, 'params.text'],
    ['without a proper id', { message: '1' }, 'params.message'],
    ['for nobody', { chat: 'everybody' }, 'params.chat'],
    [
      'with a link that leads elsewhere',
      { link: { kind: 'client', base: 'crm', link: 'javascript:alert(1)', title: 'x' } },
      'params.link.link',
    ],
  ])('%s is refused, and the field is named', async (_, more, field) => {
    const anna = await border.operator('u101')
    await expect(anna.ask('chat.send', wish(withPyotr, 'x', more))).rejects.toMatchObject({
      code: 'invalidParams',
      field,
    })
  })

  test('of whoever sends too many at once waits; the others’ do not', async () => {
    const anna = await border.operator('u101')
    const sent = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => anna.ask('chat.send', wish(withPyotr, `${i}`))),
    )
    const refused = sent.filter((each) => each.status === 'rejected').map(({ reason }) => reason.code)
    expect(refused.length).toBeGreaterThan(0)
    expect(new Set(refused)).toEqual(new Set(['tooMany']))
    const pyotr = await border.operator('u103')
    await pyotr.ask('chat.send', wish(withAnna, 'спокойно'))
  })
})

test('who writes is seen by the others until it is sent, or given up', async () => {
  const anna = await border.operator('u101')
  const pyotr = await border.operator('u103')
  const isWriting = (names: string[]) =>
    pyotr.sees(({ typing }) => (typing.find(({ id }) => id === withAnna)?.names ?? []).join() === names.join())
  await anna.ask('chat.typing', { chat: withPyotr })
  await isWriting(['Иванова Анна'])
  await anna.ask('chat.send', wish(withPyotr, 'готово'))
  await isWriting([])
  await anna.ask('chat.typing', { chat: withPyotr })
  await isWriting(['Иванова Анна'])
  // It holds for a while only.
  await isWriting([])
  expect(anna.state.typing).toEqual([])
})

test('a department that one leaves, and another that one joins, are told at once', async () => {
  const anna = await border.operator('u101')
  const oleg = await border.operator('u102')
  await anna.ask('chat.send', wish(SALES, 'наше'))
  await oleg.sees(({ chats }) => chats?.length === 1)
  border.people.update(
    PEOPLE.map((each) => each).concat({ id: 'u102', name: 'Сидоров Олег', department: 'Сервис', number: '102' }),
  )
  await oleg.sees(({ chats }) => chats?.length === 0)
  await expect(oleg.ask('chat.history', { chat: SALES })).rejects.toMatchObject({ code: 'noSuchChat' })
})
