import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loaderOf } from '../debian/packages.ts'
import { AsteriskUnavailable } from './unavailable.ts'

/** How the Asterisk below a root folder is started. */
export type AsteriskProgram = {
  /** The command and its first arguments; Asterisk's own follow. */
  command: readonly [string, ...string[]]
  modules: string
  /** Documentation in XML, without which it refuses to load its configuration; sounds. */
  data: string
}

/**
 * `/` is an installed Asterisk. Anything else is an unpacked one, which may need a newer libc than the machine has;
 * it is therefore started through the loader that was unpacked with it.
 */
export function asteriskProgram(root: string): AsteriskProgram {
  const lib = join(root, 'usr/lib')
  const data = join(root, 'usr/share/asterisk')
  const binary = join(root, 'usr/sbin/asterisk')
  if (!existsSync(binary)) throw new AsteriskUnavailable(`there is no usr/sbin/asterisk in ${root}`)
  const triplet = readdirSync(lib).find((name) => existsSync(join(lib, name, 'asterisk/modules/chan_pjsip.so')))
  const libraries = triplet === undefined ? lib : join(lib, triplet)
  const modules = join(libraries, 'asterisk/modules')
  if (root === '/') return { command: [binary], modules, data }
  return { command: [...loaderOf(libraries), binary], modules, data }
}

/** The command that, given `--list` and a file, names the libraries which that file needs. */
export function linkerOf(root: string): readonly [string, ...string[]] {
  const { command } = asteriskProgram(root)
  return [command[0], ...command.slice(1, -1)]
}
