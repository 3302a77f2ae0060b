import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { personChat } from '../../../src/protocol/chat.ts'
import { ChatKeys } from '../../../src/server/chat/keys.ts'
import { keptFile } from '../../../src/server/kept/file.ts'
import { ANNA, ChatUnderTest, DAY, PETR, wish } from './chat-under-test.ts'

const withPetr = personChat(PETR.id)
const withAnna = personChat(ANNA.id)
let under: ChatUnderTest
beforeEach(async () => {
  under = await ChatUnderTest.open()
})
afterEach(() => under.close())

/** Days from today on by the ledger’s clock, too: what was written today is old then. */
async function passes(days: number): Promise<void> {
  under.now = () => Date.now() + days * DAY
  await under.chat.forget()
}

describe('What is older than the administrator lets it be', () => {
  test('is gone from conversations, search and counts, and says so', async () => {
    under.keepDays = 30
    await under.restart()
    await under.chat.send(ANNA, wish(withPetr, 'старое'))
    await passes(29)
    expect(await under.texts(PETR, withAnna)).toEqual(['старое'])
    let told = 0
    under.chat.on('forgotten', () => told++)
    await passes(32)
    expect(await under.texts(PETR, withAnna)).toEqual([])
    expect(await under.chat.list(PETR)).toEqual([])
    expect((await under.chat.search(PETR, 'старое', null, null)).messages).toEqual([])
    expect(told).toBe(1)
  })

  test('goes at once when the administrator lets less of it be', async () => {
    await under.chat.send(ANNA, wish(withPetr, 'старое'))
    await passes(32)
    expect(await under.texts(PETR, withAnna)).toEqual(['старое'])
    under.chat.setKeepDays(30)
    await expect.poll(() => under.texts(PETR, withAnna)).toEqual([])
  })

  test('cannot be read in the ledger any more: its key is gone, and a file made anew does not have it', async () => {
    under.keepDays = 30
    await under.restart()
    await under.chat.send(ANNA, wish(withPetr, 'старое'))
    await passes(32)
    await under.chat.send(ANNA, wish(withPetr, 'новое'))
    // By today's clock nothing is old: the key alone decides.
    under.now = Date.now
    await under.loseFile()
    expect(await under.texts(PETR, withAnna)).toEqual(['новое'])
  })

  test('is overwritten in the file', async () => {
    under.keepDays = 30
    await under.restart()
    await under.chat.send(ANNA, wish(withPetr, 'неповторимоеслово'))
    await passes(32)
    const bytes = Buffer.concat(
      await Promise.all(['', '-wal'].map((end) => readFile(`${under.path}${end}`).catch(() => Buffer.alloc(0)))),
    )
    expect(bytes.includes(Buffer.from('неповторимоеслово'))).toBe(false)
  })

  test('stays for ever where nothing is set', async () => {
    await under.chat.send(ANNA, wish(withPetr, 'старое'))
    await passes(10_000)
    expect(await under.texts(PETR, withAnna)).toEqual(['старое'])
  })
})

describe('The keys', () => {
  test('that cannot be read are not made anew: the start says what to do', async () => {
    const path = join(under.folder, 'broken.json')
    await writeFile(path, '{')
    await expect(ChatKeys.open(keptFile(path))).rejects.toThrow('put it back from a copy')
    expect(await readFile(path, 'utf8')).toBe('{')
  })

  test('that are gone are asked for at the start, with the file of the chats and without', async () => {
    await under.chat.send(ANNA, wish(withPetr, 'раз'))
    const complaints = () => under.log.lines.filter(({ msg }) => String(msg).startsWith('chat-keys.json is missing'))
    await under.restart()
    await under.chat.list(ANNA)
    expect(complaints()).toHaveLength(0)
    const path = join(under.folder, 'chat-keys.json')
    await under.restart(() => rm(path))
    await under.chat.list(ANNA)
    expect(complaints()).toHaveLength(1)
    await under.loseFile()
    await under.chat.list(ANNA)
    expect(complaints()).toHaveLength(2)
  })

  test('open what was sealed with them, for that line alone', async () => {
    const keys = await ChatKeys.open(keptFile(join(under.folder, 'keys.json')))
    const sealed = await keys.seal('2026-05-09', 'a', 'текст')
    const again = await ChatKeys.open(keptFile(join(under.folder, 'keys.json')))
    expect(again.open('2026-05-09', 'a', sealed)).toBe('текст')
    expect(again.open('2026-05-09', 'b', sealed)).toBeNull()
    expect(again.open('2026-05-10', 'a', sealed)).toBeNull()
    expect(again.open('2026-05-09', 'a', 'AAAA')).toBeNull()
  })
})

test('a file of a newer program is made anew from the ledger', async () => {
  await under.chat.send(ANNA, wish(withPetr, 'из журнала'))
  await under.restart(async () => {
    const db = new Database(under.path)
    db.pragma('user_version = 99')
    db.close()
  })
  expect(await under.texts(PETR, withAnna)).toEqual(['из журнала'])
  expect(under.log.text()).toContain('newer')
})
