import type { Answers } from '../sqlite/book.ts'
import type { ChatBook, Questions } from './book.ts'
import { chatsBetween, pageOf, pairsOf, searchLines, standingOf } from './lines.ts'
import { ChatStore } from './store.ts'

/** Works on the chat's file in the thread it is made in. */
export class Clerk implements ChatBook {
  readonly #store: ChatStore

  constructor(path: string, report: (why: string) => void) {
    this.#store = ChatStore.open(path, report)
  }

  async ask<Q extends keyof Questions>(what: Q, about: Questions[Q]['about']): Promise<Questions[Q]['answer']> {
    return this.#answers[what](about)
  }

  async close(): Promise<void> {
    this.#store.close()
  }

  readonly #answers: Answers<Questions> = {
    place: () => this.#store.place,
    clear: () => {
      this.#store.clear()
      return null
    },
    take: ({ entries }) => this.#store.take(entries),
    find: ({ author, message }) =>
      this.#store.db
        .prepare<[string, string], { id: number; at: number }>(
          'SELECT id, at FROM messages WHERE author = ? AND message = ?',
        )
        .get(author, message) ?? null,
    pairs: (about) => pairsOf(this.#store.db, about),
    between: (who) => chatsBetween(this.#store.db, who),
    standings: (wishes) => wishes.map((wish) => standingOf(this.#store.db, wish)),
    page: (wish) => pageOf(this.#store.db, wish),
    search: (wish) => searchLines(this.#store.db, wish),
    got: ({ chats, who, upTo }) => this.#store.got(chats, who, upTo),
    forget: ({ before }) => this.#store.forget(before),
  }
}
