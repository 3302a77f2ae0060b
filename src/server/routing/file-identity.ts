import { type FileHandle, open, stat } from 'node:fs/promises'
import { errorCode } from '../files.ts'

/** Tells one state of a file from another without reading it; null = there is no file. */
export async function identityOf(path: string): Promise<string | null> {
  try {
    return identity(await stat(path, { bigint: true }))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

export const identity = (file: { ino: bigint; size: bigint; mtimeNs: bigint }) =>
  `${file.ino}:${file.size}:${file.mtimeNs}`

/** Two states of one file have the same, unless another file took its place. */
export const inodeOf = (identity: string): string => identity.slice(0, identity.indexOf(':'))

/** The last line has no end, or there is none: perhaps somebody is still writing it. A file that cannot be looked into is not. */
export async function isUnfinished(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null)
  if (handle === null) return false
  try {
    return await isUnfinishedIn(handle)
  } catch {
    return false
  } finally {
    await handle.close()
  }
}

/** As `isUnfinished`. */
export async function isUnfinishedIn(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat()
  if (size === 0) return true
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return bytesRead === 1 && buffer[0] !== 0x0a
}
