import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { PrivateApt } from './apt.ts'
import { NotFetched } from './not-fetched.ts'

const execFileAsync = promisify(execFile)

/** Newest of what Debian has: programs come with their own libc. */
export const SUITE = 'sid'
/** An unpacking that was killed is swept away after this long. */
const STALE_MS = 3_600_000

export type Command = readonly [string, ...string[]]

/** Per user: `$XDG_CACHE_HOME/trubka`, `~/.cache/trubka` where that is unset. */
export function defaultCacheDir(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trubka')
}

/**
 * The command that starts a program: the machine's own, else the one in `packages`, which are fetched into `cacheDir`
 * without root, with whatever they depend on that has such a name. @throws NotFetched
 */
export async function fetchedProgram(
  { name, path, packages, enough = /./ }: { name: string; path: string; packages: string[]; enough?: RegExp },
  cacheDir: string = defaultCacheDir(),
): Promise<Command> {
  const own = await execFileAsync('sh', ['-c', 'command -v "$1"', 'sh', name]).catch(() => null)
  if (own) return [own.stdout.trim()]
  const root = join(cacheDir, `${name}-${SUITE}`)
  await madeWhole(root, async (aptDir, made) => {
    const apt = new PrivateApt(aptDir)
    await apt.update(SUITE)
    const needed = (await apt.closure(packages)).filter((each) => packages.includes(each) || enough.test(each))
    await unpack(await apt.download(needed), made)
  })
  return startedFrom(root, join(root, path))
}

/** A folder that is there whole or not at all, also when several programs make it at once. */
export async function madeWhole(root: string, make: (aptDir: string, root: string) => Promise<void>): Promise<void> {
  if (existsSync(root)) return
  await mkdir(dirname(root), { recursive: true })
  await sweep(root)
  const beside = `${root}.${randomBytes(4).toString('hex')}.tmp`
  const aptDir = join(beside, 'apt')
  const made = join(beside, 'root')
  try {
    await execFileAsync('dpkg-deb', ['--version']).catch(() => {
      throw new NotFetched('there is no dpkg-deb here')
    })
    await mkdir(aptDir, { recursive: true })
    await make(aptDir, made)
    await rename(made, root).catch((error: unknown) => {
      // Somebody else was faster; theirs is as good.
      if (!existsSync(root)) throw error
    })
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}

/** Maintainer scripts are not run: nothing here needs them. */
export async function unpack(debs: string, root: string): Promise<void> {
  for (const deb of await readdir(debs)) {
    if (!deb.endsWith('.deb')) continue
    await execFileAsync('dpkg-deb', ['-x', join(debs, deb), root])
    await rm(join(debs, deb))
  }
  for (const folder of ['doc', 'man', 'locale', 'lintian', 'info'])
    await rm(join(root, 'usr/share', folder), { recursive: true, force: true })
}

/** The unpacked may need a newer libc than the machine has: it is started through the loader that was unpacked with it. */
function startedFrom(root: string, program: string): Command {
  const libraries = join(root, 'usr/lib')
  const triplet = readdirSync(libraries).find((name) => existsSync(join(libraries, name, 'libc.so.6')))
  if (triplet === undefined) throw new NotFetched(`there is no libc in ${libraries}`)
  return [...loaderOf(join(libraries, triplet)), program]
}

/** The dynamic loader in a folder of libraries, told to look there. */
export function loaderOf(libraries: string): [string, ...string[]] {
  const loader = readdirSync(libraries).find((name) => /^ld-linux.*\.so\.\d+$/.test(name))
  if (loader === undefined) throw new NotFetched(`there is no dynamic loader in ${libraries}`)
  return [join(libraries, loader), '--library-path', libraries]
}

async function sweep(root: string): Promise<void> {
  const folder = dirname(root)
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(root).split('-')[0]}-`) || !name.endsWith('.tmp')) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true })
  }
}
