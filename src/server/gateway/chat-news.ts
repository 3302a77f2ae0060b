import type { Logger } from 'pino'
import type { ChatId } from '../../protocol/chat.ts'
import type { Pair, Touched } from '../chat/book.ts'
import type { Feed } from './feed.ts'
import type { Rooms } from './rooms.ts'

type News = Pick<Rooms, 'chat' | 'typing'> & { logger: Logger }

/**
 * Tells one operator how their conversations stand: all of them first, then each that is another one. One question at a
 * time: what is told last is how it stands.
 */
export class ChatNews {
  readonly #rooms: News
  readonly #feed: Feed
  readonly #changed = new Set<ChatId>()
  #all = true
  #telling = false

  constructor(rooms: News, feed: Feed) {
    this.#rooms = rooms
    this.#feed = feed
    void this.#tell()
  }

  touched(touched: Touched): void {
    const chat = this.#rooms.chat.chatOf(touched, this.#feed.own.self)
    if (chat === null) return
    this.#changed.add(chat)
    void this.#tell()
  }

  /** The operator may be in others now, or lines are gone. */
  listAnew(): void {
    this.#all = true
    void this.#tell()
  }

  typing(pair: Pair): void {
    const { self, typing } = this.#feed.own
    const id = this.#rooms.chat.chatOf({ pair, who: null }, self)
    if (id === null) return
    const names = this.#rooms.typing.namesIn(pair, self)
    const before = typing.find((each) => each.id === id)?.names ?? []
    if (names.join('\n') !== before.join('\n')) this.#feed.publish({ type: 'chat.typing', typing: { id, names } })
  }

  async #tell(): Promise<void> {
    if (this.#telling) return
    this.#telling = true
    try {
      while (this.#all || this.#changed.size > 0) await this.#next()
    } catch (error) {
      this.#rooms.logger.error({ err: error }, 'an operator is not told of their chats')
      // Told with the next thing that happens.
      this.#all = true
    } finally {
      this.#telling = false
    }
  }

  async #next(): Promise<void> {
    const { chat } = this.#rooms
    const self = this.#feed.own.self
    if (this.#all) {
      this.#all = false
      this.#changed.clear()
      this.#feed.publish({ type: 'chat.listed', chats: await chat.list(self) })
      return
    }
    const [id] = this.#changed
    if (id === undefined) return
    this.#changed.delete(id)
    const summary = await chat.summary(self, id)
    if (summary) this.#feed.publish({ type: 'chat.changed', chat: summary })
  }
}
