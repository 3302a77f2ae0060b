import { open, rename, rm } from 'node:fs/promises'
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

/** Puts `text` in the place of the file, whole or not at all. One writer at a time: the file beside it has one name. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const beside = `${path}.new`
  try {
    const handle = await open(beside, 'w')
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** The system's word for what went wrong: `ENOENT`, `ENOSPC`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
