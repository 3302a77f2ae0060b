import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

/** Installs packages of Debian and its kin, where that may be done: as root. */
export async function installed(...packages) {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return false
  console.log(`Installing ${packages.join(', ')}…`)
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  await run('apt-get', ['-qq', 'update'], quiet)
  return (await run('apt-get', ['-qq', '-y', 'install', '--no-install-recommends', ...packages], quiet)) === 0
}

export function onPath(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, process.platform === 'win32' ? `${program}.exe` : program)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not here: look in the next folder.
    }
  }
  return undefined
}
