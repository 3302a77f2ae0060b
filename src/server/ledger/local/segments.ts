import { open, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Logger } from 'pino'
import { damaged, type Scan, scan } from './scan.ts'
import { afterOf, logOfPlaces, Segment, wasFull } from './segment.ts'

/**
 * The files of the log in their order, at least one; the last is to be written to. Only that one is gone through: of the
 * full ones it is known what they hold, and each record's checksum is looked at when it is read.
 */
export async function openSegments(folder: string, logger: Logger): Promise<Segment[]> {
  const files = await filesIn(folder)
  const newest = files.pop()
  if (newest === undefined) return [await Segment.create(folder, 0)]
  const segments: Segment[] = []
  let last = 0
  for (const { path, after, size } of files) {
    if (after !== last) throw missing(path, last, after)
    const segment = (await Segment.known(path, after, size)) ?? (await lookedThrough(path, after, logger))
    segments.push(segment)
    last = segment.last
  }
  if (newest.after !== last) throw missing(newest.path, last, newest.after)
  segments.push(await opened(newest.path, last, logger))
  return segments
}

type File = { path: string; after: number; size: number }

async function filesIn(folder: string): Promise<File[]> {
  const files: File[] = []
  const names = new Set(await readdir(folder))
  for (const name of names) {
    const log = logOfPlaces(name)
    if (log !== null && !names.has(log)) throw damaged(join(folder, log), 0, 'it is missing, although it was full')
    const after = afterOf(name)
    const path = join(folder, name)
    if (after !== null) files.push({ path, after, size: (await stat(path)).size })
  }
  files.sort((a, b) => a.after - b.after)
  return withoutStrays(files)
}

/** An empty file is of no use unless it follows a full one: a crash, or a full disk, came before it was begun. */
async function withoutStrays(files: readonly File[]): Promise<File[]> {
  const kept: File[] = []
  for (const [i, file] of files.entries()) {
    const before = kept.at(-1)
    const isBegun = file.size > 0 || (i === files.length - 1 && (before === undefined || (await wasFull(before.path))))
    if (isBegun) kept.push(file)
    else await rm(file.path)
  }
  const newest = kept.at(-1)
  if (newest && (await wasFull(newest.path)))
    throw damaged(newest.path, newest.size, 'the file that follows is missing')
  return kept
}

/** A full one of which nothing is known any more: it is gone through, and known from now on. */
async function lookedThrough(path: string, after: number, logger: Logger): Promise<Segment> {
  const handle = await open(path, 'r')
  let segment: Segment
  try {
    const found = await scan(handle, path, after)
    if (found.torn > 0) throw damaged(path, found.size, 'its end is missing')
    report(path, found, logger)
    segment = new Segment(path, after, found, handle)
  } catch (error) {
    await handle.close()
    throw error
  }
  await segment.seal().catch((error: unknown) => logger.warn({ err: error, file: path }, 'what it holds is not kept'))
  return segment
}

/** The one that is written to. What a crash left half written at its end is cut off, holes before whole records are skipped. */
async function opened(path: string, after: number, logger: Logger): Promise<Segment> {
  const handle = await open(path, 'r+')
  try {
    const found = await scan(handle, path, after)
    report(path, found, logger)
    if (found.torn > 0) {
      await handle.truncate(found.size)
      await handle.sync()
    }
    return new Segment(path, after, found, handle)
  } catch (error) {
    await handle.close()
    throw error
  }
}

function report(file: string, { holes, torn, size }: Scan, logger: Logger): void {
  if (holes.length > 0)
    logger.warn({ file, holes }, 'a crash left holes among records that it did not let be acknowledged: skipped')
  if (torn > 0) logger.warn({ file, offset: size, bytes: torn }, 'a crash left an unfinished record: cut off')
}

const missing = (path: string, last: number, after: number) =>
  damaged(path, 0, `${basename(path)} begins with record ${after + 1}, and the one before ends with ${last}`)

/** Begins a new file after a full one. */
export async function nextSegment(folder: string, full: Segment, logger: Logger): Promise<Segment> {
  const next = await Segment.create(folder, full.last)
  // What is not kept of the full one is found again at the next start.
  await full.seal().catch((error: unknown) => logger.warn({ err: error, file: full.path }, 'what it holds is not kept'))
  return next
}
