import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PrivateApt } from '../debian/apt.ts'
import { defaultCacheDir, madeWhole, SUITE, unpack } from '../debian/packages.ts'
import { MODULES } from './modules.ts'
import { asteriskProgram, linkerOf } from './program.ts'
import { AsteriskUnavailable, orUnavailable } from './unavailable.ts'

const execFileAsync = promisify(execFile)

const SEEDS = ['asterisk', 'asterisk-modules', 'asterisk-core-sounds-en-gsm']
/**
 * Beginnings of the names of packages that our modules' libraries come from. A version in a name (libxml2-16) changes
 * as sid moves, its beginning hardly. Whatever is fetched is taken from the dependency closure that apt works out.
 */
const LIBRARIES = `libc6 libgcc libstdc++ libssl zlib libzstd libsqlite libxml libxslt libjansson libedit libtinfo
  libbsd libmd0 libuuid libcap libsystemd libcrypt1 liburiparser libgsm`.split(/\s+/)

/**
 * An Asterisk in `cacheDir`, fetched there without root when it is not there yet (about 10 s, 20 MB). Returns its root folder.
 * `ASTERISK_ROOT` names another one, which is taken as it is. Safe for several programs at once.
 * @throws AsteriskUnavailable
 */
export function installAsterisk(cacheDir: string = defaultCacheDir()): Promise<string> {
  return orUnavailable(async () => {
    const given = process.env.ASTERISK_ROOT
    if (given) {
      asteriskProgram(given)
      return given
    }
    const recipe = createHash('sha256').update(JSON.stringify([SUITE, SEEDS, LIBRARIES, MODULES]))
    const root = join(cacheDir, `asterisk-${SUITE}-${recipe.digest('hex').slice(0, 8)}`)
    await madeWhole(root, unpackAll)
    return root
  })
}

async function unpackAll(aptDir: string, root: string): Promise<void> {
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
