import * as v from 'valibot'
import { Book, BookId, BookName, EntryFault } from '../../protocol/address-book.ts'
import { Colleague } from '../../protocol/people.ts'
import { Role } from '../../protocol/role.ts'
import { RefusedLine, RoutingSettings } from '../../protocol/routing.ts'
import { Base, Line } from '../../protocol/state.ts'
import { PARTS } from '../customers/odata/presets/preset.ts'

/** What the manager page and its server say to each other, over HTTP below /manager/api/. */

export const CSRF_HEADER = 'x-trubka-page'

const LoginFault = v.nullable(v.picklist(['notConnected', 'loginRefused']))

export const SettingSource = v.picklist(['default', 'file', 'environment', 'manager'])
export type SettingSource = v.InferOutput<typeof SettingSource>
const setting = <S extends v.GenericSchema>(value: S) =>
  v.object({ value, source: SettingSource, /** What it would be without this page. */ configured: value })

export const ManagerSettings = v.object({
  enabled: setting(RoutingSettings.entries.enabled),
  lastDigits: setting(RoutingSettings.entries.lastDigits),
  internalLength: setting(RoutingSettings.entries.internalLength),
  /** Older lines of chats are removed (SPEC A7); 0 = none ever is. */
  chatKeepDays: setting(v.number()),
  /** The same of recordings (SPEC A10); null = there are none. */
  recordingsKeepDays: v.nullable(setting(v.number())),
})
export type ManagerSettings = v.InferOutput<typeof ManagerSettings>

export const MOST_DAYS = 36_500
const KeepDays = v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_DAYS))))

/** Whatever is given is set; null = as file and environment say. */
export const SettingsWish = v.pipe(
  v.strictObject({
    enabled: v.optional(v.nullable(RoutingSettings.entries.enabled)),
    lastDigits: v.optional(v.nullable(RoutingSettings.entries.lastDigits)),
    internalLength: v.optional(v.nullable(RoutingSettings.entries.internalLength)),
    /** By the id of the base; 0 = off. */
    interactions: v.optional(
      v.record(
        v.pipe(v.string(), v.maxLength(100)),
        v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
      ),
    ),
    /** 0 = for ever. */
    keepDays: v.optional(v.strictObject({ chat: KeepDays, recordings: KeepDays })),
  }),
  v.check((wish) => Object.keys(wish).length > 0),
)
export type SettingsWish = v.InferOutput<typeof SettingsWish>

const FileState = v.object({
  path: v.string(),
  rules: v.number(),
  loadedAt: v.nullable(v.number()),
  savedAt: v.nullable(v.number()),
  error: v.nullable(v.picklist(['missing', 'notText', 'unreadable', 'unwritable'])),
  refused: v.array(RefusedLine),
  refusedCount: v.number(),
  /** Rules that somebody's saving of the file would have undone unseen: the first of `count`. */
  putBack: v.nullable(v.object({ at: v.number(), count: v.number(), lines: v.array(v.string()) })),
  /** Where a text lies that could not be put into the file. */
  keptAside: v.nullable(v.string()),
})

export const Token = v.object({
  id: v.string(),
  base: v.string(),
  name: v.string(),
  madeAt: v.number(),
  madeBy: v.string(),
  usedAt: v.nullable(v.number()),
})
export type Token = v.InferOutput<typeof Token>

export const BaseView = v.object({
  ...Base.entries,
  /** Why 1C cannot be read, in words; null when it can. */
  fault: v.nullable(v.string()),
  /** What of 1C's objects and fields Trubka cannot use here, because they are missing in OData. */
  lacks: v.array(v.object({ part: v.picklist(PARTS), names: v.array(v.string()) })),
  /** Rows read so far, and how many there were the last time; null while nothing is being read. */
  progress: v.nullable(v.object({ read: v.number(), of: v.nullable(v.number()) })),
  /** What 1C has not taken yet. */
  owed: v.object({
    owed: v.number(),
    aside: v.number(),
    since: v.nullable(v.number()),
    fault: v.nullable(v.string()),
    refusal: v.nullable(v.string()),
  }),
  file: v.nullable(FileState),
  /** After so many answered calls a rule is written; 0 = never (SPEC C9). */
  interactions: setting(v.number()),
})
export type BaseView = v.InferOutput<typeof BaseView>

/** What it calls itself and the address it was paired from: empty = not known. Times in milliseconds since 1970; null = not since the start. */
export const PairedBrowser = v.object({
  keyId: v.string(),
  name: v.string(),
  from: v.string(),
  pairedAt: v.number(),
  seenAt: v.nullable(v.number()),
})
export type PairedBrowser = v.InferOutput<typeof PairedBrowser>

export const OperatorView = v.object({
  ...Colleague.entries,
  line: v.nullable(Line),
  role: Role,
  /** Browsers that may sign in, the latest last. */
  browsers: v.array(PairedBrowser),
})
export type OperatorView = v.InferOutput<typeof OperatorView>

export const ManagerState = v.object({
  version: v.string(),
  settings: ManagerSettings,
  /** Rules are to be in force, and could not be read: it is tried again. */
  routingFailing: v.boolean(),
  pbx: v.object({ link: v.picklist(['up', 'down']), faults: v.object({ main: LoginFault, routing: LoginFault }) }),
  /** How the PBX's own call records are read; null = they are not. */
  callRecords: v.nullable(
    v.object({
      path: v.string(),
      /** When the last record was written, and how far the file has been read. */
      lastAt: v.nullable(v.number()),
      offset: v.nullable(v.number()),
      /** Why it cannot be read, in words; null = it can. */
      fault: v.nullable(v.string()),
    }),
  ),
  bases: v.array(BaseView),
  operators: v.array(OperatorView),
  /** Shared address books, by name (SPEC A4). */
  books: v.array(Book),
  tokens: v.array(Token),
})
export type ManagerState = v.InferOutput<typeof ManagerState>

export const Session = v.object({
  signedIn: v.boolean(),
  /** To be sent in `CSRF_HEADER` with whatever changes something. */
  csrf: v.nullable(v.string()),
  /** A password has been set. */
  password: v.boolean(),
})
export type Session = v.InferOutput<typeof Session>

export const SignInWish = v.union([
  v.strictObject({ password: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
  v.strictObject({ link: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)) }),
])

/** Who wrote or changed something. `name` is for people; empty when it is not known any more. */
export const Writer = v.object({
  kind: v.picklist(['operator', 'token', 'administrator', 'command', 'interactions', 'file', 'other']),
  name: v.string(),
})
export type Writer = v.InferOutput<typeof Writer>

const Rule = v.object({ number: v.string(), target: v.string() })
export type Rule = v.InferOutput<typeof Rule>
export const RulesPage = v.object({
  rules: v.array(Rule),
  next: v.nullable(v.string()),
  found: v.number(),
})
export type RulesPage = v.InferOutput<typeof RulesPage>

export const WriteWish = v.strictObject({
  base: v.string(),
  lines: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(100)),
  commandId: v.pipe(v.string(), v.uuid()),
})
export const WriteAnswer = v.object({ written: v.number(), refused: v.array(RefusedLine) })

export const RoleWish = v.strictObject({ operator: v.pipe(v.string(), v.maxLength(100)), role: Role })
export const BrowserGone = v.strictObject({ keyId: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)) })

/** `right` = the signature is that of a browser of theirs, over just this; which one, as far as it is known. */
export const Signed = v.object({ right: v.boolean(), browser: v.string() })

export const HistoryEntry = v.object({
  seq: v.number(),
  at: v.number(),
  base: v.string(),
  by: Writer,
  /** The address it came from, or the file; empty = the server did it by itself, or it is not known. */
  from: v.string(),
  /** The first of `count`; of a search, those that fit. */
  lines: v.array(v.string()),
  count: v.number(),
  /** null = nobody signs what is written so. */
  signed: v.nullable(Signed),
})
export type HistoryEntry = v.InferOutput<typeof HistoryEntry>
/** Newest first; `before` asks for older ones, null = there are none. A page may be empty and not the last. */
export const HistoryPage = v.object({ entries: v.array(HistoryEntry), before: v.nullable(v.number()) })

export const ChangeEntry = v.object({
  seq: v.number(),
  at: v.number(),
  by: Writer,
  /** The address it came from; empty = the server's own command line, or not known. */
  from: v.string(),
  change: v.variant('what', [
    v.object({ what: v.literal('settings'), settings: v.record(v.string(), v.unknown()) }),
    v.object({ what: v.literal('tokenMade'), base: v.string(), name: v.string(), id: v.string() }),
    v.object({ what: v.literal('tokenRevoked'), base: v.string(), name: v.string(), id: v.string() }),
    v.object({ what: v.literal('paired'), operator: v.string(), browser: v.string() }),
    v.object({ what: v.literal('revoked'), operator: v.string(), browser: v.string() }),
    v.object({ what: v.literal('roleGiven'), operator: v.string(), role: Role }),
    v.object({ what: v.literal('bookNamed'), name: v.string() }),
    v.object({ what: v.literal('bookRemoved'), name: v.string() }),
    v.object({ what: v.literal('bookFilled'), name: v.string(), put: v.number(), removed: v.number() }),
    v.object({
      what: v.literal('fileEdited'),
      base: v.string(),
      rulesBefore: v.number(),
      rulesAfter: v.number(),
      putBack: v.number(),
    }),
  ]),
})
export type ChangeEntry = v.InferOutput<typeof ChangeEntry>
export const ChangesPage = v.object({ entries: v.array(ChangeEntry), before: v.nullable(v.number()) })

/** Somebody has opened the recording of a call (SPEC A10). */
export const ListeningEntry = v.object({
  seq: v.number(),
  at: v.number(),
  by: Writer,
  from: v.string(),
  /** Of the other side, when it began, and the internal numbers of those who talked; null = it is not known any more. */
  call: v.nullable(v.object({ number: v.string(), startedAt: v.number(), staff: v.array(v.string()) })),
})
export type ListeningEntry = v.InferOutput<typeof ListeningEntry>
export const ListeningsPage = v.object({ entries: v.array(ListeningEntry), before: v.nullable(v.number()) })

/** What a file to be imported would do; nothing is done yet. */
export const ImportPreview = v.object({
  added: v.number(),
  changed: v.number(),
  removed: v.number(),
  same: v.number(),
  /** The first hundred of what would change. */
  changes: v.array(v.object({ number: v.string(), before: v.nullable(v.string()), after: v.nullable(v.string()) })),
  refused: v.array(RefusedLine),
  refusedCount: v.number(),
})
export type ImportPreview = v.InferOutput<typeof ImportPreview>
export const ImportAnswer = v.object({ written: v.number(), same: v.number(), refusedCount: v.number() })

export const CodeMade = v.object({ code: v.string(), expiresAt: v.number() })
export const TokenMade = v.object({ id: v.string(), token: v.string() })

/** A new book, or another name for one. */
export const BookWish = v.strictObject({ id: BookId, name: BookName })
/** What a file would change in a book; nothing is done yet. */
export const BookPreview = v.object({
  added: v.number(),
  changed: v.number(),
  removed: v.number(),
  same: v.number(),
  /** The first of `faultCount`: entries that are left out. */
  faults: v.array(EntryFault),
  faultCount: v.number(),
})
export type BookPreview = v.InferOutput<typeof BookPreview>
export const BookImportAnswer = v.object({ written: v.number(), same: v.number(), faultCount: v.number() })

/** Words that a refusal can carry. */
export const REFUSALS = [
  'notSignedIn',
  'wrongPassword',
  'linkOver',
  'tooManyTries',
  'foreignPage',
  'invalidRequest',
  'unknownBase',
  'noSuchOperator',
  'noSuchBrowser',
  'noSuchToken',
  'noSuchBook',
  'routingOff',
  'notKept',
  'tooLarge',
  'tooMany',
  'notText',
  'notFound',
  'internal',
] as const
export const Refused = v.object({ error: v.picklist(REFUSALS), retryAfterS: v.optional(v.number()) })
export type RefusalWord = (typeof REFUSALS)[number]
