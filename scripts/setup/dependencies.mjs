import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { run } from './run.mjs'
import { ensureSqlite } from './sqlite.mjs'

/** Kept inside node_modules, so that whoever removes that removes this. */
const STAMP = 'node_modules/.trubka-lock'

/** Installs the packages of package-lock.json when they are not there as it says. Throws with what to do. */
export async function ensureDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`)
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== lock) {
    console.log('Installing packages (npm ci)…')
    // Of their scripts, only the one that ensureSqlite runs is needed, and that only where there is no build yet.
    if ((await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])) !== 0)
      throw new Error('npm ci failed: see its lines above; with the registry in reach, try again.')
    writeFileSync(STAMP, lock)
  }
  await ensureSqlite()
}
