import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PrivateApt } from './apt.ts'
import { defaultCacheDir, unpack } from './install.ts'
import { loaderOf } from './program.ts'
import { AsteriskUnavailable } from './unavailable.ts'

const execFileAsync = promisify(execFile)
const SUITE = 'sid'
const PACKAGE = 'sip-tester'

/**
 * The command that starts sipp: the machine's own, else one that is fetched into `cacheDir` without root (some 20 MB).
 * @throws AsteriskUnavailable
 */
export async function installSipp(cacheDir: string = defaultCacheDir()): Promise<readonly [string, ...string[]]> {
  const own = await execFileAsync('sh', ['-c', 'command -v sipp']).catch(() => null)
  if (own) return [own.stdout.trim()]
  const root = join(cacheDir, `sipp-${SUITE}`)
  if (!existsSync(root)) await fetchInto(root)
  const libraries = join(root, 'usr/lib')
  const triplet = readdirSync(libraries).find((name) => existsSync(join(libraries, name, 'libc.so.6')))
  if (triplet === undefined) throw new AsteriskUnavailable(`there is no libc in ${libraries}`)
  return [...loaderOf(join(libraries, triplet)), join(root, 'usr/bin/sipp')]
}

async function fetchInto(root: string): Promise<void> {
  const beside = `${root}.${process.pid}.tmp`
  try {
    const aptDir = join(beside, 'apt')
    await mkdir(aptDir, { recursive: true })
    const apt = new PrivateApt(aptDir)
    await apt.update(SUITE)
    await unpack(await apt.download(await apt.closure([PACKAGE])), join(beside, 'root'))
    await rename(join(beside, 'root'), root).catch((error: unknown) => {
      // Somebody else was faster; theirs is as good.
      if (!existsSync(root)) throw error
    })
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}
