import type Database from 'better-sqlite3'
import { wordsOf } from '../../protocol/search-words.ts'
import type { Moment } from '../ledger/snapshot.ts'
import { openFile } from '../sqlite/file.ts'
import { migrate } from '../sqlite/migrate.ts'
import type { ChatEntry, Pair, Touched } from './book.ts'
import { STEPS } from './schema.ts'

type Mark = { read: number; got: number }

/** The file of all conversations: made of the ledger, with the keys that are still there; what is forgotten is overwritten. */
export class ChatStore {
  readonly db: Database.Database
  readonly #taking: (entries: readonly ChatEntry[]) => Touched[]

  private constructor(db: Database.Database) {
    this.db = db
    for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON', 'secure_delete = ON'])
      db.pragma(pragma)
    migrate(db, STEPS)
    this.#taking = db.transaction(this.#writer())
  }

  static open(path: string, report: (why: string) => void): ChatStore {
    return openFile(path, (db) => new ChatStore(db), report)
  }

  get place(): Moment | null {
    return this.db.prepare<[], Moment>('SELECT seq, at FROM place').get() ?? null
  }

  /** What was taken before is left out. */
  take(entries: readonly ChatEntry[]): Touched[] {
    return this.#taking(entries)
  }

  /** Of another ledger: all of it is taken anew. */
  clear(): void {
    this.db.transaction(() => {
      for (const table of ['words', 'marks', 'messages', 'chats', 'place']) this.db.exec(`DELETE FROM ${table}`)
    })()
  }

  got(chats: readonly number[], who: string, upTo: number): Touched[] {
    const newest = this.db.prepare<[number], number | null>('SELECT max(id) FROM messages WHERE chat = ?').pluck()
    const mark = (chat: number) => this.#mark(chat, who, { got: Math.min(upTo, newest.get(chat) ?? 0) })
    return this.db.transaction(() => chats.flatMap(mark))()
  }

  /** Returns how many lines are gone. */
  forget(before: number): number {
    const { db } = this
    const gone = db.transaction(() => {
      db.prepare('DELETE FROM words WHERE rowid IN (SELECT id FROM messages WHERE at < ?)').run(before)
      return db.prepare('DELETE FROM messages WHERE at < ?').run(before).changes
    })()
    // What was written before it was taken into the file itself would stay beside it.
    if (gone > 0) db.pragma('wal_checkpoint(TRUNCATE)')
    return gone
  }

  close(): void {
    this.db.close()
  }

  pairOf(chat: number): Pair | null {
    return this.db.prepare<[number], Pair>('SELECT kind, one, other FROM chats WHERE id = ?').get(chat) ?? null
  }

  #writer() {
    const { db } = this
    const chatId = db
      .prepare<[string, string, string], number>('SELECT id FROM chats WHERE kind = ? AND one = ? AND other = ?')
      .pluck()
    const addChat = db.prepare<[string, string, string]>('INSERT INTO chats (kind, one, other) VALUES (?, ?, ?)')
    const addLine = db.prepare(
      `INSERT OR IGNORE INTO messages (id, chat, at, author, message, name, text, link)
       VALUES (@id, @chat, @at, @author, @message, @name, @text, @link)`,
    )
    const addWords = db.prepare<[number, string]>('INSERT INTO words (rowid, said) VALUES (?, ?)')
    const setPlace = db.prepare<[number, number]>('INSERT OR REPLACE INTO place (one, seq, at) VALUES (1, ?, ?)')
    const idOf = ({ kind, one, other }: Pair) =>
      chatId.get(kind, one, other) ?? Number(addChat.run(kind, one, other).lastInsertRowid)
    return (entries: readonly ChatEntry[]): Touched[] => {
      const after = this.place?.seq ?? 0
      const touched: Touched[] = []
      for (const entry of entries) {
        const { seq, at, pair } = entry
        if (seq <= after) continue
        const chat = idOf(pair)
        if (entry.is === 'read') touched.push(...this.#mark(chat, entry.who, { read: Math.min(entry.upTo, seq) }))
        else {
          const { author, message, name, text, link } = entry
          const row = { id: seq, chat, at, author, message, name, text, link: link && JSON.stringify(link) }
          if (addLine.run(row).changes === 0) continue
          addWords.run(seq, wordsOf(link === null ? text : `${text} ${link.title}`).join(' '))
          touched.push({ pair, who: null })
        }
      }
      const last = entries.at(-1)
      if (last && last.seq > after) setPlace.run(last.seq, last.at)
      return touched
    }
  }

  /**
   * Moves a mark forward, never back. Another one is it for them, and for whose lines lie between; of two people, for both:
   * the lines may be in the conversation with another of their users.
   */
  #mark(chat: number, who: string, { read = 0, got = 0 }: Partial<Mark>): Touched[] {
    const { db } = this
    const pair = this.pairOf(chat)
    const before = db
      .prepare<[number, string], Mark>('SELECT read, got FROM marks WHERE chat = ? AND who = ?')
      .get(chat, who)
    const old = before ?? { read: 0, got: 0 }
    const now = { read: Math.max(old.read, read), got: Math.max(old.got, got) }
    if (!pair || (now.read === old.read && now.got === old.got)) return []
    db.prepare('INSERT OR REPLACE INTO marks (chat, who, read, got) VALUES (?, ?, ?, ?)').run(
      chat,
      who,
      now.read,
      now.got,
    )
    if (pair.kind === 'person') return [{ pair, who: null }]
    const authors = db
      .prepare<[number, number], string>('SELECT DISTINCT author FROM messages WHERE chat = ? AND id > ?')
      .pluck()
      .all(chat, Math.min(...(now.read > old.read ? [old.read] : []), ...(now.got > old.got ? [old.got] : [])))
    return [{ pair, who: [...new Set([who, ...authors])] }]
  }
}
