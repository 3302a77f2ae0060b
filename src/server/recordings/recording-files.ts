import { readdir, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { errorCode } from '../files.ts'

/** `path` is the file's own, whatever links led to it. `size` in bytes, `modifiedAt` in milliseconds since 1970. */
export type RecordingFile = { path: string; size: number; modifiedAt: number }

/** Which call's: `name` as the PBX has called its file, a path or not; null = it did not say. */
export type RecordingWish = { callId: string; name: string | null; startedAt: number }

/** Kinds of files that are recordings; whatever else lies there is none of ours. */
const SOUNDS = new Set(['.wav', '.mp3', '.ogg', '.opus', '.flac', '.m4a', '.webm'])
export const isSound = (name: string): boolean => SOUNDS.has(extname(name).toLowerCase())
/** Of the path that the PBX names, as much may be the same in our folder: FreePBX sorts by year, month and day. */
const MOST_SEGMENTS = 5

/**
 * Files of recordings (SPEC A10) in a folder that the PBX writes, or one that is mounted. A file is found by the name that
 * the PBX told, else by the call's key (Linkedid) in its name; in the folder itself, or in that of the call's day.
 */
export class RecordingFiles {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Null when there is none. @throws what the system says against the folder. */
  async find({ callId, name, startedAt }: RecordingWish): Promise<RecordingFile | null> {
    const root = await realpath(this.#folder)
    for (const part of name === null ? [] : endsOf(name)) {
      const found = await within(root, join(root, part))
      if (found) return found
    }
    if (!/^[\w.-]{1,80}$/.test(callId)) return null
    for (const day of ['', ...daysOf(startedAt)]) {
      const found = await byKey(root, join(root, day), callId)
      if (found) return found
    }
    return null
  }
}

/** `/var/spool/asterisk/monitor/2026/11/a.wav` → `a.wav`, `11/a.wav`, `2026/11/a.wav` …: what lies deepest says most. */
function endsOf(name: string): string[] {
  const segments = name.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.')
  if (segments.length === 0 || segments.includes('..')) return []
  const most = Math.min(segments.length, MOST_SEGMENTS)
  return Array.from({ length: most }, (_, at) => segments.slice(-(at + 1)).join('/')).reverse()
}

/** By the server's clock and by UTC: whichever the PBX goes by. */
function daysOf(at: number): string[] {
  const when = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  const local = [when.getFullYear(), two(when.getMonth() + 1), two(when.getDate())].join('/')
  const utc = when.toISOString().slice(0, 10).replaceAll('-', '/')
  return [...new Set([local, utc, local.replaceAll('/', '-')])]
}

async function byKey(root: string, folder: string, callId: string): Promise<RecordingFile | null> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return []
    throw error
  })
  for (const name of names) {
    if (!hasKey(name, callId)) continue
    const found = await within(root, join(folder, name))
    if (found) return found
  }
  return null
}

/** `1795.12` is not `1795.123`, nor `11795.12`. */
function hasKey(name: string, callId: string): boolean {
  const at = name.indexOf(callId)
  if (at < 0) return false
  const around = [name[at - 1] ?? '', name[at + callId.length] ?? '']
  return around.every((character) => !/\d/.test(character))
}

/** The file, if it is a sound and lies within the folder, also after all links are followed. */
async function within(root: string, path: string): Promise<RecordingFile | null> {
  if (!isSound(path)) return null
  try {
    const real = await realpath(path)
    if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) return null
    const about = await stat(real)
    return about.isFile() ? { path: real, size: about.size, modifiedAt: about.mtimeMs } : null
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null
    throw error
  }
}
