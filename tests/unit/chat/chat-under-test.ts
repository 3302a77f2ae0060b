import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatId, ChatWish } from '../../../src/protocol/chat.ts'
import type { Colleague } from '../../../src/protocol/people.ts'
import type { ChatBook, Touched } from '../../../src/server/chat/book.ts'
import { Chat } from '../../../src/server/chat/chat.ts'
import { Clerk } from '../../../src/server/chat/clerk.ts'
import { ChatKeys } from '../../../src/server/chat/keys.ts'
import { keptFile } from '../../../src/server/kept/file.ts'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { memoryLog } from '../../support/log.ts'

const person = (id: string, name: string, department: string, number: string | null): Colleague => ({
  id,
  name,
  department,
  number,
})
export const ANNA = person('u101', 'Иванова Анна', 'Продажи', '101')
export const OLEG = person('u102', 'Сидоров Олег', 'Продажи', '102')
export const PETR = person('u103', 'Петров Пётр', 'Сервис', '103')
export const OLGA = person('u104', 'Орлова Ольга', 'Продажи', null)
export const DAY = 24 * 3_600_000

export const wish = (chat: ChatId, text: string, more: Partial<ChatWish> = {}): ChatWish => ({
  message: randomUUID(),
  chat,
  text,
  link: null,
  ...more,
})

/** Chats over a real ledger and a real file, in a folder of their own. */
export class ChatUnderTest {
  readonly folder: string
  readonly log = memoryLog()
  people: Colleague[] = [ANNA, OLEG, PETR, OLGA]
  keepDays: number | null = null
  now: () => number = Date.now
  ledger: Ledger
  book: ChatBook
  chat: Chat
  readonly touched: Touched[] = []

  private constructor(folder: string, ledger: Ledger, keys: ChatKeys, makeBook: (path: string) => ChatBook) {
    this.folder = folder
    this.ledger = ledger
    this.book = makeBook(this.path)
    this.chat = this.#begin(keys)
  }

  static async open(makeBook?: (path: string) => ChatBook): Promise<ChatUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'trubka-chat-'))
    // Many small files of the ledger: each test goes over the edge of some.
    const ledger = await openLocalLedger(join(folder, 'ledger'), { logger: memoryLog().logger, segmentBytes: 1000 })
    const keys = await ChatKeys.open(keptFile(join(folder, 'chat-keys.json')))
    return new ChatUnderTest(folder, ledger, keys, makeBook ?? ((path) => new Clerk(path, () => undefined)))
  }

  get path(): string {
    return join(this.folder, 'chat.sqlite')
  }

  /** As after an end of the server; `meanwhile` happens while it is not there. */
  async restart(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    await this.chat.stop()
    await this.ledger.close()
    await meanwhile()
    const { logger } = this.log
    this.ledger = await openLocalLedger(join(this.folder, 'ledger'), { logger, segmentBytes: 1000 })
    this.book = new Clerk(this.path, (why) => logger.warn(why))
    this.chat = this.#begin(await ChatKeys.open(keptFile(join(this.folder, 'chat-keys.json'))))
  }

  /** The file is lost: it is made anew from the ledger. */
  async loseFile(): Promise<void> {
    await this.restart(async () => {
      for (const end of ['', '-wal', '-shm']) await rm(`${this.path}${end}`, { force: true })
    })
  }

  /** The oldest first. */
  async texts(self: Colleague, chat: ChatId): Promise<string[]> {
    const { messages } = await this.chat.history(self, chat, null)
    return messages.map(({ text }) => text).reverse()
  }

  async close(): Promise<void> {
    await this.chat.stop()
    await this.ledger.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  #begin(keys: ChatKeys): Chat {
    const people = () => this.people
    const chat = new Chat({
      ledger: this.ledger,
      book: this.book,
      keys,
      people: {
        get all() {
          return people()
        },
        byId: (id) => people().find((each) => each.id === id) ?? null,
      },
      keepDays: this.keepDays,
      now: () => this.now(),
      logger: this.log.logger,
    })
    chat.on('changed', (touched) => this.touched.push(touched))
    chat.start()
    return chat
  }
}
