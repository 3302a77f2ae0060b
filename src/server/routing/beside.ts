import type { Stats } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { identity } from './file-identity.ts'
import { Sum } from './sum.ts'

/** A file that is to take the place of another. */
export type Beside = {
  /** See `identityOf`. */
  identity: string
  bytes: number
  crc: number
}
export type Out = { write(part: Buffer | string): Promise<void> }

/** Of a new file: clients' numbers are nobody else's business, the administrator's umask may say who may write. */
const NEW_FILE = 0o660
/**
 * A file system's clock stands still for some milliseconds. With this much between our writing and the time that the file
 * bears, an edit in the very same moment gives it another one.
 */
const BACK_MS = 1000

/** Writes a file, owned and readable as `like`; on disk when this resolves. */
export async function writeBeside<T>(
  path: string,
  like: Stats | null,
  write: (out: Out) => Promise<T>,
): Promise<Beside & { result: T }> {
  // Not written through a name of before: it may have other rights, or lead elsewhere.
  await rm(path, { force: true })
  const handle = await open(path, 'wx', NEW_FILE)
  try {
    if (like !== null) await giveTo(handle, like)
    const sum = new Sum()
    const result = await write({
      write: async (part) => {
        const bytes = typeof part === 'string' ? Buffer.from(part) : part
        sum.add(bytes)
        await handle.writeFile(bytes)
      },
    })
    const time = new Date(Date.now() - BACK_MS)
    await handle.utimes(time, time)
    await handle.sync()
    return { identity: identity(await handle.stat({ bigint: true })), bytes: sum.bytes, crc: sum.crc, result }
  } finally {
    await handle.close()
  }
}

/** Only root can give a file away; what cannot be given stays the server's. */
async function giveTo(handle: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const own = await handle.stat()
  if (own.uid !== uid || own.gid !== gid) {
    await handle.chown(uid, gid).catch(() => handle.chown(own.uid, gid).catch(() => {}))
  }
  await handle.chmod(mode & 0o777)
}
