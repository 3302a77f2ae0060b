import type { RoutingSettings } from '../../protocol/routing.ts'
import { errorCode } from '../files.ts'
import type { FileParts } from './file-standing.ts'

/** The identity of a file that is not there, in the checkpoint. */
const NO_FILE = 'none'

/** After a failed save, and the longest pause between two saves of a very large file. */
const MAX_PAUSE_MS = 30_000

/** `overtaken` = somebody else has changed the file: that comes first. */
export type Saved = 'saved' | 'overtaken' | 'failed'

/** Brings a base's rules into their file, and notes what the file holds. */
export class FileWriting {
  readonly #o: FileParts
  /** Before the next save. */
  pauseMs = 0

  constructor(parts: FileParts) {
    this.#o = parts
  }

  /** There is something that the file does not hold. */
  get isDue(): boolean {
    return this.#o.rules.changed || this.#o.standing.mustWrite
  }

  /** Writes the file unless somebody else has changed it. Never throws. */
  async save(settings: RoutingSettings): Promise<Saved> {
    const { base, checkpoint, file, rules, report, standing, betweenRecords } = this.#o
    const begun = performance.now()
    try {
      if (!(await this.#isAsKnown())) return 'overtaken'
      const { seq, writing } = await betweenRecords(() => ({ seq: standing.taken, writing: rules.beginWriting() }))
      const toWrite = await writing
      const written = await file.replace({ ...toWrite, stamp: seq }, settings, (identity) =>
        checkpoint.announce(base, { seq, identity }),
      )
      if (written === null) {
        await rules.takeBack()
        return 'overtaken'
      }
      standing.held = seq
      standing.stamp = seq
      standing.mustWrite = false
      report.saved(written)
      await rules.written()
      await file.secure()
      await checkpoint.confirm(base, { seq, identity: written.identity, ...this.#held })
      // A file of millions of rules is not written at every moment.
      this.pauseMs = Math.min(MAX_PAUSE_MS, (performance.now() - begun) * 4)
      return 'saved'
    } catch (error) {
      // A failure after the file is in place costs no more than another save.
      if (rules.writing) await rules.takeBack()
      else standing.mustWrite = true
      if (errorCode(error) === 'ENOSPC') await file.makeRoom()
      report.failed(file.path, 'unwritable', error)
      this.pauseMs = Math.min(MAX_PAUSE_MS, Math.max(1000, this.pauseMs * 2))
      return 'failed'
    }
  }

  /** The file as it is holds all that the rules have taken. */
  async confirm(): Promise<void> {
    const { base, checkpoint, file, report, standing } = this.#o
    const seq = standing.taken
    try {
      await checkpoint.confirm(base, { seq, identity: file.known ?? NO_FILE, ...this.#held })
      standing.held = seq
    } catch (error) {
      report.failed(file.path, 'unwritable', error)
    }
  }

  /** At a start: never any rule, or the file was deleted meanwhile; then the whole ledger is needed. */
  none(): void {
    const { base, checkpoint, file, standing } = this.#o
    file.gone()
    standing.held = checkpoint.seqOfFile(base, NO_FILE)
    standing.taken = standing.held
  }

  get #held() {
    const { file, rules } = this.#o
    return file.sum !== null && { held: { rules: rules.inFile, sum: file.sum } }
  }

  async #isAsKnown(): Promise<boolean> {
    const { file } = this.#o
    return file.identity().then(
      (now) => now === file.known,
      () => false,
    )
  }
}
