// @vitest-environment happy-dom
import { render } from 'preact'
import { useState } from 'preact/hooks'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ChatPart } from '../../../src/popup/chat/ChatPart.tsx'
import { type ChatDesk, OpenChat, useChatDesk } from '../../../src/popup/chat/desk.ts'
import { callLinkOf, clientLinkOf } from '../../../src/popup/chat/links.ts'
import type { ChatSource } from '../../../src/popup/chat/source.ts'
import { WriteButton } from '../../../src/popup/chat/WriteButton.tsx'
import {
  type ChatMessage,
  type ChatSummary,
  departmentChat,
  MOST_TEXT,
  personChat,
} from '../../../src/protocol/chat.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { OwnLines } from '../../../src/protocol/mirror.ts'
import type { Base, OperatorState } from '../../../src/protocol/state.ts'
import { stubSight } from '../../support/in-sight.ts'
import { freshState } from '../../support/peer.ts'
import { party } from '../ui/call.ts'

const withPetr = personChat('u103')
const SALES = departmentChat('Продажи')
const NOON = new Date(2026, 4, 9, 12, 0).getTime()
const line = (id: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  id,
  message: `m${id}`,
  at: NOON,
  from: 'u103',
  name: 'Петров Семён Ильич',
  own: false,
  text: `строка ${id}`,
  link: null,
  ...more,
})
const summary = (last: ChatMessage, more: Partial<ChatSummary> = {}): ChatSummary => ({
  id: withPetr,
  name: '',
  last,
  unread: 0,
  read: last.id,
  got: last.id,
  own: null,
  ...more,
})
const NOTHING: OwnLines = { owed: [], refused: [] }

let root: HTMLElement
let desk: ChatDesk
/** What the browser has kept. */
let drafts: Record<string, string>
let reachTop: () => void
let source: { [K in keyof ChatSource]: ReturnType<typeof vi.fn<ChatSource[K]>> }
const tools = {
  opener: { open: vi.fn(async () => ({ opened: true, address: null })), copy: vi.fn(async () => true) },
  journal: { call: vi.fn(async () => ({})), listen: vi.fn(() => new Promise<never>(() => {})) },
}

beforeEach(() => {
  reachTop = stubSight()
  drafts = {}
  source = {
    send: vi.fn<ChatSource['send']>(async () => ({})),
    draft: vi.fn<ChatSource['draft']>(async () => ({})),
    again: vi.fn<ChatSource['again']>(async () => ({})),
    drop: vi.fn<ChatSource['drop']>(async () => ({})),
    history: vi.fn<ChatSource['history']>(async () => ({ messages: [], next: null })),
    search: vi.fn<ChatSource['search']>(async () => ({ messages: [], next: null })),
    read: vi.fn<ChatSource['read']>(async () => ({})),
    typing: vi.fn<ChatSource['typing']>(async () => ({})),
    opened: vi.fn<ChatSource['opened']>(async () => ({})),
  }
  tools.opener.open.mockResolvedValue({ opened: true, address: null })
  tools.journal.call.mockResolvedValue({})
  tools.journal.listen.mockReturnValue(new Promise<never>(() => {}))
  root = document.createElement('div')
  document.body.append(root)
})
afterEach(() => {
  void act(() => render(null, root))
  root.remove()
  vi.unstubAllGlobals()
})

async function settled(what: () => void): Promise<void> {
  await act(async () => what())
  await act(() => new Promise((resolve) => setTimeout(resolve)))
}
type Shown = { state: OperatorState; own: OwnLines; online: boolean }
let change: (changes: Partial<Shown>) => void = () => {}
function Bench(first: Shown) {
  const [shown, setShown] = useState(first)
  change = (changes) => setShown((before) => ({ ...before, ...changes }))
  desk = useChatDesk(drafts, source.draft)
  return <ChatPart {...shown} desk={desk} source={source} tools={tools} language="ru" />
}
const state = (more: Partial<OperatorState> = {}): OperatorState => ({ ...freshState(), chats: [], ...more })
const show = (shown: Partial<Shown> = {}) =>
  settled(() => render(<Bench state={state()} own={NOTHING} online={true} {...shown} />, root))
const open = (chat: string, at: number | null = null) => settled(() => desk.show({ is: 'chat', chat, at }))
const press = (command: string) =>
  settled(() => root.querySelector<HTMLElement>(`[data-command="${command}"]`)?.click())
const field = () => root.querySelector<HTMLTextAreaElement>('[data-field="chat"]') ?? expect.fail('no field')
const type = (text: string) =>
  settled(() => {
    field().value = text
    field().dispatchEvent(new Event('input', { bubbles: true }))
  })
const key = (name: string, more: object = {}) =>
  settled(() =>
    field().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more })),
  )
const texts = () => [...root.querySelectorAll('.line-text')].map((each) => each.textContent)
const rows = () => [...root.querySelectorAll('.chat-row')].map((each) => each.textContent ?? '')

describe('The conversations', () => {
  test('before there is any, it is said how to begin', async () => {
    await show()
    expect(root.textContent).toContain('Сообщений ещё нет')
    expect(root.textContent).toContain('Нажмите «Написать»')
  })

  test('say with whom, the last line, what is unread, and who is writing', async () => {
    const chats = [
      summary(line(9, { text: 'Иду' }), { unread: 3, read: 5 }),
      summary(line(4, { own: true, text: 'всем' }), { id: SALES }),
      summary(line(2, { name: 'Бывший Иван' }), { id: personChat('u900'), name: 'Бывший Иван' }),
    ]
    await show({ state: state({ chats }) })
    expect(rows()[0]).toContain('Петров Семён Ильич')
    expect(rows()[0]).toContain('3 новых сообщения')
    expect(rows()[1]).toContain('Отдел «Продажи»')
    expect(rows()[1]).toContain('Вы: всем')
    expect(rows()[2]).toContain('Бывший Иван')
    await settled(() => change({ state: state({ chats, typing: [{ id: withPetr, names: ['Петров'] }] }) }))
    expect(rows()[0]).toContain('Петров пишет…')
  })

  test('a new one begins with a name, or with one’s department', async () => {
    await show()
    await press('beginChat')
    const whom = root.querySelector<HTMLInputElement>('[data-field="whom"]') ?? expect.fail('no field')
    expect(document.activeElement).toBe(whom)
    expect(root.textContent).not.toContain('Иванова Анна Петровна')
    await settled(() => {
      whom.value = 'gtnhjd ctv'
      whom.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await settled(() =>
      whom.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })),
    )
    expect(desk.view).toEqual({ is: 'chat', chat: withPetr, at: null })
    await settled(() => desk.show({ is: 'begin' }))
    await press('writeDepartment')
    expect(desk.view).toMatchObject({ chat: SALES })
  })

  test('the search opens the conversation at the line that was found', async () => {
    source.search.mockResolvedValue({ messages: [{ ...line(7), chat: withPetr }], next: null })
    await show({ state: state({ chats: [summary(line(90))] }) })
    const search = root.querySelector<HTMLInputElement>('[data-field="chatSearch"]') ?? expect.fail('no field')
    await settled(() => {
      search.value = 'стр'
      search.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await vi.waitFor(() => expect(rows()[0]).toContain('строка 7'))
    await settled(() => root.querySelector<HTMLElement>('.chat-row button')?.click())
    expect(source.history).toHaveBeenLastCalledWith({ chat: withPetr, before: 8 })
    await press('newest')
    expect(source.history).toHaveBeenLastCalledWith({ chat: withPetr })
  })
})

describe('An open conversation', () => {
  const page = (...ids: number[]) => ids.map((id) => line(id)).reverse()

  test('goes back as one scrolls up, and a new line comes to what is there', async () => {
    source.history.mockImplementation(async ({ before }) =>
      before === undefined ? { messages: page(51, 52, 53), next: 51 } : { messages: page(49, 50), next: null },
    )
    await show({ state: state({ chats: [summary(line(53))] }) })
    await open(withPetr)
    await settled(() => reachTop())
    expect(texts()).toEqual(['строка 49', 'строка 50', 'строка 51', 'строка 52', 'строка 53'])
    source.history.mockResolvedValue({ messages: page(52, 53, 54), next: 52 })
    await settled(() => change({ state: state({ chats: [summary(line(54))] }) }))
    expect(texts()).toEqual(['строка 49', 'строка 50', 'строка 51', 'строка 52', 'строка 53', 'строка 54'])
    // Between which there may be others: nothing pretends that there are none.
    source.history.mockResolvedValue({ messages: page(200, 201), next: 200 })
    await settled(() => change({ state: state({ chats: [summary(line(201))] }) }))
    expect(texts()).toEqual(['строка 200', 'строка 201'])
  })

  test('is read when a person has it before them, once for each line', async () => {
    source.history.mockResolvedValue({ messages: page(1, 2), next: null })
    await show({ state: state({ chats: [summary(line(2), { unread: 2, read: 0 })] }) })
    await open(withPetr)
    expect(source.read.mock.calls).toEqual([[{ chat: withPetr, upTo: 2 }]])
    expect(root.textContent).toContain('Новые')
  })

  test('Enter sends, Shift+Enter does not, nor an empty line; the field is free at once', async () => {
    await show()
    await open(withPetr)
    expect(document.activeElement).toBe(field())
    await key('Enter')
    await type('  раз\nдва ')
    await key('Enter', { shiftKey: true })
    expect(source.send).not.toHaveBeenCalled()
    await key('Enter')
    expect(source.send.mock.calls).toMatchObject([[{ chat: withPetr, text: '  раз\nдва', link: null }]])
    expect(field().value).toBe('')
  })

  test('a line that could not be kept is in the field again, and it is said why', async () => {
    source.send.mockRejectedValue(new TrubkaError('notKept'))
    await show()
    await open(withPetr)
    await type('важное')
    await key('Enter')
    expect(field().value).toBe('важное')
    expect(root.querySelector('[role="alert"]')?.textContent).toContain('Сохранить не удалось')
  })

  test('a line that is too long is not sent; by how much is said', async () => {
    await show()
    await open(withPetr)
    await type('я'.repeat(MOST_TEXT + 7))
    expect(root.querySelector('[role="alert"]')?.textContent).toContain('Уберите 7')
    expect(field().getAttribute('aria-invalid')).toBe('true')
    await key('Enter')
    expect(source.send).not.toHaveBeenCalled()
  })

  test('what was typed before the panel was closed is there again, is shown in the list, and is gone when it is sent', async () => {
    drafts = { [withPetr]: 'недописано вчера' }
    await show({ state: state({ chats: [summary(line(1))] }) })
    expect(rows()[0]).toContain('Черновик: недописано вчера')
    await open(withPetr)
    expect(field().value).toBe('недописано вчера')
    await type('дописано')
    expect(source.draft).toHaveBeenLastCalledWith(withPetr, 'дописано')
    await key('Enter')
    expect(source.send).toHaveBeenCalledTimes(1)
    expect(source.draft).toHaveBeenLastCalledWith(withPetr, '')
    await key('Escape')
    expect(rows()[0]).not.toContain('Черновик')
  })

  test('a line that the browser cannot keep stays a draft', async () => {
    source.send.mockRejectedValueOnce(new TrubkaError('notKept'))
    await show()
    await open(withPetr)
    await type('важное')
    await key('Enter')
    expect(field().value).toBe('важное')
    expect(source.draft).toHaveBeenLastCalledWith(withPetr, 'важное')
  })

  test('what is typed is there when one comes back from elsewhere; Esc goes back', async () => {
    await show({ state: state({ chats: [summary(line(1))] }) })
    await open(withPetr)
    await type('недописано')
    await key('Escape')
    expect(desk.view).toEqual({ is: 'list' })
    expect(document.activeElement?.closest('[data-chat]')).not.toBeNull()
    await open(withPetr)
    expect(field().value).toBe('недописано')
  })

  test('a line on its way stays in sight until it is there; one that was refused says why and is tried again', async () => {
    const owed = { message: 'm5', chat: withPetr, text: 'строка 5', link: null, at: NOON }
    await show({ own: { owed: [owed], refused: [] }, online: false })
    await open(withPetr)
    expect(root.querySelector('.owed')?.textContent).toContain('Уйдёт, когда появится связь')
    // Taken by the server, and not yet told.
    await settled(() => change({ own: NOTHING, online: true }))
    expect(texts()).toEqual(['строка 5'])
    source.history.mockResolvedValue({ messages: [line(5, { own: true })], next: null })
    await settled(() => change({ state: state({ chats: [summary(line(5, { own: true }))] }) }))
    expect(texts()).toEqual(['строка 5'])
    expect(root.querySelector('.owed')).toBeNull()
    const refused = { ...owed, message: 'm6', text: 'кому?', code: 'noSuchChat' as const }
    await settled(() => change({ own: { owed: [], refused: [refused] } }))
    expect(root.querySelector('.refused')?.textContent).toContain('Этой переписки у вас нет')
    await press('sendAgain')
    expect(source.again).toHaveBeenCalledWith('m6')
  })

  test.each([
    [{ others: 1, got: 0, read: 0 }, 'Отправлено'],
    [{ others: 1, got: 1, read: 0 }, 'Доставлено'],
    [{ others: 1, got: 1, read: 1 }, 'Прочитано'],
    [{ others: 4, got: 3, read: 0 }, 'Доставлено: 3 из 4'],
    [{ others: 4, got: 3, read: 2 }, 'Прочитали: 2 из 4'],
  ])('of one’s last line it is said how far it is: %o', async (own, text) => {
    const last = line(5, { own: true })
    source.history.mockResolvedValue({ messages: [last], next: null })
    await show({ state: state({ chats: [summary(last, { own: { id: 5, ...own } })] }) })
    await open(withPetr)
    expect(root.querySelector('.line-state')?.textContent).toBe(text)
  })

  test('text is text: no markup, and only what is safe leads anywhere', async () => {
    const text = '<img src=x onerror=alert(1)> https://example.ru/x javascript:alert(1)'
    source.history.mockResolvedValue({ messages: [line(1, { text })], next: null })
    await show({ state: state({ chats: [summary(line(1))] }) })
    await open(withPetr)
    expect(texts()).toEqual([text])
    expect(root.querySelector('img')).toBeNull()
    const links = [...root.querySelectorAll('a')]
    expect(links.map((each) => [each.getAttribute('href'), each.rel])).toEqual([
      ['https://example.ru/x', 'noopener noreferrer'],
    ])
  })

  test('a client opens in 1C, a call is called back and listened to', async () => {
    const client = { kind: 'client', base: 'crm', link: 'e1cib/data/X?ref=1', title: 'Ромашка' } as const
    const call = { kind: 'call', call: 7, number: '79035677876', at: NOON, title: 'Ромашка' } as const
    source.history.mockResolvedValue({ messages: [line(2, { link: call }), line(1, { link: client })], next: null })
    await show({ state: state({ chats: [summary(line(2))] }) })
    await open(withPetr)
    await press('openIn1C')
    expect(tools.opener.open).toHaveBeenCalledWith({ base: 'crm', link: 'e1cib/data/X?ref=1' })
    await press('callBack')
    expect(tools.journal.call).toHaveBeenCalledWith('79035677876')
    await press('listen')
    expect(tools.journal.listen).toHaveBeenCalledWith(7)
  })

  test('a link goes with the next line, or alone, and can be taken away', async () => {
    const call = callLinkOf(
      {
        id: 7,
        direction: 'incoming',
        party: party(),
        at: NOON,
        result: 'answered',
        waitMs: 1,
        talkMs: 1,
        staff: [],
        listen: true,
      },
      'Ромашка',
    )
    await show()
    await settled(() => desk.attach(call))
    await open(withPetr)
    await press('removeLink')
    await key('Enter')
    expect(source.send).not.toHaveBeenCalled()
    await settled(() => desk.attach(call))
    await key('Enter')
    expect(source.send.mock.calls).toMatchObject([[{ text: 'Ромашка', link: { kind: 'call', call: 7 } }]])
    expect(desk.link).toBeNull()
  })

  test('nobody is written to who has left, and no department that one has left', async () => {
    await show({ state: state({ chats: [summary(line(1), { id: personChat('u900'), name: 'Бывший' })] }) })
    await open(personChat('u900'))
    expect(root.querySelector('[data-field="chat"]')).toBeNull()
    await open(departmentChat('Сервис'))
    expect(root.querySelector('[data-field="chat"]')).toBeNull()
  })

  test('whoever writes is told to the others, and not at every letter', async () => {
    await show()
    await open(withPetr)
    await type('а')
    await type('аб')
    expect(source.typing.mock.calls).toEqual([[{ chat: withPetr }]])
  })
})

describe('An address of a card in 1C', () => {
  const bases: Base[] = [{ id: 'crm', name: 'Учебная', urls: ['https://1c.example.ru/crm'], state: 'up', loadedAt: 1 }]
  test('becomes a link to it, of a base that is known', () => {
    const link = 'e1cib/data/Справочник.Контрагенты?ref=80f2a8e4'
    expect(clientLinkOf(`https://1c.example.ru/crm/ru/#${link}`, bases, 'Клиент')).toMatchObject({ base: 'crm', link })
    expect(clientLinkOf(link, bases, 'Клиент')).toMatchObject({ base: 'crm', link })
    expect(clientLinkOf(`https://evil.example/#${link}`, bases, 'Клиент')).toBeNull()
    expect(clientLinkOf('просто текст', bases, 'Клиент')).toBeNull()
    expect(clientLinkOf('e1cib/command/Удалить', bases, 'Клиент')).toBeNull()
  })
})

test('beside a colleague a press opens the conversation; beside oneself, and where there is no chat, there is nothing', async () => {
  const opened = { with: vi.fn(), send: vi.fn() }
  const { colleagues, self } = freshState()
  const people = { self, colleagues }
  const petr = colleagues[1] ?? expect.fail('nobody')
  await settled(() =>
    render(
      <OpenChat.Provider value={opened}>
        <WriteButton colleague={self} people={people} language="ru" />
        <WriteButton colleague={petr} people={people} language="ru" />
      </OpenChat.Provider>,
      root,
    ),
  )
  const buttons = [...root.querySelectorAll('button')]
  expect(buttons.map((each) => each.getAttribute('aria-label'))).toEqual(['Написать: Петров Семён Ильич'])
  buttons[0]?.click()
  expect(opened.with).toHaveBeenCalledWith(withPetr)
})
