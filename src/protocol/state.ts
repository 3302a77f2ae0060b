import * as v from 'valibot'
import { Books, Favourite, NO_BOOKS } from './address-book.ts'
import { Call } from './call.ts'
import { ChatSummary, ChatTyping } from './chat.ts'
import { Acceptance, Intake, Notice } from './intake.ts'
import { ThinClientAddress } from './navigation-link.ts'
import { Colleague } from './people.ts'
import { RoutingSettings } from './routing.ts'
import { ShownStatus } from './status.ts'

/** A published 1C infobase, as far as operators need to know it. */
export const Base = v.object({
  id: v.string(),
  name: v.string(),
  /** Addresses of its web client; a page belongs to the base whose address it begins with. */
  urls: v.array(v.string()),
  /** `down` = 1C does not answer; what was loaded before is shown, `loadedAt` says how old it is. */
  state: v.picklist(['loading', 'up', 'down']),
  /** Milliseconds since 1970; null = never loaded. */
  loadedAt: v.nullable(v.number()),
  thinClient: v.optional(ThinClientAddress),
  /** While it is loaded for the first time: rows read so far, and of how many; null = 1C does not say. */
  progress: v.optional(v.object({ read: v.number(), of: v.nullable(v.number()) })),
})
export type Base = v.InferOutput<typeof Base>

/**
 * What only the administrator can mend: the PBX refuses the server's login that carries calls, or the one that is asked
 * where calls go.
 */
export const PbxFault = v.picklist(['loginRefused', 'routeLoginRefused'])
export type PbxFault = v.InferOutput<typeof PbxFault>

/** What a phone is doing (SPEC A8), for whoever picks a colleague. */
export const Line = v.object({
  state: v.picklist(['free', 'ringing', 'talking', 'offline']),
  /** Whom it talks to or is rung by: a name where one is known, else a number; null when nobody, or not known. Hostile text. */
  with: v.nullable(v.string()),
})
export type Line = v.InferOutput<typeof Line>

/** All an operator's panel and pages show that comes from the server. */
export const OperatorState = v.object({
  self: Colleague,
  pbx: v.picklist(['up', 'down']),
  pbxFault: v.optional(PbxFault),
  bases: v.array(Base),
  routing: RoutingSettings,
  calls: v.array(Call),
  colleagues: v.array(Colleague),
  /** By internal number; of a phone that is not here nothing is known. */
  lines: v.record(v.string(), Line),
  /** What people say of themselves, by their id, the operator among them; who is not here is available (SPEC A8). */
  statuses: v.optional(v.record(v.string(), ShownStatus), () => ({})),
  /** The wizards that are open for this operator (SPEC B). */
  intakes: v.optional(v.array(Intake), () => []),
  /** What this operator has accepted and 1C does not have yet, the oldest first. */
  acceptances: v.optional(v.array(Acceptance), () => []),
  /** Requests that colleagues have accepted for this operator, until they are seen (SPEC B6). */
  notices: v.optional(v.array(Notice), () => []),
  /** So many callers rang in vain lately and nobody has called back (SPEC A5). */
  missed: v.optional(v.number(), 0),
  /** Another one whenever a call of the operator's has come into the history. */
  history: v.optional(v.number(), 0),
  books: v.optional(Books, () => NO_BOOKS),
  favourites: v.optional(v.array(Favourite), () => []),
  /** The operator's conversations (SPEC A7), the latest first; null = not known yet. */
  chats: v.optional(v.nullable(v.array(ChatSummary)), null),
  typing: v.optional(v.array(ChatTyping), () => []),
})
export type OperatorState = v.InferOutput<typeof OperatorState>

export const StateEvent = v.variant('type', [
  v.object({ type: v.literal('call.changed'), call: Call }),
  v.object({ type: v.literal('call.gone'), callId: v.string() }),
  v.object({ type: v.literal('pbx.changed'), pbx: v.picklist(['up', 'down']), fault: v.optional(PbxFault) }),
  v.object({ type: v.literal('base.changed'), base: Base }),
  v.object({ type: v.literal('routing.changed'), routing: RoutingSettings }),
  v.object({ type: v.literal('line.changed'), number: v.string(), line: Line }),
  /** Of several phones at once, by internal number. */
  v.object({ type: v.literal('lines.changed'), lines: v.record(v.string(), Line) }),
  /** null = available, and nothing to say. */
  v.object({ type: v.literal('status.changed'), id: v.string(), status: v.nullable(ShownStatus) }),
  /** Who one is, as colleagues see it. */
  v.object({ type: v.literal('self.changed'), self: Colleague }),
  /** Those who are new or have changed, and the ids of those who are gone. */
  v.object({ type: v.literal('colleagues.changed'), put: v.array(Colleague), removed: v.array(v.string()) }),
  v.object({ type: v.literal('intake.changed'), intake: Intake }),
  v.object({ type: v.literal('intake.closed'), id: v.string() }),
  v.object({ type: v.literal('acceptance.changed'), acceptance: Acceptance }),
  /** It is in 1C now. */
  v.object({ type: v.literal('acceptance.gone'), id: v.string() }),
  /** Also said of one that has changed: it is in 1C now. */
  v.object({ type: v.literal('notice.added'), notice: Notice }),
  v.object({ type: v.literal('notice.gone'), id: v.string() }),
  v.object({ type: v.literal('missed.changed'), missed: v.number() }),
  v.object({ type: v.literal('history.changed'), history: v.number() }),
  v.object({ type: v.literal('books.changed'), books: Books }),
  v.object({ type: v.literal('favourites.changed'), favourites: v.array(Favourite) }),
  /** All of them, in place of what was known. */
  v.object({ type: v.literal('chat.listed'), chats: v.array(ChatSummary) }),
  v.object({ type: v.literal('chat.changed'), chat: ChatSummary }),
  /** No names = nobody is writing any more. */
  v.object({ type: v.literal('chat.typing'), typing: ChatTyping }),
])
export type StateEvent = v.InferOutput<typeof StateEvent>

/** A place in an operator's stream of events: `epoch` names the server's run, `seq` counts within it. */
export const Cursor = v.object({ epoch: v.string(), seq: v.number() })
export type Cursor = v.InferOutput<typeof Cursor>
