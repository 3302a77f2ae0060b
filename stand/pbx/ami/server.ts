import { createServer, type Server, type Socket } from 'node:net'
import type { AmiUser } from '../options.ts'
import type { AmiContext } from './context.ts'
import { AmiSession } from './session.ts'

/** The TCP side of AMI. It can be closed and opened again on the same port. */
export class AmiServer {
  readonly #context: AmiContext
  readonly #users: readonly AmiUser[]
  readonly #host: string
  readonly #sessions = new Set<AmiSession>()
  readonly #forget: () => void
  #server: Server | null = null
  #port: number

  constructor(context: AmiContext, users: readonly AmiUser[], host: string, port: number) {
    this.#context = context
    this.#users = users
    this.#host = host
    this.#port = port
    this.#forget = context.exchange.onEvent((event) => {
      for (const session of this.#sessions) session.event(event)
    })
  }

  /** The port it listens on, once open. */
  get port(): number {
    return this.#port
  }

  open(): Promise<void> {
    const server = createServer((socket) => this.#accept(socket))
    this.#server = server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, this.#host, () => {
        const address = server.address()
        if (address !== null && typeof address !== 'string') this.#port = address.port
        resolve()
      })
    })
  }

  /** Closes all connections; `cut` does it without a farewell. */
  async close(how: 'cut' | 'end'): Promise<void> {
    const server = this.#server
    this.#server = null
    if (!server) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const session of this.#sessions) {
      if (how === 'cut') session.cut()
      else session.end()
    }
    // A client that keeps its half open must not keep the PBX.
    const impatience = setTimeout(() => {
      for (const session of this.#sessions) session.cut()
    }, 500)
    await closed
    clearTimeout(impatience)
  }

  stop(): void {
    this.#forget()
  }

  #accept(socket: Socket): void {
    const session = new AmiSession(socket, this.#context, this.#users)
    this.#sessions.add(session)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sessions.delete(session))
  }
}
