import { type Command, defaultCacheDir, fetchedProgram } from '../debian/packages.ts'
import { orUnavailable } from './unavailable.ts'

/**
 * The command that starts sipp: the machine's own, else one that is fetched into `cacheDir` without root (some 20 MB).
 * @throws AsteriskUnavailable
 */
export function installSipp(cacheDir: string = defaultCacheDir()): Promise<Command> {
  return orUnavailable(() => fetchedProgram({ name: 'sipp', path: 'usr/bin/sipp', packages: ['sip-tester'] }, cacheDir))
}
