import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../../files.ts'

/** Another live process holds the folder. */
export class FolderLocked extends Error {
  override readonly name = 'FolderLocked'
}

/** Tells this run of the program from an earlier one with the same pid, as after a container's restart (always pid 1). */
const RUN = randomUUID()

/**
 * Takes `folder` for this process alone and returns how to give it back. The lock is a file with the holder's pid and,
 * where /proc tells it, when it started: what a killed process leaves behind is seen to be stale even if its pid is in use again.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock')
  const own = `${process.pid} ${await startOf(process.pid)} ${RUN}\n`
  const beside = `${path}.${RUN}`
  await writeFile(beside, own)
  try {
    for (;;) {
      // A link, not a rename: it fails when somebody is there.
      const taken = await link(beside, path).then(
        () => true,
        (error) => {
          if (errorCode(error) === 'EEXIST') return false
          throw error
        },
      )
      if (taken) break
      await clearStale(path)
    }
  } finally {
    await rm(beside, { force: true })
  }
  return async () => {
    if ((await content(path)) === own) await rm(path, { force: true })
  }
}

async function clearStale(path: string): Promise<void> {
  const found = await content(path)
  if (found === null) return
  if (await isHeld(found)) {
    throw new FolderLocked(`${path}: process ${found.split(' ')[0]} already works in this folder`)
  }
  const aside = `${path}.${RUN}.stale`
  try {
    await rename(path, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  // Somebody else may have cleared it and locked in between: then it was theirs that was moved.
  if ((await content(aside)) !== found) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

async function isHeld(found: string): Promise<boolean> {
  const [pidText = '', start = '', run = ''] = found.trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  if (pid === process.pid) return run === RUN
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false
  }
  return start === (await startOf(pid))
}

/** Boot and start time of a process, `-` where the system does not tell. */
async function startOf(pid: number): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // Field 22 of proc(5); the name in field 2 may hold blanks and brackets, so counting begins after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${boot.trim()}/${ticks}`
  } catch {
    return '-'
  }
}

async function content(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}
