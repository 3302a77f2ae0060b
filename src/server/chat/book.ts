import type { ChatLink } from '../../protocol/chat.ts'
import type { Moment } from '../ledger/snapshot.ts'
import type { Book } from '../sqlite/book.ts'

/** Of two users, in the order of their Ref_Keys; or of a department, with an empty second one. */
export type Pair = { kind: 'person' | 'department'; one: string; other: string }

/** What is taken of the ledger's records. */
export type ChatEntry = { seq: number; at: number; pair: Pair } & (
  | { is: 'line'; author: string; message: string; name: string; text: string; link: ChatLink | null }
  | { is: 'read'; who: string; upTo: number }
)

/** A conversation that is another one now; `who` = for these users alone, null = for all who are in it. */
export type Touched = { pair: Pair; who: string[] | null }

export type Line = {
  id: number
  chat: number
  at: number
  author: string
  message: string
  name: string
  text: string
  link: ChatLink | null
}
export type Lines = { lines: Line[]; next: number | null }

/** One conversation as one person has it: all pairs of their users with those of the other. */
export type Standing = {
  last: Line
  /** What the other side was called last; empty = they wrote nothing. */
  name: string
  unread: number
  read: number
  got: number
  /** The person's own last line, and who has got and read it. */
  own: { id: number; got: string[]; read: string[] } | null
}
export type StandingWish = {
  chats: number[]
  /** The users who are this person. */
  mine: string[]
  /** Before this, lines are not counted for who has never read any. */
  newSince: number
}

/** What may be asked of the chat's file, and what is answered. */
export type Questions = {
  place: { about: null; answer: Moment | null }
  clear: { about: null; answer: null }
  take: { about: { entries: ChatEntry[] }; answer: Touched[] }
  /** Whether this was written already. */
  find: { about: { author: string; message: string }; answer: { id: number; at: number } | null }
  /** The conversations of these users and of this department. */
  pairs: { about: { mine: string[]; department: string }; answer: { id: number; pair: Pair }[] }
  /** Those between any of these and any of those, or of a department. */
  between: { about: { mine: string[]; others: string[] } | { department: string }; answer: number[] }
  standings: { about: StandingWish[]; answer: (Standing | null)[] }
  page: { about: { chats: number[]; before: number | null; limit: number }; answer: Lines }
  search: { about: { chats: number[]; typed: string; before: number | null; limit: number }; answer: Lines }
  /** Answered with what is another one now. */
  got: { about: { chats: number[]; who: string; upTo: number }; answer: Touched[] }
  /** Lines before this time go, for good. */
  forget: { about: { before: number }; answer: number }
}

export type ChatBook = Book<Questions>
