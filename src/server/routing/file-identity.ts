import { open, stat } from 'node:fs/promises'
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

/** The last line has no end: perhaps somebody is still writing it. A file that cannot be looked into is not. */
export async function isUnfinished(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null)
  if (handle === null) return false
  try {
    const { size } = await handle.stat()
    if (size === 0) return false
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
    return bytesRead === 1 && buffer[0] !== 0x0a
  } catch {
    return false
  } finally {
    await handle.close()
  }
}
