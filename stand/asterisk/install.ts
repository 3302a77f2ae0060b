import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PrivateApt } from './apt.ts'
import { MODULES } from './modules.ts'
import { asteriskProgram, linkerOf } from './program.ts'
import { AsteriskUnavailable } from './unavailable.ts'

const execFileAsync = promisify(execFile)

const SUITE = 'sid'
const SEEDS = ['asterisk', 'asterisk-modules', 'asterisk-core-sounds-en-gsm']
/**
 * Beginnings of the names of packages that our modules' libraries come from. A version in a name (libxml2-16) changes
 * as sid moves, its beginning hardly. Whatever is fetched is taken from the dependency closure that apt works out.
 */
const LIBRARIES = `libc6 libgcc libstdc++ libssl zlib libzstd libsqlite libxml libxslt libjansson libedit libtinfo
  libbsd libmd0 libuuid libcap libsystemd libcrypt1 liburiparser libgsm`.split(/\s+/)
/** An unpacking that was killed is swept away after this long. */
const STALE_MS = 3_600_000

/** Per user: `$XDG_CACHE_HOME/trubka`, `~/.cache/trubka` where that is unset. */
export function defaultCacheDir(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trubka')
}

/**
 * An Asterisk in `cacheDir`, fetched there without root when it is not there yet (about 10 s, 20 MB). Returns its root folder.
 * `ASTERISK_ROOT` names another one, which is taken as it is. Safe for several programs at once.
 * @throws AsteriskUnavailable
 */
export async function installAsterisk(cacheDir: string = defaultCacheDir()): Promise<string> {
  const given = process.env.ASTERISK_ROOT
  if (given) {
    asteriskProgram(given)
    return given
  }
  const recipe = createHash('sha256').update(JSON.stringify([SUITE, SEEDS, LIBRARIES, MODULES]))
  const root = join(cacheDir, `asterisk-${SUITE}-${recipe.digest('hex').slice(0, 8)}`)
  if (existsSync(root)) return root
  await mkdir(cacheDir, { recursive: true })
  await sweep(cacheDir)
  const beside = `${root}.${randomBytes(4).toString('hex')}.tmp`
  try {
    const made = join(beside, 'root')
    await unpackAll(join(beside, 'apt'), made)
    await rename(made, root).catch((error: unknown) => {
      // Somebody else was faster; theirs is as good.
      if (!existsSync(root)) throw error
    })
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
  return root
}

async function unpackAll(aptDir: string, root: string): Promise<void> {
  await execFileAsync('dpkg-deb', ['--version']).catch(() => {
    throw new AsteriskUnavailable('there is no dpkg-deb here')
  })
  await mkdir(aptDir, { recursive: true })
  const apt = new PrivateApt(aptDir)
  await apt.update(SUITE)
  const closure = await apt.closure(SEEDS)
  const likely = closure.filter((name) => SEEDS.includes(name) || LIBRARIES.some((stem) => name.startsWith(stem)))
  await unpack(await apt.download(likely), root)
  if ((await missingLibraries(root)).length > 0) {
    // A library has moved to a package of another name: the whole closure holds it for certain.
    await unpack(await apt.download(closure), root)
  }
  const missing = await missingLibraries(root)
  if (missing.length > 0) throw new AsteriskUnavailable(`these libraries were not found: ${missing.join(', ')}`)
  // A maintainer script would make this link; the prompts are looked for there.
  const sounds = join(root, 'usr/share/asterisk/sounds')
  if (!existsSync(join(sounds, 'en'))) await symlink('en_US_f_Allison', join(sounds, 'en'))
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

/** Sonames that the program or a module of ours asks for in vain, and modules that are not there. */
async function missingLibraries(root: string): Promise<string[]> {
  const { command, modules } = asteriskProgram(root)
  const binary = command[command.length - 1] ?? ''
  const [loader, ...options] = linkerOf(root)
  const missing = new Set<string>()
  for (const file of [binary, ...MODULES.map((name) => join(modules, `${name}.so`))]) {
    if (!existsSync(file)) missing.add(file)
    else {
      const listed = await execFileAsync(loader, [...options, '--list', file]).catch((error) => ({
        // It ends with an error when a library is missing, having listed them all the same.
        stdout: String(error.stdout) + String(error.stderr),
      }))
      for (const [, soname] of listed.stdout.matchAll(/^\s*(\S+)\s*=> not found/gm)) if (soname) missing.add(soname)
    }
  }
  return [...missing]
}

async function sweep(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    if (!/^asterisk-.*\.tmp$/.test(name)) continue
    const path = join(cacheDir, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true })
  }
}
