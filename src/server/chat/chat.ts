import type { Logger } from 'pino'
import {
  type ChatId,
  type ChatMessage,
  type ChatPage,
  type ChatSummary,
  type ChatWish,
  type FoundMessage,
  MOST_CHATS,
  partnerOf,
} from '../../protocol/chat.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import type { Colleague } from '../../protocol/people.ts'
import { Emitter } from '../events.ts'
import { Follower } from '../ledger/follower.ts'
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts'
import type { Directory } from '../people/directory.ts'
import type { ChatBook, Line, Pair, Standing, StandingWish, Touched } from './book.ts'
import type { ChatKeys } from './keys.ts'
import { dayOf } from './keys.ts'
import { Members } from './members.ts'
import { CHAT_RECORDS, entryOf, pairOf, sentRecord } from './records.ts'

export type ChatOptions = {
  ledger: Ledger
  book: ChatBook
  keys: ChatKeys
  people: Pick<Directory, 'all' | 'byId'>
  /** Lines of days that are longer ago go for good; null = none ever does. */
  keepDays: number | null
  now?: () => number
  logger: Logger
}

const DAY_MS = 24 * 3_600_000
/** So many lines at a time: a few screenfuls. */
const AT_ONCE = 50
/** To who joins a department, older lines are not new. */
const NEW_MS = 7 * DAY_MS
/** So much of a line is told unasked. */
const TOLD = 200

/**
 * Conversations of colleagues (SPEC A7): in the ledger first, then in a file of SQLite that is made of it. `changed` says
 * which one is another one now, and for whom; `forgotten` that old lines are gone.
 */
export class Chat extends Emitter<{ changed: [touched: Touched]; forgotten: [] }> {
  readonly #o: ChatOptions
  readonly #now: () => number
  readonly #members: Members
  readonly #follower: Follower
  /** Lines that are being written: sent twice, they are written once. */
  readonly #going = new Map<string, Promise<{ id: number; at: number }>>()
  #behind = true
  #toldOfKeys = false
  #daily: NodeJS.Timeout | null = null
  #forgetting: Promise<void> = Promise.resolve()
  #keepDays: number | null

  constructor(options: ChatOptions) {
    super()
    this.#o = options
    this.#keepDays = options.keepDays
    this.#now = options.now ?? Date.now
    this.#members = new Members(options.people)
    const { ledger, book, logger } = options
    this.#follower = new Follower({
      ledger,
      types: CHAT_RECORDS,
      place: async () => {
        const place = await book.ask('place', null)
        if (place !== null) this.#missKeys()
        return place
      },
      clear: () => book.ask('clear', null),
      take: (entries) => this.#take(entries),
      caughtUp: async () => {
        this.#behind = false
      },
      failed: (error) => logger.error({ err: error }, 'chats are not put into their file'),
      anew: () => logger.warn('the file of chats is not of this ledger: it is made anew'),
    })
  }

  start(): void {
    this.#follower.start()
    this.#forgetSoon()
    this.#daily = setInterval(() => this.#forgetSoon(), DAY_MS)
  }

  /** In force at once: what is too old by it goes now. null = nothing ever does. */
  setKeepDays(days: number | null): void {
    this.#keepDays = days
    this.#forgetSoon()
  }

  #forgetSoon(): void {
    this.#forgetting = this.#forgetting.then(() => this.forget())
  }

  async stop(): Promise<void> {
    if (this.#daily) clearInterval(this.#daily)
    await this.#follower.stop()
    await this.#forgetting
    await this.#o.book.close()
  }

  /**
   * Resolves when it is in the ledger; the same line sent again is answered as before.
   * @throws TrubkaError `noSuchChat`, `notKept`
   */
  send(self: Colleague, wish: ChatWish): Promise<{ id: number; at: number }> {
    const key = `${self.id} ${wish.message}`
    const going = this.#going.get(key)
    if (going) return going
    const sent = this.#send(self, wish).finally(() => this.#going.delete(key))
    this.#going.set(key, sent)
    return sent
  }

  /** From the newest to the oldest. @throws TrubkaError `noSuchChat` */
  async history(self: Colleague, chat: ChatId, before: number | null): Promise<ChatPage> {
    const chats = await this.#chatsOf(self, chat)
    const { lines, next } = await this.#o.book.ask('page', { chats, before, limit: AT_ONCE })
    return { messages: lines.map((line) => this.#shown(line, self)), next }
  }

  /** In one conversation, or in all of this person's. */
  async search(
    self: Colleague,
    typed: string,
    chat: ChatId | null,
    before: number | null,
  ): Promise<{ messages: FoundMessage[]; next: number | null }> {
    await this.#follower.upToDate()
    const all = await this.#groups(self)
    const wanted = chat === null ? all : new Map([[chat, await this.#chatsOf(self, chat)]])
    const chatOf = new Map([...wanted].flatMap(([id, chats]) => chats.map((each) => [each, id] as const)))
    const { lines, next } = await this.#o.book.ask('search', {
      chats: [...chatOf.keys()],
      typed,
      before,
      limit: AT_ONCE,
    })
    const messages = lines.flatMap((line) => {
      const id = chatOf.get(line.chat)
      return id === undefined ? [] : [{ ...this.#shown(line, self), chat: id }]
    })
    return { messages, next }
  }

  /** @throws TrubkaError `noSuchChat` */
  async read(self: Colleague, chat: ChatId, upTo: number): Promise<void> {
    const [standing] = await this.#standings(self, [[chat, await this.#chatsOf(self, chat)]])
    if (!standing || upTo <= standing.read) return
    await this.#o.ledger.append({ type: 'chat.read', by: self.id, chat, upTo: Math.min(upTo, standing.last.id) })
  }

  /** One of this person's browsers has got it. */
  async got(self: Colleague, chat: ChatId, upTo: number): Promise<void> {
    const chats = await this.#chatsOf(self, chat)
    const touched = await this.#o.book.ask('got', { chats, who: self.id, upTo })
    for (const each of touched) this.emit('changed', each)
  }

  /** How this person's conversations stand, the latest first; all with something unread, and as many others as fit. */
  async list(self: Colleague): Promise<ChatSummary[]> {
    await this.#follower.upToDate()
    const found = await this.#standings(self, [...(await this.#groups(self))])
    const latest = found.sort((a, b) => b.last.id - a.last.id)
    return latest.filter(({ unread }, i) => i < MOST_CHATS || unread > 0)
  }

  /** Null = there is no line in it. */
  async summary(self: Colleague, chat: ChatId): Promise<ChatSummary | null> {
    const [found] = await this.#standings(self, [[chat, await this.#chatsOf(self, chat)]])
    return found ?? null
  }

  /** How this person names the conversation; null = they are not in it, or it is no other one for them. */
  chatOf({ pair, who }: Touched, self: Colleague): ChatId | null {
    if (who !== null && !who.some((user) => this.#members.isSelf(user, self))) return null
    return this.#members.chatOf(pair, self)
  }

  /** @throws TrubkaError `noSuchChat` */
  pairFor(self: Colleague, chat: ChatId): Pair {
    this.#members.membership(self, chat)
    return pairOf(self.id, chat)
  }

  /** Takes away what is too old: the lines here, and the keys without which the ledger’s cannot be read. */
  async forget(): Promise<void> {
    const { book, keys, logger } = this.#o
    const keepDays = this.#keepDays
    if (keepDays === null) return
    try {
      const day = dayOf(this.#now() - keepDays * DAY_MS)
      await keys.forget(day)
      await this.#follower.upToDate()
      const lines = await book.ask('forget', { before: Date.parse(day) })
      if (lines === 0) return
      logger.info({ lines, keepDays }, 'old lines of chats are gone')
      this.emit('forgotten')
    } catch (error) {
      if (!this.#follower.stopped) logger.error({ err: error }, 'old lines of chats are not removed')
    }
  }

  async #send(self: Colleague, wish: ChatWish): Promise<{ id: number; at: number }> {
    const { ledger, book, keys, people } = this.#o
    const partner = partnerOf(wish.chat)
    this.#members.membership(self, wish.chat)
    if (partner.kind === 'person' && people.byId(partner.id) === null) throw new TrubkaError('noSuchChat', 'has left')
    const mine = { author: self.id, message: wish.message }
    await this.#follower.upToDate()
    const before = await book.ask('find', mine)
    if (before !== null) return before
    await ledger.append(await sentRecord(wish, self, keys, this.#now()))
    await this.#follower.upToDate()
    const sent = await book.ask('find', mine)
    if (sent === null) throw new Error('a line is in the ledger and not in its file')
    return sent
  }

  /** Lines were written, and there was no file of keys: said while it can still be put back. */
  #missKeys(): void {
    const { keys, logger } = this.#o
    if (!keys.isNew || this.#toldOfKeys) return
    this.#toldOfKeys = true
    logger.error(
      'chat-keys.json is missing: stop the server, and put it back from a copy, or older lines cannot be read',
    )
  }

  async #take(entries: readonly LedgerEntry[]): Promise<void> {
    const { keys, book } = this.#o
    if (this.#behind && entries.some(({ record }) => record.type === 'chat.sent')) this.#missKeys()
    const taken = entries.flatMap((entry) => entryOf(entry, keys) ?? [])
    const touched = await book.ask('take', { entries: taken })
    // What was there before the start nobody waits for.
    if (!this.#behind) for (const each of touched) this.emit('changed', each)
  }

  async #chatsOf(self: Colleague, chat: ChatId): Promise<number[]> {
    const { where } = this.#members.membership(self, chat)
    await this.#follower.upToDate()
    return this.#o.book.ask('between', where)
  }

  /** All of this person's, by how they name them: with each user of a colleague they have another one in the file. */
  async #groups(self: Colleague): Promise<Map<ChatId, number[]>> {
    const mine = this.#members.usersOf(self)
    const groups = new Map<ChatId, number[]>()
    for (const { id, pair } of await this.#o.book.ask('pairs', { mine, department: self.department })) {
      const chat = this.#members.chatOf(pair, self)
      if (chat !== null) groups.set(chat, [...(groups.get(chat) ?? []), id])
    }
    return groups
  }

  async #standings(self: Colleague, groups: readonly (readonly [ChatId, number[]])[]): Promise<ChatSummary[]> {
    const mine = this.#members.usersOf(self)
    const wishes = groups.map(([chat, chats]): StandingWish => {
      const newSince = partnerOf(chat).kind === 'department' ? this.#now() - NEW_MS : 0
      return { chats, mine, newSince }
    })
    const found = await this.#o.book.ask('standings', wishes)
    return found.flatMap((standing, i) => {
      const chat = groups[i]?.[0]
      return standing && chat !== undefined ? [this.#summary(self, chat, standing)] : []
    })
  }

  #summary(self: Colleague, id: ChatId, { last, name, unread, read, got, own }: Standing): ChatSummary {
    const others = own === null ? [] : this.#members.membership(self, id).others()
    const message = this.#shown(last, self)
    return {
      id,
      name,
      last: { ...message, text: message.text.slice(0, TOLD) },
      unread,
      read,
      got,
      own: own && {
        id: own.id,
        others: others.length,
        got: this.#members.countOf(others, own.got),
        read: this.#members.countOf(others, own.read),
      },
    }
  }

  #shown({ id, message, at, author, name, text, link }: Line, self: Colleague): ChatMessage {
    return { id, message, at, from: author, name, own: this.#members.isSelf(author, self), text, link }
  }
}
