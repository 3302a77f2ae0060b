import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { departmentChat, personChat } from '../../../src/protocol/chat.ts'
import { ANNA, ChatUnderTest, OLEG, OLGA, PETR, wish } from './chat-under-test.ts'

const SALES = departmentChat('Продажи')
const withAnna = personChat(ANNA.id)
const withPetr = personChat(PETR.id)

let under: ChatUnderTest
beforeEach(async () => {
  under = await ChatUnderTest.open()
})
afterEach(() => under.close())

describe('A line', () => {
  test('is read by both who are in the conversation, and is each one’s own', async () => {
    await under.chat.send(ANNA, wish(withPetr, 'Пётр, клиент ждёт'))
    await under.chat.send(PETR, wish(withAnna, 'Иду'))
    expect((await under.chat.history(ANNA, withPetr, null)).messages).toMatchObject([
      { text: 'Иду', from: PETR.id, name: PETR.name, own: false },
      { text: 'Пётр, клиент ждёт', from: ANNA.id, own: true },
    ])
    expect((await under.chat.history(PETR, withAnna, null)).messages.map(({ own }) => own)).toEqual([true, false])
  })

  test('is there once, however often and however close together it is sent', async () => {
    const line = wish(withPetr, 'один раз')
    const answers = await Promise.all([1, 2, 3].map(() => under.chat.send(ANNA, line)))
    answers.push(await under.chat.send(ANNA, line))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await under.texts(PETR, withAnna)).toEqual(['один раз'])
  })

  test('that was acknowledged, and is sent again after a restart, is there once', async () => {
    const line = wish(withPetr, 'ещё раз')
    const { id, at } = await under.chat.send(ANNA, line)
    await under.restart()
    expect(await under.chat.send(ANNA, line)).toEqual({ id, at })
    expect(await under.texts(PETR, withAnna)).toEqual(['ещё раз'])
  })

  test('that is in the ledger alone, because the server was killed then, is there once', async () => {
    const line = wish(withPetr, 'записано, но не подтверждено')
    await under.chat.send(ANNA, line)
    await under.loseFile()
    await under.chat.send(ANNA, line)
    expect(await under.texts(PETR, withAnna)).toEqual(['записано, но не подтверждено'])
  })

  test('of one person has nothing to do with another’s of the same id', async () => {
    const line = wish(SALES, 'от Анны')
    await under.chat.send(ANNA, line)
    await under.chat.send(OLEG, { ...line, text: 'от Олега' })
    expect(await under.texts(OLGA, SALES)).toEqual(['от Анны', 'от Олега'])
  })

  test('stands in the order in which the server had it, fifty at a time', async () => {
    const texts = Array.from({ length: 120 }, (_, i) => `строка ${i}`)
    for (const text of texts) await under.chat.send(ANNA, wish(withPetr, text))
    const read: string[] = []
    let before: number | null = null
    do {
      const page = await under.chat.history(PETR, withAnna, before)
      read.push(...page.messages.map(({ text }) => text))
      before = page.next
    } while (before !== null)
    expect(read.reverse()).toEqual(texts)
  })

  test('carries a link to a client or to a call', async () => {
    const client = {
      kind: 'client',
      base: 'crm',
      link: 'e1cib/data/Справочник.Контрагенты?ref=1',
      title: 'Ромашка',
    } as const
    const call = { kind: 'call', call: 7, number: '79035677876', at: 1, title: 'Ромашка' } as const
    await under.chat.send(ANNA, wish(withPetr, 'посмотри', { link: client }))
    await under.chat.send(ANNA, wish(withPetr, 'послушай', { link: call }))
    await under.loseFile()
    expect((await under.chat.history(PETR, withAnna, null)).messages.map(({ link }) => link)).toEqual([call, client])
  })

  test('cannot be read in the ledger without its key, nor in the log', async () => {
    await under.chat.send(ANNA, wish(withPetr, 'секрет-42'))
    const folder = join(under.folder, 'ledger')
    const names = (await readdir(folder)).filter((name) => name.endsWith('.log'))
    const ledger = (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('')
    expect(ledger).toContain('chat.sent')
    expect(ledger).not.toContain('секрет-42')
    expect(under.log.text()).not.toContain('секрет-42')
  })
})

describe('Who may read what', () => {
  test('nobody reads a conversation of two others, nor writes into it', async () => {
    await under.chat.send(ANNA, wish(withPetr, 'между нами'))
    expect(await under.texts(OLEG, withPetr)).toEqual([])
    expect(await under.chat.list(OLEG)).toEqual([])
    expect((await under.chat.search(OLEG, 'между', null, null)).messages).toEqual([])
    expect((await under.chat.search(OLEG, 'между', withPetr, null)).messages).toEqual([])
  })

  test('a department’s is that of its people: of nobody else, and of who has come later, all of it', async () => {
    await under.chat.send(ANNA, wish(SALES, 'план на май'))
    for (const what of [
      under.chat.history(PETR, SALES, null),
      under.chat.send(PETR, wish(SALES, 'я тоже')),
      under.chat.search(PETR, 'план', SALES, null),
      under.chat.read(PETR, SALES, 1),
    ])
      await expect(what).rejects.toMatchObject({ code: 'noSuchChat' })
    expect((await under.chat.search(PETR, 'план', null, null)).messages).toEqual([])
    expect(await under.chat.list(PETR)).toEqual([])

    const moved = { ...PETR, department: 'Продажи' }
    under.people = [ANNA, OLEG, moved, OLGA]
    expect(await under.texts(moved, SALES)).toEqual(['план на май'])
    const left = { ...ANNA, department: 'Сервис' }
    await expect(under.chat.history(left, SALES, null)).rejects.toMatchObject({ code: 'noSuchChat' })
  })

  test('nobody writes to themselves, nor to who is not among the employees', async () => {
    await expect(under.chat.send(ANNA, wish(withAnna, 'себе'))).rejects.toMatchObject({ code: 'noSuchChat' })
    await expect(under.chat.send(ANNA, wish(personChat('u999'), 'кому?'))).rejects.toMatchObject({ code: 'noSuchChat' })
  })

  test('who has left is still the other side of what was written, by the name they had', async () => {
    await under.chat.send(PETR, wish(withAnna, 'мой последний день'))
    under.people = [ANNA, OLEG, OLGA]
    expect(await under.texts(ANNA, withPetr)).toEqual(['мой последний день'])
    expect(await under.chat.list(ANNA)).toMatchObject([{ id: withPetr, name: PETR.name, unread: 1 }])
    await expect(under.chat.send(ANNA, wish(withPetr, 'удачи'))).rejects.toMatchObject({ code: 'noSuchChat' })
  })

  test('a person who is a user of two bases has one conversation; two who share a phone have each their own', async () => {
    const elsewhere = { ...PETR, id: 'a103' }
    const shift = { ...OLEG, id: 'u203', number: PETR.number }
    under.people = [ANNA, PETR, elsewhere, shift]
    await under.chat.send(ANNA, wish(withPetr, 'первое'))
    await under.chat.send(ANNA, wish(personChat(elsewhere.id), 'второе'))
    expect(await under.texts(PETR, withAnna)).toEqual(['первое', 'второе'])
    expect(await under.chat.list(ANNA)).toMatchObject([{ id: personChat('a103') }])
    expect(await under.chat.list(PETR)).toMatchObject([{ id: withAnna, unread: 2 }])
    expect(await under.texts(shift, withAnna)).toEqual([])
  })

  test('that was read as the user of another base is read, and whoever wrote it is told', async () => {
    const elsewhere = { ...PETR, id: 'z103' }
    under.people = [ANNA, PETR, elsewhere]
    const { id } = await under.chat.send(ANNA, wish(withPetr, 'первое'))
    expect(await under.chat.list(elsewhere)).toMatchObject([{ id: withAnna, unread: 1 }])
    await under.chat.read(elsewhere, withAnna, id)
    for (const again of [async () => {}, () => under.loseFile()]) {
      await again()
      expect(await under.chat.list(elsewhere)).toMatchObject([{ unread: 0, read: id }])
      expect(await under.chat.list(PETR)).toMatchObject([{ unread: 0, read: id }])
      expect(await under.chat.list(ANNA)).toMatchObject([{ own: { id, others: 1, got: 1, read: 1 } }])
    }
    const told = (who: typeof ANNA) => under.touched.slice(1).some((each) => under.chat.chatOf(each, who) !== null)
    expect([ANNA, PETR, elsewhere].map(told)).toEqual([true, true, true])
  })
})

describe('What is read and got', () => {
  test('is counted: not one’s own, and not what was read', async () => {
    await under.chat.send(ANNA, wish(withPetr, 'раз'))
    const { id } = await under.chat.send(ANNA, wish(withPetr, 'два'))
    expect(await under.chat.list(ANNA)).toMatchObject([{ unread: 0 }])
    expect(await under.chat.list(PETR)).toMatchObject([{ unread: 2, read: 0 }])
    await under.chat.read(PETR, withAnna, id)
    expect(await under.chat.list(PETR)).toMatchObject([{ unread: 0, read: id }])
    await under.chat.send(ANNA, wish(withPetr, 'три'))
    expect(await under.chat.list(PETR)).toMatchObject([{ unread: 1 }])
  })

  test('is told to whoever wrote it: delivered, read, by how many of a department', async () => {
    const { id } = await under.chat.send(ANNA, wish(SALES, 'всем'))
    const own = async () => (await under.chat.summary(ANNA, SALES))?.own
    expect(await own()).toEqual({ id, others: 2, got: 0, read: 0 })
    await under.chat.got(OLEG, SALES, id)
    expect(await own()).toEqual({ id, others: 2, got: 1, read: 0 })
    await under.chat.read(OLGA, SALES, id)
    expect(await own()).toEqual({ id, others: 2, got: 2, read: 1 })
  })

  test('never goes back, nor beyond what there is, and is there after a restart and in a file made anew', async () => {
    const { id } = await under.chat.send(ANNA, wish(withPetr, 'раз'))
    const later = await under.chat.send(ANNA, wish(withPetr, 'два'))
    await under.chat.read(PETR, withAnna, 1_000_000)
    await under.chat.read(PETR, withAnna, id)
    await under.chat.send(ANNA, wish(withPetr, 'три'))
    for (const again of [() => under.restart(), () => under.loseFile()]) {
      await again()
      expect(await under.chat.list(PETR)).toMatchObject([{ unread: 1, read: later.id }])
    }
  })

  test('concerns whoever read it and those whose lines it was, and nobody else', async () => {
    await under.chat.send(OLEG, wish(SALES, 'старое'))
    await under.chat.read(ANNA, SALES, 1)
    const { id } = await under.chat.send(OLGA, wish(SALES, 'новое'))
    await expect.poll(() => under.touched).toHaveLength(3)
    under.touched.length = 0
    await under.chat.read(ANNA, SALES, id)
    await expect.poll(() => under.touched.map(({ who }) => who)).toEqual([[ANNA.id, OLGA.id]])
  })

  test('to who is new in a department, only the last week’s lines are new', async () => {
    const now = Date.now()
    under.now = () => now + 30 * 24 * 3_600_000
    await under.chat.send(ANNA, wish(SALES, 'давно'))
    expect(await under.chat.list(OLEG)).toMatchObject([{ unread: 0 }])
    await under.chat.send(ANNA, wish(personChat(OLEG.id), 'лично и давно'))
    expect((await under.chat.list(OLEG)).find(({ id }) => id === withAnna)).toMatchObject({ unread: 1 })
  })
})

describe('The search', () => {
  test('finds by the first letters of words, in whichever layout, whatever ё is, in one’s own conversations alone', async () => {
    await under.chat.send(ANNA, wish(withPetr, 'Счёт для Ромашки оплачен'))
    await under.chat.send(PETR, wish(withAnna, 'Какой счет?'))
    await under.chat.send(ANNA, wish(SALES, 'про счёт не забудьте'))
    const texts = async (typed: string, chat = null as string | null) =>
      (await under.chat.search(PETR, typed, chat, null)).messages.map(({ text }) => text)
    expect(await texts('сч')).toEqual(['Какой счет?', 'Счёт для Ромашки оплачен'])
    expect(await texts('ром опл')).toEqual(['Счёт для Ромашки оплачен'])
    expect(await texts('hjv')).toEqual(['Счёт для Ромашки оплачен'])
    expect(await texts('"* OR -')).toEqual([])
    expect(await texts('оплачен', withAnna)).toEqual(['Счёт для Ромашки оплачен'])
  })
})
