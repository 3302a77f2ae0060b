/** What the stand's page and its server say to each other; types only, so that both sides may import it. */
import type { ContactType } from '../data/types.ts'

export type RefValue = { ref: string; name: string }

export type ListRow = { ref: string; deleted: boolean; cells: string[] }
export type ListAnswer = { total: number; rows: ListRow[] }

export type PreviewAnswer = {
  name: string
  phone: string
  mobile: string
  email: string
  inn: string
  lastCall: string
  persons: { name: string; position: string; phone: string }[]
}

export type ContactValue = { kind: string; text: string; comment: string }
export type KindInfo = { ref: string; type: ContactType; caption: string }

export type CardData = {
  /** '' = not written yet. */
  ref: string
  name: string
  fullName: string
  inn: string
  kpp: string
  ogrn: string
  account: string
  bik: string
  registered: string
  contractSum: string
  code: string
  responsible: RefValue
  routing: RefValue
  segments: string[]
  contacts: ContactValue[]
}
export type CardAnswer = { card: CardData; kinds: KindInfo[] }

export type UserItem = RefValue & { internal: string }

export const SAVE_OUTCOMES = ['ok', 'refused', 'error', 'cancelled', 'slow'] as const
export type SaveOutcome = (typeof SAVE_OUTCOMES)[number]

export type SaveAsk = {
  card: Pick<CardData, 'ref' | 'name' | 'fullName' | 'inn' | 'kpp' | 'contacts'> & {
    responsible: string
    routing: string
  }
  /** `refused` and `error` leave the data as they are. */
  outcome: 'ok' | 'refused' | 'error'
  /** For how long the answer is held back; the page's main thread stands still meanwhile. */
  blockMs: number
}
export type SaveAnswer =
  | { outcome: 'ok'; card: CardData }
  | { outcome: 'refused'; message: string }
  | { outcome: 'error'; message: string }

export type Fault = { kind: string; detail: string }
