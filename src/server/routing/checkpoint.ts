import { readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { errorCode, writeWhole } from '../files.ts'

/** A state of a base's file, and the last ledger record it holds. */
const Mark = v.object({
  seq: v.number(),
  identity: v.string(),
  /** What it holds, to tell later whether somebody has changed it; missing in notes of before, and until it is in place. */
  held: v.optional(v.object({ rules: v.number(), sum: v.string() })),
})
type Mark = v.InferOutput<typeof Mark>

const Content = v.record(v.string(), v.object({ written: v.nullable(Mark), next: v.nullable(Mark) }))

/**
 * Which ledger records the files already hold. Replaying a record into a file that holds it would undo what an
 * administrator changed since; so the file about to be put in place is noted first (`next`), then confirmed (`written`).
 */
export class Checkpoint {
  readonly #path: string
  readonly #marks = new Map<string, { written: Mark | null; next: Mark | null }>()
  #saving: Promise<unknown> = Promise.resolve()

  constructor(path: string) {
    this.#path = path
  }

  /** A checkpoint that is missing or unreadable costs a replay of the whole ledger, and no rule. */
  async load(logger: Logger): Promise<void> {
    this.#marks.clear()
    try {
      const content = v.parse(Content, JSON.parse(await readFile(this.#path, 'utf8')))
      for (const [base, marks] of Object.entries(content)) this.#marks.set(base, marks)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') logger.warn({ err: error, file: this.#path }, 'checkpoint not readable')
    }
  }

  /** The last record that the file of this identity surely holds. */
  seqOf(base: string, identity: string): number {
    const marks = this.#marks.get(base)
    if (marks?.next?.identity === identity) return marks.next.seq
    return marks?.written?.seq ?? 0
  }

  /** The last record that any file of this base may have held; null = nothing is known of one. */
  lastSeqOf(base: string): number | null {
    const marks = this.#marks.get(base)
    return marks === undefined ? null : Math.max(marks.written?.seq ?? 0, marks.next?.seq ?? 0)
  }

  /** Whether this is the file as we wrote or read it last; else somebody has been at it since. */
  isOurs(base: string, identity: string): boolean {
    const marks = this.#marks.get(base)
    return marks?.written?.identity === identity || marks?.next?.identity === identity
  }

  /** What the file of this base has held when it was last in place; null = nobody knows. */
  heldBy(base: string): { rules: number; sum: string } | null {
    return this.#marks.get(base)?.written?.held ?? null
  }

  /** As `seqOf`, but 0 for a file that is another than the one written last. */
  seqOfFile(base: string, identity: string): number {
    return this.#marks.get(base)?.written?.identity === identity ? this.seqOf(base, identity) : 0
  }

  /** Notes the file that is about to be put in place; on disk when this resolves. */
  announce(base: string, next: Mark): Promise<void> {
    this.#marks.set(base, { written: this.#marks.get(base)?.written ?? null, next })
    return this.#save()
  }

  /** Notes the file that is in place. */
  confirm(base: string, written: Mark): Promise<void> {
    this.#marks.set(base, { written, next: null })
    return this.#save()
  }

  async #save(): Promise<void> {
    const saved = this.#saving.then(() => writeWhole(this.#path, JSON.stringify(Object.fromEntries(this.#marks))))
    this.#saving = saved.catch(() => undefined)
    await saved
  }
}
