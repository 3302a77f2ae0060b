import { TrubkaError } from '../../protocol/errors.ts'
import { type Handler, query } from './handlers.ts'
import { Bucket } from './limits.ts'
import type { Rooms } from './rooms.ts'

/** Lines that one operator sends: on and on, and at once after a rest, as after an hour without the network. */
const LINES_PER_SECOND = 5
const LINES_AT_ONCE = 50

/** What operators ask about chats (SPEC A7). Who may read what is the room's business. */
export function chatMethods({ chat, typing }: Pick<Rooms, 'chat' | 'typing'>): readonly (readonly [string, Handler])[] {
  const buckets = new Map<string, Bucket>()
  const bucketOf = (operator: string): Bucket => {
    const bucket = buckets.get(operator) ?? new Bucket(LINES_PER_SECOND, LINES_AT_ONCE)
    buckets.set(operator, bucket)
    return bucket
  }
  return [
    query('chat.send', async (wish, { feed }) => {
      const { self } = feed.own
      if (!bucketOf(self.id).take()) throw new TrubkaError('tooMany', 'too many lines at once')
      const sent = await chat.send(self, wish)
      typing.end(chat.pairFor(self, wish.chat), self)
      return sent
    }),
    query('chat.history', (wish, { feed }) => chat.history(feed.own.self, wish.chat, wish.before ?? null)),
    query('chat.search', (wish, { feed }) =>
      chat.search(feed.own.self, wish.text, wish.chat ?? null, wish.before ?? null),
    ),
    query('chat.read', async ({ chat: id, upTo }, { feed }) => {
      await chat.read(feed.own.self, id, upTo)
      return {}
    }),
    query('chat.got', async ({ places }, { feed }) => {
      for (const { chat: id, upTo } of places) await chat.got(feed.own.self, id, upTo)
      return {}
    }),
    query('chat.typing', ({ chat: id }, { feed }) => {
      const { self } = feed.own
      typing.begin(chat.pairFor(self, id), self)
      return {}
    }),
  ]
}
