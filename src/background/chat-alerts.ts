import * as v from 'valibot'
import { type ChatId, type ChatSummary, partnerOf } from '../protocol/chat.ts'
import { chatText } from '../ui/chat-text.ts'
import { plain } from '../ui/text.ts'
import { chatWords } from '../ui/words/chat.ts'
import type { Language } from '../ui/words/language.ts'

/** The last line of each conversation that the system has told of, or that was in sight. */
export const ToldChats = v.record(v.string(), v.number())
type Told = { get: () => Promise<Record<string, number> | null>; set: (told: Record<string, number>) => Promise<void> }

const PREFIX = 'chat:'

export type ChatAlert = { id: string; title: string; message: string }

/** What somebody has written (SPEC A7), for a notification of the system; one for each conversation. */
export function chatAlertOf({ id, last, unread }: ChatSummary, language: Language): ChatAlert {
  const words = chatWords[language]
  const partner = partnerOf(id)
  const name = plain(last.name) || words.somebody
  const place = partner.kind === 'department' ? `${name}, ${words.department(plain(partner.name))}` : name
  const text = plain(chatText(last.text)) || (last.link ? plain(last.link.title) : '')
  const more = unread > 1 ? `\n${words.unread(unread)}` : ''
  return { id: `${PREFIX}${id}`, title: words.newLine(place), message: `${text}${more}` }
}

export const isChatAlert = (id: string): boolean => id.startsWith(PREFIX)
export const chatOfAlert = (id: string): ChatId | null => (isChatAlert(id) ? id.slice(PREFIX.length) : null)

type Show = (chat: ChatSummary) => Promise<unknown>
type Hide = (id: string) => Promise<unknown>

/** Tells of each new line once, also when the background dies in between; takes back what is read meanwhile. */
export class ChatAlerts {
  readonly #told: Told
  readonly #show: Show
  readonly #hide: Hide
  #last: Promise<void> = Promise.resolve()
  #seen: readonly ChatSummary[] | null = null

  constructor(told: Told, show: Show, hide: Hide) {
    this.#told = told
    this.#show = show
    this.#hide = hide
  }

  /** @param wanted whether the operator wants to be told by the system, and does not have the panel in sight */
  look(chats: readonly ChatSummary[], wanted: boolean): Promise<void> {
    // Asked at every ring of a phone.
    if (chats === this.#seen) return this.#last
    this.#seen = chats
    const run = () => this.#look(chats, wanted)
    this.#last = this.#last.then(run, run)
    return this.#last
  }

  async #look(chats: readonly ChatSummary[], wanted: boolean): Promise<void> {
    const told = (await this.#told.get()) ?? {}
    const unread = chats.filter((chat) => chat.unread > 0)
    const fresh = unread.filter(({ id, last }) => !last.own && last.id > (told[id] ?? 0))
    const now: Record<string, number> = Object.fromEntries(
      unread.map(({ id, last }) => [id, Math.max(told[id] ?? 0, last.id)]),
    )
    const gone = Object.keys(told).filter((id) => now[id] === undefined)
    if (fresh.length === 0 && gone.length === 0) return
    await this.#told.set(now)
    for (const id of gone) await this.#hide(`${PREFIX}${id}`)
    if (wanted) for (const chat of fresh) await this.#show(chat)
  }
}
