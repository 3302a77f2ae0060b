import { renameSync, statSync } from 'node:fs'
import { type FileHandle, open, realpath, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RoutingSettings } from '../../protocol/routing.ts'
import { syncFolder } from '../files.ts'
import { chunksOf } from '../lines.ts'
import { type Beside, writeBeside } from './beside.ts'
import { identity, identityOf, inodeOf } from './file-identity.ts'
import { type KnownFile, type LateEdit, LeftBehind } from './left-behind.ts'
import { type Roustable, readOpened } from './read-roustable.ts'
import { rewriteRoustable, type ToWrite, type Written, writeRoustable } from './write-roustable.ts'

/**
 * Files are held open, so that what somebody still writes into one that ours has replaced is seen; and replacing a large
 * one does not wait until the disk has given back all that it takes. On Windows an open file cannot be replaced: there an
 * administrator's open file holds up our writing, and is not missed.
 */
const HOLDS = process.platform !== 'win32'
const LF = 0x0a

/** A base's file on disk, and which state of it we know. */
export class RulesFile {
  readonly #named: string
  #path: string
  /** As it was last read or written; null = there is none; undefined = it was never read. */
  #known: KnownFile | null | undefined
  /** What was there before it was deleted. */
  #deleted: KnownFile | null = null
  readonly #left: LeftBehind
  /** Ours, with what somebody has appended to the one before at its end; and when they did so. */
  #appendedTo: { identity: string; at: number } | null = null

  constructor(path: string, settleMs: number) {
    this.#named = path
    this.#path = path
    this.#left = new LeftBehind(settleMs)
  }

  /** Behind a link, the file itself. */
  get path(): string {
    return this.#path
  }

  /** Which file was last read or written; see `identityOf`. null = there is none; undefined = it was never read. */
  get known(): string | null | undefined {
    return this.#known === null ? null : this.#known?.identity
  }

  /** Tells what it holds from what another holds; null = there is no file that is known. */
  get sum(): string | null {
    return this.#known ? sumOf(this.#known) : null
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
    if (this.#known) this.#deleted = this.#known
    this.#known = null
  }

  async forget(): Promise<void> {
    await this.#known?.handle?.close()
    await this.#left.takeAsItIs(this.#deleted)
    this.#known = undefined
    this.#deleted = null
  }

  /** Lets go of the files that were here before, which still take up the disk. */
  async makeRoom(): Promise<void> {
    await this.#left.close()
  }

  /** Lets go of all files. */
  async close(): Promise<void> {
    await this.forget()
    await this.#left.close()
  }

  /** null = it changed meanwhile. @throws NotText, or the system's error */
  async read(settings: RoutingSettings): Promise<Roustable | null> {
    const handle = await open(this.#path, 'r')
    let taken = false
    try {
      const read = await readOpened(handle, this.#path, settings)
      if (this.#known !== undefined && (await this.identity()) !== read.identity) return null
      if (this.#known && inodeOf(this.#known.identity) === inodeOf(read.identity)) await this.#known.handle?.close()
      else await this.#left.takeAsItIs(this.#known ?? this.#deleted)
      this.#deleted = null
      this.#known = { ...read, handle: HOLDS ? handle : null }
      taken = HOLDS
      return read
    } finally {
      if (!taken) await handle.close()
    }
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
    const handle = await this.#whatIsKnown()
    const written =
      this.#known || handle
        ? await rewriteRoustable(this.#beside, { ...rules, before: this.#path, handle, settings })
        : await writeRoustable(this.#beside, rules, settings)
    await announce(written.identity)
    return (await this.#putInPlace(written, { ours: true })) ? written : null
  }

  /** The replacement outlives a power cut when this resolves. */
  async secure(): Promise<void> {
    await syncFolder(dirname(this.#path))
  }

  /** What was written into files that were here before; see `LeftBehind`. `now` = also what may not be all. */
  lateEdits(now = false): Promise<{ edits: LateEdit[]; unsettled: boolean }> {
    return this.#left.look(now)
  }

  /**
   * Puts it where it was meant to be, as if it had been written there: it is read like any other edit. false = somebody
   * has changed the file meanwhile.
   */
  async putLate(edit: LateEdit): Promise<boolean> {
    if (!this.#known) return false
    const now = await open(this.#path, 'r')
    let written: Beside
    try {
      written = await writeBeside(this.#beside, await now.stat(), async (out) => {
        if (edit.appended) {
          let last = LF
          for await (const part of chunksOf(now)) {
            last = part.at(-1) ?? LF
            await out.write(part)
          }
          if (last !== LF) await out.write('\n')
        }
        for await (const part of chunksOf(edit.handle, edit.from, edit.to)) await out.write(part)
      })
    } finally {
      await now.close()
    }
    if (!(await this.#putInPlace(written, { ours: false }))) return false
    this.#appendedTo = edit.appended ? { identity: written.identity, at: edit.at } : null
    await this.secure()
    return true
  }

  /** When the end of this file was written, if it is one that `putLate` has put there; milliseconds since 1970. */
  appendedAt(identity: string): number | null {
    return this.#appendedTo?.identity === identity ? this.#appendedTo.at : null
  }

  /** Keeps it beside the file, for somebody to look at. @returns where */
  async keepLate(edit: LateEdit): Promise<string> {
    const path = `${this.#path}.${new Date().toISOString().replaceAll(/[:.]/g, '-')}.late`
    await writeBeside(path, await edit.handle.stat(), async (out) => {
      for await (const part of chunksOf(edit.handle, 0, edit.to)) await out.write(part)
    })
    await this.secure()
    return path
  }

  /** What is to be changed, as it is known: by its handle, because it may have lost its name. */
  async #whatIsKnown(): Promise<FileHandle | undefined> {
    const file = this.#known ?? this.#deleted
    if (!file?.handle) return undefined
    const now = identity(await file.handle.stat({ bigint: true }))
    return now === file.identity ? file.handle : undefined
  }

  /**
   * Looks once more and renames in one breath, so that an edit made while we wrote is not covered. Ours is known
   * afterwards, an edit is still to be read.
   */
  async #putInPlace(file: Beside, { ours }: { ours: boolean }): Promise<boolean> {
    const handle = ours && HOLDS ? await open(this.#beside, 'r') : null
    const now = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    if ((now === undefined ? null : identity(now)) !== this.known) {
      await handle?.close()
      await rm(this.#beside, { force: true })
      return false
    }
    renameSync(this.#beside, this.#path)
    if (ours) {
      if (this.#known) await this.#left.take(this.#known)
      else await this.#left.takeAsItIs(this.#deleted)
      this.#deleted = null
      this.#known = { ...file, handle }
    }
    return true
  }
}

export const sumOf = ({ bytes, crc }: { bytes: number; crc: number }): string => `${bytes}:${crc}`
