import { opendir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { errorCode } from '../files.ts'
import { isSound } from './recording-files.ts'

const DAY_MS = 24 * 3_600_000

/** `days` null = none is ever removed. */
type Options = { days: number | null; logger: Logger; now?: () => number }

/**
 * Removes recordings that are older than so many days, at the start and once a day. Only files of sound within the folder
 * itself and folders in it: links are neither followed nor removed.
 */
export class Retention {
  readonly #folder: string
  readonly #o: Options
  #days: number | null
  #timer: NodeJS.Timeout | null = null
  #going: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(folder: string, options: Options) {
    this.#folder = folder
    this.#o = options
    this.#days = options.days
  }

  start(): void {
    this.#runSoon()
    this.#timer = setInterval(() => this.#runSoon(), DAY_MS)
  }

  /** In force at once: what is too old by it goes now. */
  setDays(days: number | null): void {
    this.#days = days
    this.#runSoon()
  }

  #runSoon(): void {
    this.#going = this.#going.then(() => this.run())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearInterval(this.#timer)
    await this.#going
  }

  /** Once; what cannot be removed is reported. */
  async run(): Promise<void> {
    const { logger, now = Date.now } = this.#o
    const days = this.#days
    if (days === null) return
    const before = now() - days * DAY_MS
    const removed = { count: 0, bytes: 0 }
    try {
      await this.#removeIn(this.#folder, before, removed)
    } catch (error) {
      logger.error({ err: error, folder: this.#folder }, 'old recordings are not removed')
    }
    if (removed.count > 0) logger.info({ ...removed, days }, 'old recordings removed')
  }

  async #removeIn(folder: string, before: number, removed: { count: number; bytes: number }): Promise<void> {
    for await (const entry of await opendir(folder)) {
      if (this.#stopped) return
      const path = join(folder, entry.name)
      if (entry.isDirectory()) await this.#removeIn(path, before, removed)
      else if (entry.isFile() && isSound(entry.name)) await this.#removeOld(path, before, removed)
    }
  }

  async #removeOld(path: string, before: number, removed: { count: number; bytes: number }): Promise<void> {
    try {
      const { mtimeMs, size } = await stat(path)
      if (mtimeMs >= before) return
      await unlink(path)
      removed.count += 1
      removed.bytes += size
    } catch (error) {
      // Somebody else was faster.
      if (errorCode(error) !== 'ENOENT') throw error
    }
  }
}
