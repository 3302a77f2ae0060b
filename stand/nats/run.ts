import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../asterisk/ports.ts'
import { Child } from '../debian/child.ts'
import { type Command, fetchedProgram } from '../debian/packages.ts'

const HOST = '127.0.0.1'
const READY_MS = 20_000
const STOP_MS = 5_000

/** @throws NotFetched */
export function installNats(): Promise<Command> {
  return fetchedProgram({
    name: 'nats-server',
    path: 'usr/sbin/nats-server',
    packages: ['nats-server'],
    enough: /^lib(c6|gcc-s1)$/,
  })
}

/** One node of NATS with JetStream, in a folder of its own: stopped, killed and started again on the same address. */
export class NatsServer {
  readonly url: string
  readonly #command: Command
  readonly #folder: string
  readonly #port: number
  #child: Child | null = null

  private constructor(command: Command, folder: string, port: number) {
    this.#command = command
    this.#folder = folder
    this.#port = port
    this.url = `nats://${HOST}:${port}`
  }

  /** @throws NotFetched */
  static async start(): Promise<NatsServer> {
    const command = await installNats()
    const folder = await mkdtemp(join(tmpdir(), 'trubka-nats-'))
    const server = new NatsServer(command, folder, await freePort(HOST))
    await server.up()
    return server
  }

  /** What is acknowledged is on disk: `sync_interval: always`. */
  async up(): Promise<void> {
    await mkdir(join(this.#folder, 'store'), { recursive: true })
    const file = join(this.#folder, 'nats.conf')
    await writeFile(
      file,
      `listen: "${HOST}:${this.#port}"
server_name: trubka
max_payload: 8MB
jetstream { store_dir: "${join(this.#folder, 'store')}", sync_interval: always }
`,
    )
    this.#child = new Child([...this.#command, '--config', file], this.#folder)
    const limit = Date.now() + READY_MS
    while (!(await this.#answers())) {
      if (!this.#child.running) throw new Error('nats-server has ended')
      if (Date.now() > limit) throw new Error('nats-server does not answer')
      await pause(20)
    }
  }

  /** As by a power cut. */
  async kill(): Promise<void> {
    await this.#child?.kill()
  }

  async down(): Promise<void> {
    await this.#child?.stop(STOP_MS)
  }

  async stop(): Promise<void> {
    await this.down()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, HOST)
      const settle = (answers: boolean) => {
        socket.destroy()
        resolve(answers)
      }
      // The first thing it says; with JetStream in it once that is ready.
      socket.on('data', (data) => settle(data.includes('"jetstream":true')))
      socket.on('error', () => settle(false))
    })
  }
}
