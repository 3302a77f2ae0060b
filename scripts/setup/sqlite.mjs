import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { installed, onPath } from './debian.mjs'
import { run } from './run.mjs'

const PACKAGE = 'node_modules/better-sqlite3'
const PROGRAM = join(PACKAGE, 'build/Release/better_sqlite3.node')
const TOOLS = ['g++', 'make', 'python3']

/**
 * The machine code of better-sqlite3: ready-made where it can be fetched, else compiled, which takes minutes. So it is kept
 * outside of the project, for this version of it and of Node, and the next clone takes it from there.
 * Throws with what to do.
 */
export async function ensureSqlite() {
  if (await works()) return
  const kept = keptAt()
  if (existsSync(kept)) {
    put(kept, PROGRAM)
    if (await works()) return
  }
  console.log('Fetching or compiling better-sqlite3: without a ready-made build it takes up to four minutes, once…')
  if (!(await built()) && (!(await installed(...TOOLS)) || !(await built())))
    throw new Error(
      `better-sqlite3 was not built: see the lines above. It needs a C++ compiler, make and Python (on Debian: sudo apt-get install ${TOOLS.join(' ')}) and the headers of Node.`,
    )
  put(PROGRAM, kept)
}

async function built() {
  const tools = TOOLS.filter((tool) => !onPath(tool))
  if (tools.length > 0 && process.platform === 'linux') await installed(...tools)
  // Where Node has brought its headers along, they need not be fetched.
  const beside = join(dirname(process.execPath), '..')
  const headers = existsSync(join(beside, 'include/node/node.h')) ? { npm_config_nodedir: beside } : {}
  const env = { ...headers, ...process.env }
  return (await run('npm', ['rebuild', 'better-sqlite3', '--ignore-scripts=false'], { env })) === 0 && works()
}

/** In a process of its own: what is not for this machine may end it. */
async function works() {
  const script = `new (require('better-sqlite3'))(':memory:').close()`
  return (await run(process.execPath, ['-e', script], { shell: false, stdio: 'ignore' })) === 0
}

function keptAt() {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  const cache = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || join(homedir(), '.cache')
  const { platform, arch, versions } = process
  return join(cache, 'trubka', `better-sqlite3-${version}-${platform}-${arch}-node${versions.modules}.node`)
}

/** Whole or not at all: several clones may do it at once. */
function put(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  const beside = `${to}.${process.pid}`
  copyFileSync(from, beside)
  renameSync(beside, to)
}
