import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { ChatLink } from '../../protocol/chat.ts'
import { inEitherLayout, wordsOf } from '../../protocol/search-words.ts'
import type { Line, Lines, Pair, Questions, Standing, StandingWish } from './book.ts'

type Row = Omit<Line, 'link'> & { link: string | null }

const COLUMNS = 'm.id, m.chat, m.at, m.author, m.message, m.name, m.text, m.link'
/** More are not counted. */
const MOST_UNREAD = 1000
/** As many words as are looked for. */
const MOST_WORDS = 8

export function pairsOf(db: Database.Database, { mine, department }: Questions['pairs']['about']) {
  const refs = JSON.stringify(mine)
  return db
    .prepare<[string, string, string], Pair & { id: number }>(
      `SELECT id, kind, one, other FROM chats WHERE kind = 'person' AND one IN (SELECT value FROM json_each(?))
       UNION SELECT id, kind, one, other FROM chats WHERE kind = 'person' AND other IN (SELECT value FROM json_each(?))
       UNION SELECT id, kind, one, other FROM chats WHERE kind = 'department' AND one = ?`,
    )
    .all(refs, refs, department)
    .map(({ id, ...pair }) => ({ id, pair }))
}

export function chatsBetween(db: Database.Database, who: Questions['between']['about']): number[] {
  if ('department' in who)
    return db
      .prepare<[string], number>(`SELECT id FROM chats WHERE kind = 'department' AND one = ?`)
      .pluck()
      .all(who.department)
  const { mine, others } = { mine: JSON.stringify(who.mine), others: JSON.stringify(who.others) }
  return db
    .prepare<[Record<string, string>], number>(
      `SELECT id FROM chats WHERE kind = 'person' AND (
         (one IN (SELECT value FROM json_each(@mine)) AND other IN (SELECT value FROM json_each(@others)))
         OR (one IN (SELECT value FROM json_each(@others)) AND other IN (SELECT value FROM json_each(@mine))))`,
    )
    .pluck()
    .all({ mine, others })
}

/** From the newest to the oldest. */
export function pageOf(db: Database.Database, { chats, before, limit }: Questions['page']['about']): Lines {
  const rows = db
    .prepare<[string, number, number], Row>(
      `SELECT ${COLUMNS} FROM messages m
       WHERE m.chat IN (SELECT value FROM json_each(?)) AND m.id < ? ORDER BY m.id DESC LIMIT ?`,
    )
    .all(JSON.stringify(chats), before ?? Number.MAX_SAFE_INTEGER, limit + 1)
  return page(rows, limit)
}

/** Each typed word begins a word of the line, in whichever layout its keys were pressed. */
export function searchLines(db: Database.Database, wish: Questions['search']['about']): Lines {
  const { chats, typed, before, limit } = wish
  const ways = inEitherLayout(typed)
    .map((text) => wordsOf(text).slice(0, MOST_WORDS))
    .filter((words) => words.length > 0)
    // Words are letters and digits: nothing in them has a meaning to FTS5 within quotes.
    .map((words) => `(${words.map((word) => `"${word}"*`).join(' AND ')})`)
  if (ways.length === 0) return { lines: [], next: null }
  const rows = db
    .prepare<[string, string, number, number], Row>(
      `SELECT ${COLUMNS} FROM words w CROSS JOIN messages m ON m.id = w.rowid
       WHERE words MATCH ? AND m.chat IN (SELECT value FROM json_each(?)) AND m.id < ? ORDER BY m.id DESC LIMIT ?`,
    )
    .all(ways.join(' OR '), JSON.stringify(chats), before ?? Number.MAX_SAFE_INTEGER, limit + 1)
  return page(rows, limit)
}

/** Null where there is no line. */
export function standingOf(db: Database.Database, { chats, mine, newSince }: StandingWish): Standing | null {
  const last = pageOf(db, { chats, before: null, limit: 1 }).lines[0]
  if (last === undefined) return null
  const about = { chats: JSON.stringify(chats), mine: JSON.stringify(mine) }
  const among = 'chat IN (SELECT value FROM json_each(@chats))'
  const marks = db
    .prepare<[object], { who: string; read: number; got: number }>(
      `SELECT who, max(read) AS read, max(got) AS got FROM marks WHERE ${among} GROUP BY who`,
    )
    .all({ chats: about.chats })
  const own = marks.filter(({ who }) => mine.includes(who))
  const read = Math.max(0, ...own.map((mark) => mark.read))
  const since = read === 0 ? newSince : 0
  const isMine = 'author IN (SELECT value FROM json_each(@mine))'
  const unread = db
    .prepare<[object], number>(
      `SELECT count(*) FROM (SELECT 1 FROM messages WHERE ${among} AND id > @read AND at >= @since AND NOT ${isMine} LIMIT ${MOST_UNREAD})`,
    )
    .pluck()
    .get({ ...about, read, since })
  const ownLast = db
    .prepare<[object], number | null>(`SELECT max(id) FROM messages WHERE ${among} AND ${isMine}`)
    .pluck()
    .get(about)
  const name = db
    .prepare<[object], string>(`SELECT name FROM messages WHERE ${among} AND NOT ${isMine} ORDER BY id DESC LIMIT 1`)
    .pluck()
    .get(about)
  const reached = (place: 'read' | 'got', id: number) =>
    marks.filter((mark) => !mine.includes(mark.who) && mark[place] >= id).map(({ who }) => who)
  const id = ownLast ?? null
  return {
    last,
    name: name ?? '',
    unread: unread ?? 0,
    read,
    got: Math.max(read, ...own.map((mark) => mark.got)),
    // What was read has been got.
    own:
      id === null
        ? null
        : { id, got: [...new Set([...reached('got', id), ...reached('read', id)])], read: reached('read', id) },
  }
}

function page(rows: readonly Row[], limit: number): Lines {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    lines: shown.map((row) => ({ ...row, link: row.link === null ? null : linkOf(row.link) })),
    next: last && rows.length > limit ? last.id : null,
  }
}

function linkOf(json: string): ChatLink | null {
  const link = v.safeParse(ChatLink, JSON.parse(json))
  return link.success ? link.output : null
}
