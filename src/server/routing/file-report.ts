import type { Logger } from 'pino'
import type { RefusedLine } from '../../protocol/routing.ts'
import { NotText } from './line-pieces.ts'

/** How a base's file stands, for the pages of the server manager. */
export type FileState = {
  path: string
  rules: number
  /** Milliseconds since 1970; null = not since the start. */
  loadedAt: number | null
  savedAt: number | null
  /** `missing` and `unwritable` mend themselves at the next save; with `notText` and `unreadable` the file is left alone. */
  error: 'missing' | 'notText' | 'unreadable' | 'unwritable' | null
  /** Lines of the file that are left out, the first hundred of `refusedCount`. */
  refused: RefusedLine[]
  refusedCount: number
  /** Rules that somebody's saving would have undone unseen, the first ten of `count`, and when that was last. */
  putBack: { at: number; count: number; lines: string[] } | null
  /** Where a text lies that somebody saved over a file which was not there any more. */
  keptAside: string | null
}
type Refused = Pick<FileState, 'refused' | 'refusedCount'>

const WHY = {
  missing: 'the file of rules is gone: it is written anew; to remove all rules, empty it',
  notText: 'the file of rules is not a text file: left alone',
  unreadable: 'the file of rules cannot be read: left alone',
  unwritable: 'the file of rules cannot be written; the rules are safe in the ledger',
}

/** So many rules are shown, the others counted. */
const MOST_SHOWN = 10

/** Keeps and logs what becomes of a base's file. */
export class FileReport {
  readonly #log: Logger
  #state: Omit<FileState, 'rules' | 'path'> = {
    loadedAt: null,
    savedAt: null,
    error: null,
    refused: [],
    refusedCount: 0,
    putBack: null,
    keptAside: null,
  }

  constructor(log: Logger) {
    this.#log = log
  }

  get state(): Omit<FileState, 'rules' | 'path'> {
    return this.#state
  }

  loaded(path: string, { refused, refusedCount }: Refused): void {
    this.#state = { ...this.#state, loadedAt: Date.now(), error: null, refused, refusedCount }
    if (refusedCount === 0) return
    const lines = refused.slice(0, 10)
    this.#log.warn({ file: path, refused: refusedCount, lines }, 'lines in the file of rules are left out')
  }

  saved({ refused, refusedCount }: Refused): void {
    this.#state = { ...this.#state, savedAt: Date.now(), error: null, refused, refusedCount }
  }

  unloaded(): void {
    this.#state = { ...this.#state, loadedAt: null, error: null, refused: [], refusedCount: 0 }
  }

  failed(path: string, error: keyof typeof WHY, cause?: unknown): void {
    // Said once, not at every check.
    if (this.#state.error !== error) this.#log.error({ file: path, err: cause }, WHY[error])
    this.#state = { ...this.#state, error }
  }

  putBack(path: string, lines: string[]): void {
    this.#state = {
      ...this.#state,
      putBack: { at: Date.now(), count: lines.length, lines: lines.slice(0, MOST_SHOWN) },
    }
    this.#log.warn(
      { file: path, count: lines.length, lines: lines.slice(0, MOST_SHOWN) },
      'whoever saved the file of rules had not seen what was written meanwhile: put back',
    )
  }

  putLate(path: string): void {
    this.#log.warn({ file: path }, 'written into the file that ours had just replaced: put into ours')
  }

  keptAside(path: string): void {
    this.#state = { ...this.#state, keptAside: path }
    this.#log.error({ file: path }, 'saved over a file of rules that others have replaced since: kept beside it')
  }

  unreadable(path: string, cause: unknown): void {
    this.failed(path, cause instanceof NotText ? 'notText' : 'unreadable', cause)
  }

  /** It can be looked at again, and is the one we know. */
  readable(): void {
    if (this.#state.error === 'unreadable') this.#state = { ...this.#state, error: null }
  }
}
