import * as v from 'valibot'
import { ChatWish, MOST_DRAFT } from './chat.ts'
import { Choice, ColleagueChoice } from './choice.ts'
import { BaseAddress, FieldRule, KeptFields, type MappedRule, PresetId } from './field-map.ts'
import { IntakeForm, IntakeId } from './intake.ts'
import { CommandId, Dialable, methods } from './methods.ts'
import { MOST_NAME_LENGTH, MOST_NAMES } from './mirror.ts'
import { OpenResult, OpenWish } from './navigation-link.ts'
import { PageReport } from './page-report.ts'
import { Colleague } from './people.ts'
import { Preferences, TransferKind } from './preferences.ts'
import { Recording } from './recording.ts'
import { RefusedLine } from './routing.ts'

/** Parts of the content script that are loaded when they are first needed. */
export const PagePart = v.picklist(['client', 'above', 'cards', 'wizard'])
export type PagePart = v.InferOutput<typeof PagePart>

const OneMessage = v.strictObject({ message: ChatWish.entries.message })

/**
 * What the extension's own pages ask of the background: the server's words where it passes them on, and a few of its own.
 * `from` says who may ask: `content` = also a content script in a granted 1C page; `panel` = our own pages only.
 */
export const pageMethods = {
  // With the id that the page has made: a background that was stopped in the middle is asked once more.
  'call.make': { from: 'content', ...methods['call.make'] },
  'call.answer': { from: 'content', ...methods['call.answer'] },
  'call.clear': { from: 'content', ...methods['call.clear'] },
  'call.hold': { from: 'content', ...methods['call.hold'] },
  'call.retrieve': { from: 'content', ...methods['call.retrieve'] },
  'call.consult': { from: 'content', ...methods['call.consult'] },
  'call.transfer': { from: 'content', ...methods['call.transfer'] },
  'call.alternate': { from: 'content', ...methods['call.alternate'] },
  'call.reconnect': { from: 'content', ...methods['call.reconnect'] },
  'call.conference': { from: 'content', ...methods['call.conference'] },
  'call.singleStepTransfer': { from: 'content', ...methods['call.singleStepTransfer'] },
  'call.generateDigits': { from: 'content', ...methods['call.generateDigits'] },
  'call.suspendRecording': { from: 'content', ...methods['call.suspendRecording'] },
  'call.resumeRecording': { from: 'content', ...methods['call.resumeRecording'] },
  /** A telephone link that was clicked in a frame: the page around it is asked to dial. */
  'link.dial': {
    from: 'content',
    params: v.strictObject({ number: Dialable }),
    result: v.object({ taken: v.boolean() }),
  },
  /** The server's page for telephone links was opened for this one: the panel takes its place, and asks. */
  'link.offer': {
    from: 'content',
    params: v.strictObject({ link: v.pipe(v.string(), v.maxLength(300)) }),
    result: v.strictObject({}),
  },
  /**
   * People of this presentation (SPEC C6): none, one, or several who share it. `loaded` = the server has had the list of
   * employees from every base.
   */
  'people.named': {
    from: 'content',
    params: v.strictObject({ name: v.pipe(v.string(), v.maxLength(300)) }),
    result: v.object({ connected: v.boolean(), loaded: v.boolean(), colleagues: v.array(Colleague) }),
  },
  /** `photo` as the colleague has it: what was asked for once is known. */
  'people.photo': {
    from: 'content',
    params: v.strictObject({ ...methods['people.photo'].params.entries, photo: v.string() }),
    result: methods['people.photo'].result,
  },
  /** Whom a call may be given to: what the typed text may mean, everybody for nothing typed (SPEC A4, A8). */
  'people.search': {
    from: 'content',
    /** `self` = also the operator: calls can be forwarded to oneself, though not transferred. */
    params: v.strictObject({ typed: v.pipe(v.string(), v.maxLength(100)), self: v.optional(v.boolean()) }),
    result: v.array(Choice),
  },
  /** Whom a request may be given to: by what is typed, of these departments alone where they are given (SPEC B7). */
  'people.managers': {
    from: 'content',
    params: v.strictObject({
      typed: v.pipe(v.string(), v.maxLength(100)),
      departments: v.nullable(v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(500))),
    }),
    result: v.array(ColleagueChoice),
  },
  /** The user with this Ref_Key, as a colleague. */
  'people.user': {
    from: 'content',
    params: v.strictObject({ id: v.pipe(v.string(), v.maxLength(100)) }),
    result: v.nullable(ColleagueChoice),
  },
  /** Whether any page of 1C is open, which shows what is above pages. */
  'onec.pages': { from: 'panel', params: v.strictObject({}), result: v.object({ open: v.boolean() }) },
  'recording.find': { from: 'panel', ...methods['recording.find'] },
  /** `url` is whole. */
  'recording.open': {
    from: 'panel',
    params: methods['recording.open'].params,
    result: v.object({ ...v.omit(Recording, ['path']).entries, url: v.string() }),
  },
  'status.set': { from: 'panel', ...methods['status.set'] },
  /** What Enter does in the transfer picker from now on. */
  'preferences.transfer': {
    from: 'content',
    params: v.strictObject({ kind: TransferKind }),
    result: v.strictObject({}),
  },
  'preferences.set': {
    from: 'panel',
    params: v.partial(v.strictObject(Preferences.entries)),
    result: v.strictObject({}),
  },
  /** Runs another part of the content script where the question comes from; it is there when this is answered. */
  'page.part': { from: 'content', params: v.strictObject({ part: PagePart }), result: v.strictObject({}) },
  /** What fields mean on this page (SPEC D5), the strongest rule first. */
  'fields.map': {
    from: 'content',
    params: v.strictObject({}),
    result: v.object({ rules: v.array(v.custom<MappedRule>(() => true)) }),
  },
  /** The operator has pointed at a field of this page and said what it means. */
  'fields.teach': { from: 'content', params: v.strictObject({ rule: FieldRule }), result: v.strictObject({}) },
  'fields.forget': { from: 'content', params: v.strictObject({ rule: FieldRule }), result: v.strictObject({}) },
  /**
   * The bases seen in this browser and those rolled out, each with what is kept for it. `managed` = the preset is the
   * administrator's; `rolledOut` = so many lines of the map are.
   */
  'fields.list': {
    from: 'panel',
    params: v.strictObject({}),
    result: v.array(
      v.object({ base: BaseAddress, ...KeptFields.entries, managed: v.boolean(), rolledOut: v.number() }),
    ),
  },
  /** Another preset, or another map: one that was imported, or one with a line less. */
  'fields.keep': {
    from: 'panel',
    params: v.strictObject({ base: BaseAddress, ...KeptFields.entries }),
    result: v.strictObject({}),
  },
  /** The base of the page of 1C that was last looked at: the one in front, where it is 1C; null when none is open. */
  'fields.front': {
    from: 'panel',
    params: v.strictObject({}),
    result: v.object({ base: v.nullable(BaseAddress) }),
  },
  /** Lets the operator point at a field in a page of this base; false when none is open. */
  'fields.point': {
    from: 'panel',
    params: v.strictObject({ base: BaseAddress }),
    result: v.object({ begun: v.boolean() }),
  },
  /** «Что видно на этой странице?»: of the page of this base that was last looked at; null when none is open. */
  'fields.report': {
    from: 'panel',
    params: v.strictObject({ base: BaseAddress }),
    result: v.object({ report: v.nullable(PageReport) }),
  },
  'fields.preset': {
    from: 'panel',
    params: v.strictObject({ preset: PresetId }),
    result: v.object({ fields: v.array(FieldRule) }),
  },
  /** Kept in the outbox at once, answered then; sent to the server until it acknowledges. */
  'routing.write': {
    from: 'content',
    params: v.strictObject({ commandId: CommandId, lines: v.array(v.string()) }),
    result: v.object({ refused: v.array(RefusedLine) }),
  },
  /**
   * What has been typed, at every keystroke: on disk in this browser when it is answered, and at the server soon. `version`
   * is one more than the intake's. `openInterest` is remembered for the next wizard (SPEC B10).
   */
  'intake.keep': {
    from: 'content',
    params: v.strictObject({ id: IntakeId, form: IntakeForm, version: methods['intake.keep'].params.entries.version }),
    result: v.strictObject({}),
  },
  /**
   * Kept first, then brought to the server until it has it. `link` of the Interest, where it is to be opened and in 1C in
   * time; else empty.
   */
  'intake.accept': {
    from: 'content',
    params: v.strictObject({ commandId: CommandId, id: IntakeId, form: IntakeForm }),
    result: methods['intake.accept'].result,
  },
  /** `undoable` = «Вернуть» is offered. */
  'intake.dismiss': {
    from: 'content',
    params: v.strictObject({ ...methods['intake.dismiss'].params.entries, undoable: v.boolean() }),
    result: methods['intake.dismiss'].result,
  },
  'intake.reopen': { from: 'content', ...methods['intake.reopen'] },
  'intake.open': { from: 'content', ...methods['intake.open'] },
  'intake.search': { from: 'content', ...methods['intake.search'] },
  'intake.client': { from: 'content', ...methods['intake.client'] },
  'intake.services': { from: 'content', ...methods['intake.services'] },
  'intake.articles': { from: 'content', ...methods['intake.articles'] },
  'notice.seen': { from: 'content', ...methods['notice.seen'] },
  /** Kept in this browser at once, answered then; sent to the server until it has it. */
  'chat.send': { from: 'panel', params: ChatWish, result: v.strictObject({}) },
  /** What stands in the field of a conversation, at each keystroke: kept in this browser when it is answered. */
  'chat.draft': {
    from: 'panel',
    params: v.strictObject({ chat: ChatWish.entries.chat, text: v.pipe(v.string(), v.maxLength(MOST_DRAFT)) }),
    result: v.strictObject({}),
  },
  /** One of `Mirror.chat.refused`: sent once more, or taken away. */
  'chat.again': { from: 'panel', params: OneMessage, result: v.strictObject({}) },
  'chat.drop': { from: 'panel', params: OneMessage, result: v.strictObject({}) },
  'chat.history': { from: 'panel', ...methods['chat.history'] },
  'chat.search': { from: 'panel', ...methods['chat.search'] },
  'chat.read': { from: 'panel', ...methods['chat.read'] },
  'chat.typing': { from: 'panel', ...methods['chat.typing'] },
  /** `Mirror.wantedChat` is open. */
  'chat.opened': { from: 'panel', params: v.strictObject({}), result: v.strictObject({}) },
  'journal.history': { from: 'panel', ...methods['journal.history'] },
  'journal.missed': { from: 'panel', ...methods['journal.missed'] },
  'journal.document': { from: 'panel', ...methods['journal.document'] },
  'journal.mark': { from: 'panel', ...methods['journal.mark'] },
  'journal.statistics': { from: 'panel', ...methods['journal.statistics'] },
  'contacts.search': { from: 'panel', ...methods['contacts.search'] },
  'contacts.list': { from: 'panel', ...methods['contacts.list'] },
  'contacts.keep': { from: 'panel', ...methods['contacts.keep'] },
  'contacts.remove': { from: 'panel', ...methods['contacts.remove'] },
  'contacts.import': { from: 'panel', ...methods['contacts.import'] },
  'contacts.export': { from: 'panel', ...methods['contacts.export'] },
  'favourites.place': { from: 'panel', ...methods['favourites.place'] },
  'favourites.remove': { from: 'panel', ...methods['favourites.remove'] },
  /** Shows a card in a page of 1C that runs already; answered once it is there, or will not come. */
  'onec.open': { from: 'content', params: OpenWish, result: OpenResult },
  /** The operator has seen `Mirror.refusals`. */
  'routing.seen': { from: 'panel', params: v.strictObject({}), result: v.strictObject({}) },
  'session.pair': {
    from: 'panel',
    params: v.strictObject({ server: v.pipe(v.string(), v.url()), code: v.string() }),
    result: v.object({ operator: Colleague }),
  },
  /** Who is paired with which server; null before pairing. */
  'session.who': {
    from: 'panel',
    params: v.strictObject({}),
    result: v.nullable(v.object({ server: v.string(), operator: Colleague })),
  },
  'session.unpair': { from: 'panel', params: v.strictObject({}), result: v.strictObject({}) },
  /** The 1C addresses granted to the extension, as match patterns. */
  'sites.list': { from: 'panel', params: v.strictObject({}), result: v.array(v.string()) },
} as const

/**
 * What a page says over the port that brings it the mirror, whenever it is another: whether a person has it before them,
 * and the names of users it shows then. Of these alone it is told how their lines are (`Mirror.present`), until it says
 * otherwise or is gone.
 */
export const PageSight = v.strictObject({
  inSight: v.boolean(),
  names: v.pipe(v.array(v.pipe(v.string(), v.maxLength(MOST_NAME_LENGTH))), v.maxLength(MOST_NAMES)),
})
export type PageSight = v.InferOutput<typeof PageSight>

export type PageMethods = typeof pageMethods
export type PageMethod = keyof PageMethods
export type PageParams<M extends PageMethod> = v.InferOutput<PageMethods[M]['params']>
export type PageResult<M extends PageMethod> = v.InferOutput<PageMethods[M]['result']>
