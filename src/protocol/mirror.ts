import type { ChatId, OwedMessage } from './chat.ts'
import type { ErrorCode } from './errors.ts'
import type { Managed } from './managed.ts'
import type { Preferences } from './preferences.ts'
import type { RefusedLine } from './routing.ts'
import type { Line, OperatorState, StateEvent } from './state.ts'
import type { ShownStatus } from './status.ts'

/** How the background stands with the server. `refused` = the server does not know our key any more. */
export type Connection = 'notPaired' | 'connecting' | 'online' | 'offline' | 'refused'

/** Of so many names at most, none longer than this, a page may ask how their lines are. */
export const MOST_NAMES = 200
export const MOST_NAME_LENGTH = 100

/** A user's line and what they say of themselves, by the name just as a page of 1C shows it (SPEC A8). */
export type Present = { name: string; line: Line | null; status: ShownStatus | null }

/** What the background keeps and shows to pages and panels. `state` is the last known one while offline. */
export type Mirror = {
  connection: Connection
  state: OperatorState | null
  /** Rule writes not yet acknowledged by the server. */
  owed: number
  /** Why the server does not take them, though it is there; each reason once. Panels only. */
  owedFaults?: ErrorCode[]
  /** Rule writes that the server will never take, until the operator has seen them. Panels only. */
  refusals?: RefusedWrite[]
  /** The wizard that was closed last in this browser without being registered: «Вернуть». */
  dismissed?: Dismissed | null
  preferences: Preferences
  /** What the administrator has set by policy. Panels only. */
  managed?: Managed
  /** Changes whenever a field map has changed: pages then ask for theirs again. */
  fieldsVersion?: number
  /** The numbers that were dialled last, the latest first, for redial. Panels only. */
  dialled?: string[]
  /** Lines that are not at the server yet, and those it will never take. Panels only. */
  chat?: OwnLines
  /** What was typed into conversations and not sent. Panels only. */
  drafts?: Readonly<Record<ChatId, string>>
  /** The conversation that the operator has asked for outside of the panel, and when. Panels only. */
  wantedChat?: { chat: ChatId; at: number } | null
  /** Of the names that the page has said it shows, those whose lines are known. Pages only. */
  present?: Present[]
}

/**
 * What becomes of a mirror that a panel has had: what has happened to its state, and those parts that are others. Wizards
 * and acceptances are not as the server tells them, and come as parts.
 */
export type MirrorChange = {
  events: StateEvent[]
  own: Partial<Pick<OperatorState, 'intakes' | 'acceptances'>>
  parts: Partial<Omit<Mirror, 'state'>>
}
/** The whole mirror first, and whenever the state is another one; changes in between, for panels alone. */
export type MirrorMessage = { mirror: Mirror } | { change: MirrorChange }

export type OwnLines = { owed: OwedMessage[]; refused: (OwedMessage & { code: ErrorCode })[] }

/** `at` in milliseconds since 1970. */
export type Dismissed = { id: string; at: number }

/** `code` is why none of it was taken; null when only the lines in `refused` were not. */
export type RefusedWrite = { commandId: string; page: string; code: ErrorCode | null; refused: RefusedLine[] }
