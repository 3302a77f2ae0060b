import * as v from 'valibot'
import { TrubkaError } from '../protocol/errors.ts'
import { IntakeForm, IntakeId } from '../protocol/intake.ts'
import { CommandId } from '../protocol/methods.ts'
import type { Dismissed } from '../protocol/mirror.ts'

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
export type OwedIntake = v.InferOutput<typeof OwedIntake>

export const KeptIntakes = v.object({
  owed: v.array(OwedIntake),
  /** The last acceptances that were acknowledged: whoever asks again gets the same answer. */
  answered: v.array(v.object({ commandId: CommandId, link: v.string() })),
  dismissed: v.optional(v.nullable(v.object({ id: IntakeId, at: v.number() })), null),
})
export type KeptIntakes = v.InferOutput<typeof KeptIntakes>

export type KeptSlot = { get: () => Promise<KeptIntakes | null>; set: (value: KeptIntakes) => Promise<void> }

const MAX_ANSWERED = 50

/** What the server does not know of yet, in memory and on disk. */
export class OwedIntakes {
  readonly #slot: KeptSlot
  #owed: ReadonlyMap<string, OwedIntake> = new Map()
  #answered: KeptIntakes['answered'] = []
  #saving: Promise<void> = Promise.resolve()
  #saved: Promise<void> | null = null
  /** The last that was closed here and can be brought back. */
  dismissed: Dismissed | null = null

  constructor(slot: KeptSlot) {
    this.#slot = slot
  }

  async restore(): Promise<void> {
    const kept = await this.#slot.get()
    if (!kept) return
    this.#owed = new Map(kept.owed.map((owed) => [owed.id, owed]))
    this.#answered = kept.answered
    this.dismissed = kept.dismissed
  }

  all(): OwedIntake[] {
    return [...this.#owed.values()]
  }

  get(id: string): OwedIntake | undefined {
    return this.#owed.get(id)
  }

  /** Resolves when it is on disk. @throws TrubkaError `notKept` */
  async put(owed: OwedIntake): Promise<void> {
    this.#owed = new Map([...this.#owed, [owed.id, owed]])
    try {
      await this.save()
    } catch (error) {
      throw new TrubkaError('notKept', String(error).slice(0, 200))
    }
  }

  /** False = something else is owed of this wizard by now. */
  remove(owed: OwedIntake): boolean {
    if (this.#owed.get(owed.id) !== owed) return false
    this.#owed = new Map([...this.#owed].filter(([id]) => id !== owed.id))
    return true
  }

  linkOf(commandId: string): string | null {
    return this.#answered.find((each) => each.commandId === commandId)?.link ?? null
  }

  answer(commandId: string, link: string): void {
    this.#answered = [...this.#answered, { commandId, link }].slice(-MAX_ANSWERED)
  }

  async clear(): Promise<void> {
    this.#owed = new Map()
    this.#answered = []
    this.dismissed = null
    await this.save()
  }

  /** One write at a time, and what comes during one goes together into the next. */
  save(): Promise<void> {
    this.#saved ??= this.#saving
      .catch(() => undefined)
      .then(() => {
        this.#saved = null
        this.#saving = this.#slot.set({ owed: this.all(), answered: this.#answered, dismissed: this.dismissed })
        return this.#saving
      })
    return this.#saved
  }
}
