import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { PrivateApt } from '../../../stand/debian/apt.ts'

const execFileAsync = promisify(execFile)

type Program = { path: string; libraries: string[] }

/** The machine's redis-server, or Debian's, fetched without root into a folder of the benchmark's own. */
async function program(folder: string, fetch: boolean): Promise<Program> {
  const installed = await execFileAsync('redis-server', ['--version']).then(
    () => true,
    () => false,
  )
  if (installed) return { path: 'redis-server', libraries: [] }
  const root = resolve(folder, 'redis')
  const path = join(root, 'usr/bin/redis-server')
  if (!existsSync(path)) {
    if (!fetch) throw new Error('a run without --quick fetches it')
    await fetchTo(root, join(folder, 'apt'))
  }
  return { path, libraries: [join(root, 'usr/lib/x86_64-linux-gnu'), join(root, 'usr/lib/aarch64-linux-gnu')] }
}

async function fetchTo(root: string, aptFolder: string): Promise<void> {
  const suite = /^VERSION_CODENAME=(\w+)/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? 'stable'
  const apt = new PrivateApt(resolve(aptFolder))
  await mkdir(aptFolder, { recursive: true })
  await apt.update(suite)
  const likely = /^(redis|liblzf|liblua|libjemalloc|libhiredis|libatomic)/
  const debs = await apt.download((await apt.closure(['redis-server'])).filter((name) => likely.test(name)))
  await mkdir(root, { recursive: true })
  await execFileAsync('sh', ['-c', 'for deb in "$1"/*.deb; do dpkg-deb -x "$deb" "$2"; done', 'sh', debs, root])
  await rm(aptFolder, { recursive: true, force: true })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A Redis that keeps nothing by itself; null = it is not to be had, and why has been said. */
export async function startRedis(
  folder: string,
  fetch: boolean,
): Promise<{ port: number; stop(): Promise<void> } | null> {
  try {
    const { path, libraries } = await program(folder, fetch)
    const port = await freePort()
    const own = await mkdtemp(join(resolve(folder), 'redis-data-'))
    const options = { port, bind: '127.0.0.1', dir: own, save: '', appendonly: 'no' }
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
    const env = { ...process.env, LD_LIBRARY_PATH: libraries.join(':') }
    const child = spawn(path, words, { stdio: ['ignore', 'pipe', 'inherit'], env })
    const exited = once(child, 'exit')
    const said: string[] = []
    const ready = new Promise<void>((done, failed) => {
      child.on('error', failed)
      child.on('exit', () => failed(new Error(`redis-server ended: ${said.at(-1) ?? ''}`)))
      createInterface({ input: child.stdout }).on('line', (line) => {
        said.push(line)
        if (line.includes('Ready to accept connections')) done()
      })
    })
    await ready
    return {
      port,
      async stop() {
        child.kill()
        await exited
        await rm(own, { recursive: true, force: true })
      },
    }
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    console.log(`Redis is left out: ${why}; or install Debian's package redis-server`)
    return null
  }
}
