import * as v from 'valibot'
import { type ErrorCode, TrubkaError } from '../protocol/errors.ts'
import { type Acceptance, type Intake, IntakeForm, IntakeId } from '../protocol/intake.ts'
import { CommandId } from '../protocol/methods.ts'
import type { Dismissed } from '../protocol/mirror.ts'
import type { RpcSocket } from './rpc.ts'

/** What of one wizard the server has not acknowledged yet. `wish` = what is to become of it. */
const OwedIntake = v.object({
  id: IntakeId,
  callId: v.string(),
  number: v.string(),
  form: IntakeForm,
  version: v.number(),
  wish: v.variant('is', [
    v.object({ is: v.literal('keep') }),
    v.object({ is: v.literal('accept'), commandId: CommandId, at: v.optional(v.number(), 0) }),
    v.object({ is: v.literal('dismiss') }),
  ]),
})
type OwedIntake = v.InferOutput<typeof OwedIntake>

export const KeptIntakes = v.object({
  owed: v.array(OwedIntake),
  /** The last acceptances that were acknowledged: whoever asks again gets the same answer. */
  answered: v.array(v.object({ commandId: CommandId, link: v.string() })),
  dismissed: v.optional(v.nullable(v.object({ id: IntakeId, at: v.number() })), null),
})
export type KeptIntakes = v.InferOutput<typeof KeptIntakes>

type Kept = { get: () => Promise<KeptIntakes | null>; set: (value: KeptIntakes) => Promise<void> }
type Answer = { link: string }
type Waiting = { answered: (answer: Answer) => void; refused: (error: TrubkaError) => void }

export type IntakesOptions = {
  kept: Kept
  onChange: () => void
  /** The server will never take what was accepted, and nobody waits for its answer any more: it is open again. */
  onRefused: (error: TrubkaError) => void
  timing?: Partial<Timing>
}

/** Milliseconds. `settle` = how long typing has to pause before it is sent; `retry` is doubled with each failure. */
type Timing = { settle: number; retry: number; retryMost: number; answer: number }
const TIMING: Timing = { settle: 300, retry: 2_000, retryMost: 60_000, answer: 30_000 }

/** The server will say the same tomorrow. */
const DEFINITE: ReadonlySet<ErrorCode> = new Set([
  'invalidRequest',
  'invalidParams',
  'unknownMethod',
  'tooLarge',
  'unknownBase',
  'noSuchIntake',
])
const MAX_ANSWERED = 50

/**
 * What is typed into wizards, and what becomes of them, on its way to the server (DESIGN 3): on disk before the page is
 * told, sent until it is acknowledged, for each wizard in order. Nothing here is tied to a page or to this run of the
 * background.
 */
export class Intakes {
  readonly #o: IntakesOptions
  readonly #timing: Timing
  #owed: ReadonlyMap<string, OwedIntake> = new Map()
  #answered: KeptIntakes['answered'] = []
  #dismissed: Dismissed | null = null
  #saving: Promise<void> = Promise.resolve()
  #saved: Promise<void> | null = null
  /** By wizard: not before then. */
  readonly #due = new Map<string, number>()
  readonly #failures = new Map<string, number>()
  readonly #underWay = new Set<string>()
  /** By command. */
  readonly #waiting = new Map<string, Set<Waiting>>()
  #sending: RpcSocket | null = null
  #wake: () => void = () => {}

  constructor(options: IntakesOptions) {
    this.#o = options
    this.#timing = { ...TIMING, ...options.timing }
  }

  async restore(): Promise<void> {
    const kept = await this.#o.kept.get()
    if (!kept) return
    this.#owed = new Map(kept.owed.map((owed) => [owed.id, owed]))
    this.#answered = kept.answered
    this.#dismissed = kept.dismissed
  }

  /** The last that was closed here and can be brought back. */
  get dismissed(): Dismissed | null {
    return this.#dismissed
  }

  /** What is accepted and not in 1C: with what the server does not know of. */
  acceptances(known: readonly Acceptance[], online: boolean): Acceptance[] {
    const ids = new Set(known.map(({ id }) => id))
    const unsent = [...this.#owed.values()].flatMap(({ id, number, form, wish }): Acceptance[] =>
      wish.is === 'accept' && !ids.has(id)
        ? [{ id, at: wish.at, number, form, state: online ? 'saving' : 'unsent', why: '' }]
        : [],
    )
    return [...known, ...unsent]
  }

  /** The server's wizards as they are here: with what was typed since, without those that are done with. */
  shown(intakes: readonly Intake[], openInterest: boolean): Intake[] {
    return intakes.flatMap((intake) => {
      const owed = this.#owed.get(intake.id)
      if (owed && owed.wish.is !== 'keep') return []
      if (owed && owed.version > intake.version) return [{ ...intake, form: owed.form, version: owed.version }]
      return [{ ...intake, form: { ...intake.form, openInterest } }]
    })
  }

  /** Resolves when it is on disk. @throws TrubkaError `notKept` */
  async keep(intake: Intake, form: IntakeForm, version: number): Promise<void> {
    const before = this.#owed.get(intake.id)
    // Of one that is done with, a late keystroke changes nothing.
    if (before && before.wish.is !== 'keep') return
    const known = Math.max(intake.version, before?.version ?? 0)
    this.#due.set(intake.id, Date.now() + this.#timing.settle)
    await this.#put({ ...ofCall(intake), form, version: Math.max(version, known + 1), wish: { is: 'keep' } })
  }

  /** The answer, or an empty one when there is none in time: it is brought to the server all the same. */
  async accept(
    { commandId, intake, form }: { commandId: string; intake: Intake | null; form: IntakeForm },
    withinMs: number,
  ): Promise<Answer> {
    const answered = this.#answered.find((each) => each.commandId === commandId)
    if (answered) return { link: answered.link }
    const owed = [...this.#owed.values()].find(({ wish }) => wish.is === 'accept' && wish.commandId === commandId)
    if (!owed) {
      if (!intake) throw new TrubkaError('noSuchIntake', 'no such wizard is open')
      const version = Math.max(intake.version, this.#owed.get(intake.id)?.version ?? 0) + 1
      this.#due.delete(intake.id)
      await this.#put({ ...ofCall(intake), form, version, wish: { is: 'accept', commandId, at: Date.now() } })
    }
    return this.#answerTo(commandId, withinMs)
  }

  async dismiss(intake: Intake, undoable: boolean): Promise<void> {
    const { form, version } = this.#owed.get(intake.id) ?? intake
    this.#due.delete(intake.id)
    if (undoable) this.#dismissed = { id: intake.id, at: Date.now() }
    await this.#put({ ...ofCall(intake), form, version, wish: { is: 'dismiss' } })
  }

  /** One that the server does not know to be dismissed yet. */
  async reopen(id: string): Promise<boolean> {
    const owed = this.#owed.get(id)
    if (owed?.wish.is !== 'dismiss' || this.#underWay.has(id)) return false
    this.#dismissed = null
    await this.#put({ ...owed, wish: { is: 'keep' } })
    return true
  }

  /** It is open again, or closed for good. */
  async notDismissed(id: string): Promise<void> {
    if (this.#dismissed?.id !== id) return
    this.#dismissed = null
    this.#o.onChange()
    await this.#save()
  }

  /** Another operator is not to send what this one has typed. */
  async clear(): Promise<void> {
    this.#owed = new Map()
    this.#answered = []
    this.#dismissed = null
    await this.#save()
  }

  /** Brings all there is over this connection; ends when nothing is left, or when the connection does. */
  async send(rpc: RpcSocket): Promise<void> {
    if (this.#sending === rpc) {
      this.#wake()
      return
    }
    this.#sending = rpc
    // A new connection may be to a mended server.
    this.#failures.clear()
    this.#due.clear()
    this.#underWay.clear()
    try {
      while (this.#owed.size > 0 && rpc.isOpen && this.#sending === rpc) {
        const now = Date.now()
        const idle = [...this.#owed.values()].filter(({ id }) => !this.#underWay.has(id))
        for (const owed of idle) if ((this.#due.get(owed.id) ?? 0) <= now) void this.#deliver(owed, rpc)
        const waits = idle.map(({ id }) => this.#due.get(id) ?? 0).filter((due) => due > now)
        await this.#pause(Math.min(...waits) - now, rpc)
      }
    } finally {
      if (this.#sending === rpc) this.#sending = null
    }
  }

  async #pause(ms: number, rpc: RpcSocket): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const rested = new Promise<void>((resolve) => {
      this.#wake = resolve
      timer = setTimeout(resolve, Math.min(ms, this.#timing.retryMost))
    })
    await Promise.race([rpc.closed, rested])
    clearTimeout(timer)
  }

  async #deliver(owed: OwedIntake, rpc: RpcSocket): Promise<void> {
    this.#underWay.add(owed.id)
    try {
      await this.#bring(owed, rpc)
      this.#failures.delete(owed.id)
    } catch (error) {
      const fault = error instanceof TrubkaError ? error : new TrubkaError('internal', String(error))
      if (DEFINITE.has(fault.code)) await this.#refused(owed, fault)
      // That the connection broke is not its fault.
      else if (rpc.isOpen) this.#failed(owed.id)
    } finally {
      if (this.#sending === rpc) {
        this.#underWay.delete(owed.id)
        this.#wake()
      }
    }
  }

  async #bring(owed: OwedIntake, rpc: RpcSocket): Promise<void> {
    const { wish, version, ...what } = owed
    if (wish.is === 'accept') {
      const { link } = await rpc.request('intake.accept', { commandId: wish.commandId, ...what }, this.#timing.answer)
      this.#answered = [...this.#answered, { commandId: wish.commandId, link }].slice(-MAX_ANSWERED)
      await this.#done(owed)
      for (const { answered } of this.#take(wish.commandId)) answered({ link })
      return
    }
    // Whoever brings it back finds the last keystrokes, too.
    if (version > 0) await rpc.request('intake.keep', { ...what, version }, this.#timing.answer)
    if (wish.is === 'dismiss') await rpc.request('intake.dismiss', { id: owed.id }, this.#timing.answer)
    await this.#done(owed)
  }

  /** What was typed meanwhile goes next. */
  async #done(owed: OwedIntake): Promise<void> {
    if (this.#owed.get(owed.id) !== owed) return
    this.#owed = new Map([...this.#owed].filter(([id]) => id !== owed.id))
    this.#due.delete(owed.id)
    this.#o.onChange()
    // If this fails, it is sent once more after the next start: the server knows it.
    await this.#save().catch((error: unknown) => console.warn('the intakes were not kept:', String(error)))
  }

  #failed(id: string): void {
    const failures = (this.#failures.get(id) ?? 0) + 1
    this.#failures.set(id, failures)
    const { retry, retryMost } = this.#timing
    this.#due.set(id, Date.now() + Math.min(retryMost, retry * 2 ** (failures - 1)))
  }

  async #refused(owed: OwedIntake, error: TrubkaError): Promise<void> {
    await this.#done(owed)
    if (owed.wish.is !== 'accept') return
    const waiting = this.#take(owed.wish.commandId)
    // It is before the operator again, with all that was typed.
    await this.#put({ ...owed, wish: { is: 'keep' } }).catch(() => undefined)
    for (const { refused } of waiting) refused(error)
    if (waiting.length === 0) this.#o.onRefused(error)
  }

  #answerTo(commandId: string, withinMs: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(commandId) ?? new Set<Waiting>()
      this.#waiting.set(commandId, waiting)
      const timer = setTimeout(() => {
        waiting.delete(mine)
        resolve({ link: '' })
      }, withinMs)
      const mine: Waiting = {
        answered: (answer) => {
          clearTimeout(timer)
          resolve(answer)
        },
        refused: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      }
      waiting.add(mine)
    })
  }

  #take(commandId: string): Waiting[] {
    const waiting = [...(this.#waiting.get(commandId) ?? [])]
    this.#waiting.delete(commandId)
    return waiting
  }

  async #put(owed: OwedIntake): Promise<void> {
    this.#owed = new Map([...this.#owed, [owed.id, owed]])
    this.#o.onChange()
    this.#wake()
    try {
      await this.#save()
    } catch (error) {
      throw new TrubkaError('notKept', String(error).slice(0, 200))
    }
  }

  /** One write at a time, and what comes during one goes together into the next. */
  #save(): Promise<void> {
    this.#saved ??= this.#saving
      .catch(() => undefined)
      .then(() => {
        this.#saved = null
        this.#saving = this.#o.kept.set({
          owed: [...this.#owed.values()],
          answered: this.#answered,
          dismissed: this.#dismissed,
        })
        return this.#saving
      })
    return this.#saved
  }
}

const ofCall = ({ id, callId, number }: Intake) => ({ id, callId, number })
