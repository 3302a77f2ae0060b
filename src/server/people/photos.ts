import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Photo } from '../../protocol/people.ts'
import { Emitter } from '../events.ts'
import { errorCode } from '../files.ts'
import { type ImageType, imageIn } from './image.ts'

const NAME = /^(\d{1,9})\.(?:jpe?g|png|webp)$/i
/** Shown at most 44 px wide: what is larger is no photo for this, or is meant to do harm. */
const MAX_BYTES = 100 * 1024
const MAX_SIDE = 1024

/** Of the internal number; `version` is another for another picture. */
type Known = { file: string; stamp: string; version: string }

/**
 * Photos of employees (SPEC A3): `<data>/photos/<internal number>.jpg|png|webp`, put there by an administrator and looked
 * at again every so often. `changed` says which numbers have which.
 */
export class Photos extends Emitter<{ changed: [ReadonlyMap<string, string>] }> {
  readonly #folder: string
  readonly #logger: Logger
  readonly #checkMs: number
  #known = new Map<string, Known>()
  /** Files that were refused, as they were then: each is complained of once. */
  #refused = new Map<string, string>()
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> = Promise.resolve()

  constructor(folder: string, { logger, checkSeconds = 30 }: { logger: Logger; checkSeconds?: number }) {
    super()
    this.#folder = folder
    this.#logger = logger
    this.#checkMs = checkSeconds * 1000
  }

  async start(): Promise<void> {
    await this.#look()
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look())
    }, this.#checkMs)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#looking
  }

  get versions(): ReadonlyMap<string, string> {
    return new Map([...this.#known].map(([number, { version }]) => [number, version]))
  }

  /** Null when there is none, or what lies there now is none. */
  async read(number: string): Promise<Photo | null> {
    const known = this.#known.get(number)
    const bytes = known && (await readFile(join(this.#folder, known.file)).catch(() => null))
    const image = bytes ? usable(bytes) : ''
    return bytes && typeof image === 'object' ? { type: image.type, data: bytes.toString('base64') } : null
  }

  async #look(): Promise<void> {
    const before = JSON.stringify([...this.versions])
    try {
      const found = new Map<string, Known>()
      const refused = new Map<string, string>()
      for (const file of (await this.#files()).sort()) {
        const number = NAME.exec(file)?.[1]
        if (number === undefined || found.has(number)) continue
        const known = await this.#lookAt(file, this.#known.get(number), refused)
        if (known) found.set(number, known)
      }
      this.#known = found
      this.#refused = refused
    } catch (error) {
      this.#logger.warn({ err: error, folder: this.#folder }, 'photos cannot be read')
    }
    if (JSON.stringify([...this.versions]) !== before) this.emit('changed', this.versions)
  }

  async #lookAt(file: string, before: Known | undefined, refused: Map<string, string>): Promise<Known | null> {
    const path = join(this.#folder, file)
    const about = await stat(path)
    const stamp = `${about.mtimeMs} ${about.size}`
    if (before?.file === file && before.stamp === stamp) return before
    const bytes = about.isFile() && about.size <= MAX_BYTES ? await readFile(path) : null
    const image = bytes ? usable(bytes) : `is larger than ${MAX_BYTES / 1024} KB, or no file`
    if (bytes && typeof image === 'object') {
      return { file, stamp, version: createHash('sha256').update(bytes).digest('hex').slice(0, 16) }
    }
    if (this.#refused.get(file) !== stamp) this.#logger.warn({ file: path, reason: image }, 'not taken for a photo')
    refused.set(file, stamp)
    return null
  }

  async #files(): Promise<string[]> {
    try {
      return await readdir(this.#folder)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return []
      throw error
    }
  }
}

/** The picture, or why it is not used. */
function usable(bytes: Buffer): { type: ImageType } | string {
  if (bytes.length > MAX_BYTES) return `is larger than ${MAX_BYTES / 1024} KB`
  const image = imageIn(bytes)
  if (!image) return 'is neither JPEG, PNG nor WebP'
  const { width, height } = image
  const fits = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE
  return fits ? image : `is ${width} × ${height}, and may be at most ${MAX_SIDE} × ${MAX_SIDE}`
}
