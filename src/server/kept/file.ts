import { chmod, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorCode, SECRET, writeWhole } from '../files.ts'
import type { Keep, Kept } from './kept.ts'

export const keptInFolder =
  (folder: string): Keep =>
  (name) =>
    keptFile(join(folder, name))

/** A file that only its owner may read. */
export function keptFile(path: string): Kept {
  const put = async (text: string, create: boolean) => {
    await mkdir(dirname(path), { recursive: true })
    return writeWhole(path, text, { ...SECRET, create })
  }
  return {
    place: path,
    async read() {
      try {
        const text = await readFile(path, 'utf8')
        // A copy put back by hand is often readable by all.
        await chmod(path, SECRET.mode ?? 0o600).catch(() => undefined)
        return text
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null
        throw error
      }
    },
    write: async (text) => void (await put(text, false)),
    create: (text) => put(text, true),
  }
}
