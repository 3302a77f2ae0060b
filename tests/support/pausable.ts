import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A line to `target` that can be held still, as by a frozen server or network, and cut. */
export type Pausable = {
  host: string
  port: number
  /** How many connections have been opened so far, and how many of them are open now. */
  readonly opened: number
  readonly open: number
  /** Nothing passes any more, either way; nothing is lost. */
  pause(): void
  /** The same for what `target` says; what it is told still arrives. */
  pauseAnswers(): void
  resume(): void
  /** Ends all connections; new ones are let through. */
  cut(): void
  close(): Promise<void>
}

export async function openPausable(target: { host: string; port: number }): Promise<Pausable> {
  const sockets = new Set<Socket>()
  const answering = new Set<Socket>()
  let paused = false
  let opened = 0
  let open = 0
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (chunk) => to.write(chunk))
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    from.on('error', () => from.destroy())
    if (paused) from.pause()
  }
  const server = createServer({ noDelay: true }, (near) => {
    opened += 1
    open += 1
    near.on('close', () => {
      open -= 1
    })
    const far = connect({ host: target.host, port: target.port, noDelay: true })
    answering.add(far)
    far.on('close', () => answering.delete(far))
    pass(near, far)
    pass(far, near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return {
    host: address.address,
    port: address.port,
    get opened() {
      return opened
    },
    get open() {
      return open
    },
    pause() {
      paused = true
      for (const socket of sockets) socket.pause()
    },
    pauseAnswers() {
      for (const socket of answering) socket.pause()
    },
    resume() {
      paused = false
      for (const socket of sockets) socket.resume()
    },
    cut() {
      for (const socket of [...sockets]) socket.destroy()
    },
    async close() {
      for (const socket of [...sockets]) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
