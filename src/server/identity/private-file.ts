import { randomUUID } from 'node:crypto'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode, syncFolder } from '../files.ts'

/** Only the owner may read it; Windows goes by the folder's rights instead. */
const OWNER_ONLY = 0o600

/**
 * Writes a secret so that the file is there whole or not at all, and never readable by others in between.
 * `create` leaves a file that is there already and returns false; `replace` takes its place.
 */
export async function writePrivately(path: string, text: string, how: 'create' | 'replace'): Promise<boolean> {
  const beside = `${path}.${randomUUID()}`
  try {
    const handle = await open(beside, 'wx', OWNER_ONLY)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (how === 'replace') await rename(beside, path)
    // Unlike a rename, a link never takes the place of what another process has put there meanwhile.
    else await link(beside, path)
    await syncFolder(dirname(path))
    return true
  } catch (error) {
    if (how === 'create' && errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(beside, { force: true })
  }
}
