import { renameSync, statSync } from 'node:fs'
import { type FileHandle, open, realpath, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RoutingSettings } from '../../protocol/routing.ts'
import { syncFolder } from '../files.ts'
import { identity, identityOf } from './file-identity.ts'
import { type Roustable, readRoustable } from './read-roustable.ts'
import { rewriteRoustable, type ToWrite, type Written, writeRoustable } from './write-roustable.ts'

/** A base's file on disk, and which state of it we know. */
export class RulesFile {
  readonly #named: string
  #path: string
  #known: string | null | undefined

  constructor(path: string) {
    this.#named = path
    this.#path = path
  }

  /** Behind a link, the file itself. */
  get path(): string {
    return this.#path
  }

  /** The file as it was last read or written; null = there is none; undefined = it was never read. */
  get known(): string | null | undefined {
    return this.#known
  }

  get #beside(): string {
    return `${this.#path}.new`
  }

  async find(): Promise<void> {
    this.#path = await realpath(this.#named).catch(() => this.#named)
    // What a crash left; if it cannot go now, the next save says so.
    await rm(this.#beside, { force: true }).catch(() => undefined)
  }

  identity(): Promise<string | null> {
    return identityOf(this.#path)
  }

  /** There is none, and that is known now. */
  gone(): void {
    this.#known = null
  }

  forget(): void {
    this.#known = undefined
  }

  /** null = it changed meanwhile. @throws NotText, or the system's error */
  async read(settings: RoutingSettings): Promise<Roustable | null> {
    const read = await readRoustable(this.#path, settings)
    if (this.#known !== undefined && (await this.identity()) !== read.identity) return null
    this.#known = read.identity
    return read
  }

  /**
   * Puts a file with the changes in the place of the known one, whole or not at all; null = somebody else has changed it
   * meanwhile. What the file holds is copied from it, line by line; only without one, from memory. `announce` is told of
   * the new file before it is in place.
   */
  async replace(
    rules: ToWrite,
    settings: RoutingSettings,
    announce: (identity: string) => Promise<void>,
  ): Promise<Written | null> {
    const written =
      this.#known === null
        ? await writeRoustable(this.#beside, rules, settings)
        : await rewriteRoustable(this.#beside, { before: this.#path, ...rules, settings })
    await announce(written.identity)
    const old = await this.#held()
    try {
      if (!this.#putInPlace()) {
        await rm(this.#beside, { force: true })
        return null
      }
    } finally {
      await old?.close()
    }
    this.#known = written.identity
    return written
  }

  /**
   * Held open until another file is in its place, which is done in one breath: otherwise that would wait until the disk has
   * given back all that a large file takes. Windows replaces no open files.
   */
  async #held(): Promise<FileHandle | null> {
    return process.platform === 'win32' ? null : open(this.#path, 'r').catch(() => null)
  }

  /** The replacement outlives a power cut when this resolves. */
  async secure(): Promise<void> {
    await syncFolder(dirname(this.#path))
  }

  /** Looks once more and renames in one breath, so that an edit made while we wrote is not covered. */
  #putInPlace(): boolean {
    const file = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    if ((file === undefined ? null : identity(file)) !== this.#known) return false
    renameSync(this.#beside, this.#path)
    return true
  }
}
