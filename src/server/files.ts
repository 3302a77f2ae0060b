import { randomUUID } from 'node:crypto'
import { link, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes names created, renamed or removed in `folder` survive a power cut. Windows keeps its names itself and knows no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export type Whole = {
  /** Rights of the file; without them, as the system gives them to a new one. */
  mode?: number
  /** A file that is there already is left. */
  create?: boolean
  /** Other processes may be writing it at the same time; a crash in mid-write may then leave a file beside it. */
  shared?: boolean
}

/** Only the owner may read it, at no moment anybody else; Windows goes by the folder's rights instead. */
export const SECRET: Whole = { mode: 0o600, shared: true }

/** Puts a file with `text` at `path`, whole or not at all; false = one was there, and was to be left. */
export async function writeWhole(
  path: string,
  text: string | AsyncIterable<string>,
  { mode, create, shared }: Whole = {},
): Promise<boolean> {
  const beside = `${path}.${shared === true ? randomUUID() : 'new'}`
  try {
    // A name of before is not written through: it may have other rights, or lead elsewhere.
    await rm(beside, { force: true })
    const handle = await open(beside, 'wx', mode)
    try {
      await writeFile(handle, text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // Unlike a rename, a link never takes the place of what another process has put there meanwhile.
    if (create === true) await link(beside, path)
    else await rename(beside, path)
  } catch (error) {
    if (create === true && errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(beside, { force: true })
  }
  await syncFolder(dirname(path))
  return true
}

/** The system's word for what went wrong: `ENOENT`, `ENOSPC`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
