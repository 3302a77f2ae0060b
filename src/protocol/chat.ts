import * as v from 'valibot'
import { NavigationLink } from './navigation-link.ts'

/** Characters of one line of a chat. */
export const MOST_TEXT = 4000
/** Of what is typed and too long to be sent, so much is kept. */
export const MOST_DRAFT = 4 * MOST_TEXT
/** Conversations that are told unasked; older ones are found by their colleague. */
export const MOST_CHATS = 100

const PERSON = 'person:'
const DEPARTMENT = 'department:'

/** A conversation, as its members name it: with a colleague, by the Ref_Key of their 1C user, or that of a department. */
export const ChatId = v.pipe(v.string(), v.regex(/^(?:person:[^\s\p{Cc}]{1,100}|department:[^\p{Cc}]{1,300})$/u))
export type ChatId = v.InferOutput<typeof ChatId>

export type ChatPartner = { kind: 'person'; id: string } | { kind: 'department'; name: string }

export const personChat = (id: string): ChatId => `${PERSON}${id}`
export const departmentChat = (name: string): ChatId => `${DEPARTMENT}${name}`
export const partnerOf = (chat: ChatId): ChatPartner =>
  chat.startsWith(DEPARTMENT)
    ? { kind: 'department', name: chat.slice(DEPARTMENT.length) }
    : { kind: 'person', id: chat.slice(PERSON.length) }

const Title = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))
/** What a line is about: a card in 1C, or a call of the history. The title is whoever wrote it says; hostile text. */
export const ChatLink = v.variant('kind', [
  v.strictObject({
    kind: v.literal('client'),
    base: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
    link: NavigationLink,
    title: Title,
  }),
  v.strictObject({
    kind: v.literal('call'),
    /** Its number in the journal. */
    call: v.pipe(v.number(), v.integer(), v.minValue(1)),
    /** Of the other side; empty when it was withheld. */
    number: v.pipe(v.string(), v.regex(/^(?:\+?\d{1,20})?$/)),
    /** Milliseconds since 1970. */
    at: v.pipe(v.number(), v.integer(), v.minValue(0)),
    title: Title,
  }),
])
export type ChatLink = v.InferOutput<typeof ChatLink>

/** A line's number: lines of all conversations are in this order. */
const LineNumber = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Text of people: lines of it, no other control characters. */
const Text = v.pipe(
  v.string(),
  v.maxLength(MOST_TEXT, `at most ${MOST_TEXT} characters`),
  v.regex(/^[^\p{Cc}]*(?:[\n\t][^\p{Cc}]*)*$/u, 'no control characters'),
)

/** What is sent: `message` is made by whoever writes, once for each line; sent twice, it is there once. */
export const ChatWish = v.strictObject({
  message: v.pipe(v.string(), v.uuid()),
  chat: ChatId,
  text: v.pipe(
    Text,
    v.check((text) => text.trim() !== '', 'nothing is written'),
  ),
  link: v.nullable(ChatLink),
})
export type ChatWish = v.InferOutput<typeof ChatWish>

export const ChatMessage = v.object({
  id: LineNumber,
  message: v.string(),
  /** Milliseconds since 1970, by the server's clock. */
  at: v.number(),
  /** Ref_Key of whoever wrote it, and what they were called then. */
  from: v.string(),
  name: v.string(),
  own: v.boolean(),
  text: v.string(),
  link: v.nullable(ChatLink),
})
export type ChatMessage = v.InferOutput<typeof ChatMessage>

/** How a conversation stands for one of its members. */
export const ChatSummary = v.object({
  /** Names it. */
  id: ChatId,
  /** What the colleague was called when they wrote last, should they be among the employees no more; else empty. */
  name: v.string(),
  /** The last line; its text may be cut. */
  last: ChatMessage,
  /** So many lines of others are not read yet. */
  unread: v.number(),
  /** Up to which line the member has read, and one of their browsers has got. */
  read: LineNumber,
  got: LineNumber,
  /** The member's own last line, and how many of the others have got and read it; null = they wrote none. */
  own: v.nullable(v.object({ id: LineNumber, others: v.number(), got: v.number(), read: v.number() })),
})
export type ChatSummary = v.InferOutput<typeof ChatSummary>

/** Who is writing in a conversation just now: what they are called. */
export const ChatTyping = v.object({ id: ChatId, names: v.array(v.string()) })
export type ChatTyping = v.InferOutput<typeof ChatTyping>

const Upto = v.strictObject({ chat: ChatId, upTo: LineNumber })
/** Lines from the newest to the oldest; `next` = there are older ones, before this one. */
export const ChatPage = v.object({ messages: v.array(ChatMessage), next: v.nullable(LineNumber) })
export type ChatPage = v.InferOutput<typeof ChatPage>

/** A line that was found, and where. */
export const FoundMessage = v.object({ chat: ChatId, ...ChatMessage.entries })
export type FoundMessage = v.InferOutput<typeof FoundMessage>

/** What is asked of the server about chats (SPEC A7). */
export const chatMethods = {
  /** Answered when the ledger has it on disk. Sent again with the same `message`, it is answered as before. */
  'chat.send': { params: ChatWish, result: v.object({ id: LineNumber, at: v.number() }) },
  'chat.history': {
    params: v.strictObject({ chat: ChatId, before: v.optional(LineNumber) }),
    result: ChatPage,
  },
  /** By the first letters of words; in one conversation, or in all of the operator's. */
  'chat.search': {
    params: v.strictObject({
      text: v.pipe(v.string(), v.trim(), v.maxLength(100)),
      chat: v.optional(ChatId),
      before: v.optional(LineNumber),
    }),
    result: v.object({ messages: v.array(FoundMessage), next: v.nullable(LineNumber) }),
  },
  /** All up to this line has been read; a line before another one that was read changes nothing. */
  'chat.read': { params: Upto, result: v.strictObject({}) },
  /** This browser has got all up to these lines. */
  'chat.got': {
    params: v.strictObject({ places: v.pipe(v.array(Upto), v.maxLength(500)) }),
    result: v.strictObject({}),
  },
  /** The operator is writing; holds for a few seconds. */
  'chat.typing': { params: v.strictObject({ chat: ChatId }), result: v.strictObject({}) },
} as const

/** A line on its way: in this browser, not yet at the server. */
export const OwedMessage = v.object({ ...ChatWish.entries, at: v.number() })
export type OwedMessage = v.InferOutput<typeof OwedMessage>
