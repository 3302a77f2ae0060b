import type { FileHandle } from 'node:fs/promises'
import { chunksOf } from '../lines.ts'
import type { Beside } from './beside.ts'
import { identity, inodeOf, isUnfinishedIn } from './file-identity.ts'
import { Settling } from './settling.ts'
import { Sum } from './sum.ts'

/** A file as we know it; `handle` = null where it is not held. */
export type KnownFile = Beside & { handle: FileHandle | null }

/** What somebody wrote into a file that has been replaced since, through a handle opened before. */
export type LateEdit = {
  /** Behind what was there; otherwise the file is another one. */
  appended: boolean
  handle: FileHandle
  /** The part that is new, in bytes. */
  from: number
  to: number
  /** When the last of it was written; milliseconds since 1970. */
  at: number
  /** When the file was replaced, by the clock of `performance`. */
  since: number
  /** It has been taken care of. */
  done: () => void
}

type Left = Beside & { handle: FileHandle; since: number; settling: Settling }

/** So long, and so many, and of so many bytes all together: files without a name still take up the disk. */
const HELD_MS = 3_600_000
const HELD = 200
const HELD_BYTES = 1024 * 1024 * 1024

/**
 * The files that ours have replaced. Who had one open for writing goes on writing into it, out of everybody's sight: a slow
 * copy, a program that appends. So they are held and looked at for a while.
 */
export class LeftBehind {
  readonly #settleMs: number
  #files: Left[] = []

  constructor(settleMs: number) {
    this.#settleMs = settleMs
  }

  /** One that somebody else has replaced or removed: they knew what was written into it up to now. */
  async takeAsItIs(file: KnownFile | null | undefined): Promise<void> {
    if (!file?.handle) return
    const as = identity(await file.handle.stat({ bigint: true }))
    if (as === file.identity) return this.take(file)
    const whole = new Sum()
    for await (const part of chunksOf(file.handle)) whole.add(part)
    await this.take({ identity: as, bytes: whole.bytes, crc: whole.crc, handle: file.handle })
  }

  /** One that ours has replaced as we knew it. */
  async take(file: KnownFile): Promise<void> {
    const { identity: as, bytes, crc, handle } = file
    if (handle === null) return
    const inode = inodeOf(as)
    const left = { identity: as, bytes, crc, handle, since: performance.now(), settling: new Settling(this.#settleMs) }
    await this.#letGo(this.#files.filter((one) => inodeOf(one.identity) === inode))
    this.#files.push(left)
    await this.#letGo(this.#tooMany())
  }

  /** What was written and is at rest, or all with `now`; `unsettled` = there is more to come. */
  async look(now: boolean): Promise<{ edits: LateEdit[]; unsettled: boolean }> {
    await this.#letGo(this.#tooMany())
    const edits: LateEdit[] = []
    let unsettled = false
    for (const left of this.#files) {
      const file = await left.handle.stat({ bigint: true })
      const as = identity(file)
      // With a name it is somebody's file, as an editor's copy of before, and nothing is lost. An emptied one is being written.
      if (as === left.identity || file.nlink > 0n || file.size === 0n) continue
      if (now || (await left.settling.hasRested(as, () => isUnfinishedIn(left.handle)))) {
        const edit = await this.#edit(left, as, { size: Number(file.size), at: Number(file.mtimeMs) })
        if (edit === null) left.identity = as
        else edits.push(edit)
      } else unsettled = true
    }
    return { edits, unsettled }
  }

  /** Lets go of all: to stop, or because the disk is full. */
  async close(): Promise<void> {
    await this.#letGo(this.#files)
  }

  /** null = it was only touched. */
  async #edit(left: Left, as: string, { size, at }: { size: number; at: number }): Promise<LateEdit | null> {
    const { handle, since, bytes, crc } = left
    const whole = new Sum()
    for await (const part of chunksOf(handle, 0, Math.min(bytes, size))) whole.add(part)
    const begins = whole.bytes === bytes && whole.crc === crc
    const appended = begins && size > bytes
    if (begins && !appended) return null
    for await (const part of chunksOf(handle, whole.bytes, size)) whole.add(part)
    const done = () => {
      left.settling.forget()
      Object.assign(left, { identity: as, bytes: size, crc: whole.crc, since: performance.now() })
    }
    return { appended, handle, from: appended ? bytes : 0, to: size, at, since, done }
  }

  #tooMany(): Left[] {
    const oldest = performance.now() - HELD_MS
    let bytes = 0
    // The one that was replaced last is held in any case.
    return this.#files.toReversed().filter((left, i) => {
      bytes += left.bytes
      return i > 0 && (i >= HELD || bytes > HELD_BYTES || left.since < oldest)
    })
  }

  async #letGo(files: readonly Left[]): Promise<void> {
    this.#files = this.#files.filter((left) => !files.includes(left))
    for (const { handle } of files) await handle.close()
  }
}
