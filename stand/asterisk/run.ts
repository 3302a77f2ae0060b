import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Child } from '../debian/child.ts'
import type { PbxAddress } from '../pbx-address.ts'
import { linearTone, MUSIC_HERTZ } from '../phone/tone.ts'
import { configuration, phoneSecret, type Setup } from './configuration.ts'
import { Manager } from './manager.ts'
import { freePorts, type Ports } from './ports.ts'
import { asteriskProgram } from './program.ts'

const HOST = '127.0.0.1'
const TRUNK_HOST = '127.0.0.9'
const BOOT_MS = 30_000
const STOP_MS = 3000

export type AsteriskWish = {
  /** From `installAsterisk`. */
  root: string
  /** Internal numbers of the phones. */
  phones: readonly string[]
  /** Who rings for inbound calls that take the usual way; the first phone by default. */
  operator?: string
  /** Where the CTI server is to find it; free ports are chosen for whatever is not given. */
  ports?: Partial<Ports>
  /** It writes down channel events; see `callRecords`. */
  recordsCalls?: boolean
}

/** A real Asterisk on the loopback addresses alone, with a configuration of its own in a temporary folder. */
export class RunningAsterisk {
  /** As the CTI server needs it. */
  readonly ami: PbxAddress
  readonly sip: { host: string; port: number }
  /** Where the far side of the city line has to listen. */
  readonly trunk: { host: string; port: number }
  /** The folder with its configuration, log, spool. */
  readonly dir: string
  readonly #setup: Setup
  #child: Child | null = null

  private constructor(setup: Setup) {
    const { host, ports, secrets } = setup
    this.#setup = setup
    this.dir = setup.dir
    this.ami = {
      host,
      port: ports.ami,
      user: 'trubka',
      secret: secrets.main,
      routeUser: 'trubkaroute',
      routeSecret: secrets.route,
    }
    this.sip = { host, port: ports.sip }
    this.trunk = { host: setup.trunkHost, port: ports.trunk }
  }

  static async start(wish: AsteriskWish): Promise<RunningAsterisk> {
    const program = asteriskProgram(wish.root)
    const secret = () => randomBytes(12).toString('hex')
    const setup: Setup = {
      program,
      dir: await mkdtemp(join(tmpdir(), 'trubka-asterisk-')),
      host: HOST,
      trunkHost: TRUNK_HOST,
      ports: { ...(await freePorts(HOST, TRUNK_HOST)), ...wish.ports },
      phones: wish.phones,
      callRecords: wish.recordsCalls ?? false,
      operator: wish.operator ?? wish.phones[0] ?? '101',
      secrets: { main: secret(), route: secret(), own: secret(), phones: secret() },
    }
    const running = new RunningAsterisk(setup)
    try {
      await running.#prepare()
      await running.#boot()
    } catch (error) {
      await running.stop()
      throw error
    }
    return running
  }

  /** With what a phone registers. */
  credentials(phone: string): { user: string; password: string } {
    return { user: phone, password: phoneSecret(this.#setup.secrets.phones, phone) }
  }

  /** A manager login of the caller's own. */
  manager(): Promise<Manager> {
    const { host, ports, secrets } = this.#setup
    return Manager.open({ host, port: ports.ami, user: 'stand', secret: secrets.own })
  }

  /** Where calls are recorded, if they are. */
  get callRecords(): string {
    return join(this.dir, 'log/cel-custom/trubka.csv')
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** What Asterisk has complained of. */
  async log(): Promise<string> {
    return readFile(join(this.dir, 'log/messages.log'), 'utf8').catch(() => '')
  }

  /** Ends it as by a power cut. */
  async kill(): Promise<void> {
    await this.#child?.kill()
  }

  /** Starts it again after `kill`, or kills it first: same ports, same registrations, no calls. */
  async restart(): Promise<void> {
    await this.kill()
    await this.#boot()
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    await this.#child?.stop(STOP_MS)
    await rm(this.dir, { recursive: true, force: true, maxRetries: 3 })
  }

  async #prepare(): Promise<void> {
    const { program } = this.#setup
    for (const folder of [
      'etc',
      'lib/keys',
      'data/moh',
      'data/sounds',
      'spool',
      'run',
      'log',
      'log/cel-custom',
      'cache',
    ])
      await mkdir(join(this.dir, folder), { recursive: true })
    for (const name of await readdir(program.data)) {
      if (['documentation', 'rest-api', 'static-http'].includes(name))
        await symlink(join(program.data, name), join(this.dir, 'data', name))
    }
    await symlink(join(program.data, 'sounds/en'), join(this.dir, 'data/sounds/en'))
    await writeFile(join(this.dir, 'data/moh/music.sln'), linearTone(MUSIC_HERTZ))
    for (const [name, text] of Object.entries(configuration(this.#setup)))
      await writeFile(join(this.dir, 'etc', name), text, { mode: 0o600 })
  }

  async #boot(): Promise<void> {
    const command = this.#setup.program.command
    const child = new Child([...command, '-f', '-C', join(this.dir, 'etc/asterisk.conf')], this.dir)
    this.#child = child
    const until = Date.now() + BOOT_MS
    for (;;) {
      const manager = await this.manager().catch(() => null)
      if (manager) return manager.close()
      if (!child.running || Date.now() > until)
        throw new Error(`Asterisk did not start: ${(await this.log()).slice(-2000)}`)
      await sleep(50)
    }
  }
}

export const startAsterisk = (wish: AsteriskWish): Promise<RunningAsterisk> => RunningAsterisk.start(wish)
