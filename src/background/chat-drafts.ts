import * as v from 'valibot'
import type { ChatId } from '../protocol/chat.ts'

/** The latest last. */
export const KeptDrafts = v.record(v.string(), v.string())
type Drafts = Readonly<Record<ChatId, string>>
type Kept = { get: () => Promise<Drafts | null>; set: (value: Drafts) => Promise<void> }

const MAX_DRAFTS = 100

/** What was typed into conversations and not sent, one text for each: it is there again when the panel is. */
export class ChatDrafts {
  readonly #kept: Kept
  readonly #onChange: () => void
  #drafts: Drafts = {}
  #saving: Promise<void> = Promise.resolve()

  constructor(kept: Kept, onChange: () => void) {
    this.#kept = kept
    this.#onChange = onChange
  }

  get all(): Drafts {
    return this.#drafts
  }

  async restore(): Promise<void> {
    this.#drafts = (await this.#kept.get()) ?? this.#drafts
  }

  /** Resolves when it is on disk; an empty one is gone. */
  keep(chat: ChatId, text: string): Promise<void> {
    const { [chat]: before, ...others } = this.#drafts
    if (before === undefined && text === '') return this.#saving
    const drafts = text === '' ? others : { ...others, [chat]: text }
    return this.#set(Object.fromEntries(Object.entries(drafts).slice(-MAX_DRAFTS)))
  }

  /** Another operator is not to see what this one has written. */
  clear(): Promise<void> {
    return this.#set({})
  }

  #set(drafts: Drafts): Promise<void> {
    this.#drafts = drafts
    this.#onChange()
    const save = () => this.#kept.set(this.#drafts)
    this.#saving = this.#saving.then(save, save)
    return this.#saving
  }
}
