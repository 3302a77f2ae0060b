import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import * as v from 'valibot'
import type { PbxAddress } from './pbx-address.ts'

export type BaseOptions = {
  id: string
  name: string
  urls: string[]
  thinClient?: string
  names?: Record<string, string>
  odata: { url: string; user: string; password: string }
  refreshSeconds?: number
  phoneRegister?: boolean
  interactionsToRoute?: number
}

export type ServerOptions = {
  /** Without it, a PBX that is not there. */
  ami?: PbxAddress
  /** Origin of the stand: its publication `crm` becomes the only base, with the id `crm`. */
  stand?: string
  bases?: BaseOptions[]
  /** The file in which the PBX records calls. */
  callRecords?: string
  /** Where the PBX puts recordings. */
  recordings?: string
  routing?: { enabled?: boolean; checkFilesSeconds?: number }
  environment?: NodeJS.ProcessEnv
  /** Another build than `dist/server/main.js`. */
  program?: string
}

/** The built CTI server in a process of its own. */
export type RunningServer = {
  /** Of the WebSocket; the same after a restart. */
  readonly url: string
  readonly http: string
  readonly dataFolder: string
  readonly configFile: string
  /** The base's routing file. */
  roustable(base?: string): string
  /** A pairing code for an internal number; waits until 1C has been read. */
  code(number: string): Promise<string>
  /** SIGTERM, then waits until it is gone; its folder stays for `restart`. */
  stop(): Promise<void>
  /** Of the run that ended last. */
  exitCode(): number | null
  /** As by a power cut. */
  kill(): Promise<void>
  /** Starts it again on the same port and data, after `stop` or `kill`; stops it first when it runs. */
  restart(): Promise<void>
  /** Holds it still, as a machine without breath does; and lets it go on. */
  freeze(): void
  thaw(): void
  /** All it has written to standard error, over all its runs. */
  log(): string
  /** Stops it and removes its folder. */
  close(): Promise<void>
}

export const PROGRAM = resolve('dist/server/main.js')
/** Cold start on two busy cores. */
const READY_MS = 60_000
const CODE_MS = 60_000
const STOP_MS = 40_000

const Ready = v.object({ ready: v.literal(true), url: v.string(), http: v.string() })
const Code = v.object({ code: v.string() })

/** A port where nothing listens and nothing can: what is refused at once. */
const NO_PBX: PbxAddress = {
  host: '127.0.0.1',
  port: 9,
  user: 'trubka',
  secret: 'none',
  routeUser: 'trubkaroute',
  routeSecret: 'none',
}

export const standBase = (origin: string): BaseOptions => ({
  id: 'crm',
  name: 'Учебная база',
  urls: [`${origin}/crm`],
  odata: { url: `${origin}/crm/odata/standard.odata`, user: 'trubka', password: 'trubka' },
})

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const program = options.program ?? PROGRAM
  if (!existsSync(program)) throw new Error('no built server: npm run build:server')
  const folder = await mkdtemp(join(tmpdir(), 'trubka-server-'))
  const configFile = join(folder, 'trubka.json')
  const dataFolder = join(folder, 'data')
  // For those who only stop it.
  const sweep = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', sweep)
  const configure = (port: number) => writeFile(configFile, JSON.stringify(configOf(options, port), null, 2))
  await configure(0)
  const run = new Run(program, configFile, options.environment ?? {})
  try {
    const { url, http } = await run.start()
    await configure(Number(new URL(http).port))
    return {
      url,
      http,
      dataFolder,
      configFile,
      roustable: (base = 'crm') => join(dataFolder, 'routing', `${base}.roustable`),
      code: (number) => codeFor(http, dataFolder, number),
      stop: () => run.end('SIGTERM'),
      exitCode: () => run.exitCode,
      kill: () => run.end('SIGKILL'),
      restart: async () => {
        await run.end('SIGTERM')
        await run.start()
      },
      freeze: () => run.signal('SIGSTOP'),
      thaw: () => run.signal('SIGCONT'),
      log: () => run.log,
      close: async () => {
        await run.end('SIGTERM')
        await rm(folder, { recursive: true, force: true, maxRetries: 5 })
        process.off('exit', sweep)
      },
    }
  } catch (error) {
    await run.end('SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
}

function configOf({ ami = NO_PBX, stand, bases, callRecords, recordings, routing = {} }: ServerOptions, port: number) {
  const all = [...(stand === undefined ? [] : [standBase(stand)]), ...(bases ?? [])]
  return {
    listen: { port },
    data: './data',
    log: { level: 'debug' },
    ...(recordings !== undefined && { recordings: { folder: recordings } }),
    // Only the settings: a lab's address may carry more.
    pbx: {
      host: ami.host,
      port: ami.port,
      user: ami.user,
      secret: ami.secret,
      routeUser: ami.routeUser,
      routeSecret: ami.routeSecret,
      ...(callRecords === undefined ? {} : { callRecords }),
    },
    routing: { checkFilesSeconds: 1, ...routing },
    bases: all,
  }
}

/** One server after another on the same settings. */
class Run {
  readonly #program: string
  readonly #config: string
  readonly #environment: NodeJS.ProcessEnv
  #child: ChildProcess | null = null
  #frozen = false
  exitCode: number | null = null
  log = ''

  constructor(program: string, config: string, environment: NodeJS.ProcessEnv) {
    this.#program = program
    this.#config = config
    this.#environment = environment
  }

  async start(): Promise<v.InferOutput<typeof Ready>> {
    const child = spawn(process.execPath, [this.#program, '--config', this.#config], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.#environment },
    })
    this.#child = child
    const killWithUs = () => child.kill('SIGKILL')
    process.once('exit', killWithUs)
    child.once('exit', () => process.off('exit', killWithUs))
    child.stderr.on('data', (part: Buffer) => {
      this.log += part.toString('utf8')
    })
    return new Promise((done, failed) => {
      const fail = (why: string) => {
        clearTimeout(timer)
        failed(new Error(`the server ${why}:\n${this.log.slice(-3000)}`))
      }
      const timer = setTimeout(() => fail('is not ready in time'), READY_MS)
      child.once('exit', (code) => fail(`ended with ${code}`))
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(timer)
        done(v.parse(Ready, JSON.parse(line)))
      })
    })
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    if (this.#frozen) child.kill('SIGCONT')
    this.#frozen = false
    const exit = once(child, 'exit')
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await exit
    clearTimeout(timer)
    this.exitCode = child.exitCode
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#frozen = signal === 'SIGSTOP'
    this.#child?.kill(signal)
  }
}

async function codeFor(http: string, dataFolder: string, number: string): Promise<string> {
  const until = Date.now() + CODE_MS
  for (;;) {
    const token = (await readFile(join(dataFolder, 'manager.token'), 'utf8')).trim()
    const response = await fetch(`${http}/manager/codes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ operator: number }),
    })
    const text = await response.text()
    if (response.ok) return v.parse(Code, JSON.parse(text)).code
    // 503 = 1C has not been read yet.
    if (response.status !== 503 || Date.now() > until) throw new Error(`no code for ${number}: ${text}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
