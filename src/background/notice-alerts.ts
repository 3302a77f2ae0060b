import * as v from 'valibot'
import type { Notice } from '../protocol/intake.ts'
import type { Language } from '../ui/words/language.ts'
import { noticeWords } from '../ui/words/notice.ts'

export type NoticeAlert = { id: string; title: string; message: string }

/** Ids of the notices that the system has told of. */
export const ToldNotices = v.array(v.string())
type Told = { get: () => Promise<string[] | null>; set: (ids: string[]) => Promise<void> }

const PREFIX = 'notice:'

/** A colleague has accepted a request for this operator (SPEC B6), for a notification of the system. */
export function noticeAlertOf({ id, client, number, from, topic, whatToDo }: Notice, language: Language): NoticeAlert {
  const words = noticeWords[language]
  const lines = [topic, whatToDo, from === '' ? '' : words.acceptedBy(from)]
  return {
    id: `${PREFIX}${id}`,
    title: `${words.request}: ${client || number}`,
    message: lines.filter((line) => line !== '').join('\n'),
  }
}

export const isNoticeAlert = (id: string): boolean => id.startsWith(PREFIX)

/** Tells of each notice once, also when the background dies in between; takes back what was seen elsewhere. */
export class NoticeAlerts {
  readonly #told: Told
  readonly #show: (notice: Notice) => Promise<unknown>
  readonly #hide: (id: string) => Promise<unknown>
  #last: Promise<void> = Promise.resolve()

  constructor(told: Told, show: (notice: Notice) => Promise<unknown>, hide: (id: string) => Promise<unknown>) {
    this.#told = told
    this.#show = show
    this.#hide = hide
  }

  /** @param wanted whether the operator wants to be told by the system */
  look(notices: readonly Notice[], wanted: boolean): Promise<void> {
    const run = () => this.#look(notices, wanted)
    this.#last = this.#last.then(run, run)
    return this.#last
  }

  async #look(notices: readonly Notice[], wanted: boolean): Promise<void> {
    const told = (await this.#told.get()) ?? []
    const fresh = notices.filter(({ id }) => !told.includes(id))
    const gone = told.filter((id) => !notices.some((notice) => notice.id === id))
    if (fresh.length === 0 && gone.length === 0) return
    await this.#told.set(notices.map(({ id }) => id))
    for (const id of gone) await this.#hide(`${PREFIX}${id}`)
    if (wanted) for (const notice of fresh) await this.#show(notice)
  }
}
