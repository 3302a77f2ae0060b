import { TrubkaError } from '../protocol/errors.ts'
import type { Acceptance, Intake, IntakeForm } from '../protocol/intake.ts'
import type { Dismissed } from '../protocol/mirror.ts'
import { type Answer, AwaitedAnswers } from './awaited-answers.ts'
import { IntakeDelivery, TIMING, type Timing } from './intake-delivery.ts'
import { type KeptSlot, type OwedIntake, OwedIntakes } from './owed-intakes.ts'
import type { RpcSocket } from './rpc.ts'

export type IntakesOptions = {
  kept: KeptSlot
  onChange: () => void
  /** The server will never take what was accepted, and nobody waits for its answer any more: it is open again. */
  onRefused: (error: TrubkaError) => void
  timing?: Partial<Timing>
}

/**
 * What is typed into wizards, and what becomes of them, on its way to the server (DESIGN 3): on disk before the page is
 * told, sent until it is acknowledged, for each wizard in order. Nothing here is tied to a page or to this run of the
 * background.
 */
export class Intakes {
  readonly #o: IntakesOptions
  readonly #timing: Timing
  readonly #owed: OwedIntakes
  readonly #delivery: IntakeDelivery
  readonly #awaited = new AwaitedAnswers()

  constructor(options: IntakesOptions) {
    this.#o = options
    this.#timing = { ...TIMING, ...options.timing }
    this.#owed = new OwedIntakes(options.kept)
    this.#delivery = new IntakeDelivery({
      owed: this.#owed,
      bring: (owed, rpc) => this.#bring(owed, rpc),
      refused: (owed, error) => this.#refused(owed, error),
      timing: this.#timing,
    })
  }

  restore(): Promise<void> {
    return this.#owed.restore()
  }

  /** The last that was closed here and can be brought back. */
  get dismissed(): Dismissed | null {
    return this.#owed.dismissed
  }

  /** What is accepted and not in 1C: with what the server does not know of. */
  acceptances(known: readonly Acceptance[], online: boolean): Acceptance[] {
    const ids = new Set(known.map(({ id }) => id))
    const unsent = this.#owed
      .all()
      .flatMap(({ id, number, form, wish }): Acceptance[] =>
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
    this.#delivery.settles(intake.id)
    await this.#put({ ...ofCall(intake), form, version: Math.max(version, known + 1), wish: { is: 'keep' } })
  }

  /** The answer, or an empty one when there is none in time: it is brought to the server all the same. */
  async accept(
    { commandId, intake, form }: { commandId: string; intake: Intake | null; form: IntakeForm },
    withinMs: number,
  ): Promise<Answer> {
    const link = this.#owed.linkOf(commandId)
    if (link !== null) return { link }
    const owed = this.#owed.all().find(({ wish }) => wish.is === 'accept' && wish.commandId === commandId)
    if (!owed) {
      if (!intake) throw new TrubkaError('noSuchIntake', 'no such wizard is open')
      const version = Math.max(intake.version, this.#owed.get(intake.id)?.version ?? 0) + 1
      this.#delivery.isReady(intake.id)
      await this.#put({ ...ofCall(intake), form, version, wish: { is: 'accept', commandId, at: Date.now() } })
    }
    return this.#awaited.to(commandId, withinMs)
  }

  async dismiss(intake: Intake, undoable: boolean): Promise<void> {
    const { form, version } = this.#owed.get(intake.id) ?? intake
    this.#delivery.isReady(intake.id)
    if (undoable) this.#owed.dismissed = { id: intake.id, at: Date.now() }
    await this.#put({ ...ofCall(intake), form, version, wish: { is: 'dismiss' } })
  }

  /** One that the server does not know to be dismissed yet. */
  async reopen(id: string): Promise<boolean> {
    const owed = this.#owed.get(id)
    if (owed?.wish.is !== 'dismiss' || this.#delivery.isUnderWay(id)) return false
    this.#owed.dismissed = null
    await this.#put({ ...owed, wish: { is: 'keep' } })
    return true
  }

  /** It is open again, or closed for good. */
  async notDismissed(id: string): Promise<void> {
    if (this.#owed.dismissed?.id !== id) return
    this.#owed.dismissed = null
    this.#o.onChange()
    await this.#owed.save()
  }

  /** Another operator is not to send what this one has typed. */
  clear(): Promise<void> {
    return this.#owed.clear()
  }

  /** Brings all there is over this connection; ends when nothing is left, or when the connection does. */
  send(rpc: RpcSocket): Promise<void> {
    return this.#delivery.send(rpc)
  }

  async #bring(owed: OwedIntake, rpc: RpcSocket): Promise<void> {
    const { wish, version, ...what } = owed
    const { answer } = this.#timing
    if (wish.is === 'accept') {
      const { link } = await rpc.request('intake.accept', { commandId: wish.commandId, ...what }, answer)
      this.#owed.answer(wish.commandId, link)
      await this.#done(owed)
      for (const { answered } of this.#awaited.take(wish.commandId)) answered({ link })
      return
    }
    // Whoever brings it back finds the last keystrokes, too.
    if (version > 0) await rpc.request('intake.keep', { ...what, version }, answer)
    if (wish.is === 'dismiss') await rpc.request('intake.dismiss', { id: owed.id }, answer)
    await this.#done(owed)
  }

  /** What was typed meanwhile goes next. */
  async #done(owed: OwedIntake): Promise<void> {
    if (!this.#owed.remove(owed)) return
    this.#delivery.isReady(owed.id)
    this.#o.onChange()
    // If this fails, it is sent once more after the next start: the server knows it.
    await this.#owed.save().catch((error: unknown) => console.warn('the intakes were not kept:', String(error)))
  }

  async #refused(owed: OwedIntake, error: TrubkaError): Promise<void> {
    await this.#done(owed)
    if (owed.wish.is !== 'accept') return
    const waiting = this.#awaited.take(owed.wish.commandId)
    // It is before the operator again, with all that was typed.
    await this.#put({ ...owed, wish: { is: 'keep' } }).catch(() => undefined)
    for (const { refused } of waiting) refused(error)
    if (waiting.length === 0) this.#o.onRefused(error)
  }

  #put(owed: OwedIntake): Promise<void> {
    const kept = this.#owed.put(owed)
    this.#o.onChange()
    this.#delivery.wake()
    return kept
  }
}

const ofCall = ({ id, callId, number }: Intake) => ({ id, callId, number })
