import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type ManagerMessage = Readonly<Record<string, string>>

const WITHIN_MS = 30_000

/**
 * A login at the manager interface for the stand itself: to know when Asterisk has booted, and for tests that ask the
 * PBX what it sees. Apart from the server's own, so that a fault there is not hidden by the same fault here.
 */
export class Manager {
  readonly #socket: Socket
  readonly #listeners = new Set<(message: ManagerMessage) => void>()
  #rest = ''
  #count = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => this.#receive(String(chunk)))
  }

  /** Logs in and waits until Asterisk is fully booted. */
  static async open(address: { host: string; port: number; user: string; secret: string }): Promise<Manager> {
    const socket = connect({ host: address.host, port: address.port, noDelay: true })
    await once(socket, 'connect')
    const manager = new Manager(socket)
    try {
      const booted = manager.#wait((message) => message.Event === 'FullyBooted')
      booted.catch(() => {})
      await manager.ask({ Action: 'Login', Username: address.user, Secret: address.secret, Events: 'system' })
      await booted
      return manager
    } catch (error) {
      manager.close()
      throw error
    }
  }

  /** Sends an action and gives its answer; throws when that is an error. */
  async ask(action: Record<string, string>): Promise<ManagerMessage> {
    const answer = await this.#wait((message) => 'Response' in message, this.#send(action))
    if (answer.Response === 'Error') throw new Error(`${action.Action}: ${answer.Message}`)
    return answer
  }

  /** Sends an action that is answered by a list of events. */
  async list(action: Record<string, string>): Promise<ManagerMessage[]> {
    const id = this.#send(action)
    const items: ManagerMessage[] = []
    const last = await this.#wait((message) => {
      if (message.Response === 'Error' || message.EventList === 'Complete') return true
      if ('Event' in message) items.push(message)
      return false
    }, id)
    if (last.Response === 'Error') throw new Error(`${action.Action}: ${last.Message}`)
    return items
  }

  /** Tells of everything that comes from now on; `classes` as manager.conf names them: `call,user`. */
  async watch(classes: string, listener: (message: ManagerMessage) => void): Promise<void> {
    this.#listeners.add(listener)
    await this.ask({ Action: 'Events', EventMask: classes })
  }

  close(): void {
    this.#socket.destroy()
  }

  #send(action: Record<string, string>): string {
    const id = `stand-${++this.#count}`
    const lines = Object.entries({ ...action, ActionID: id }).map(([name, value]) => `${name}: ${value}\r\n`)
    this.#socket.write(`${lines.join('')}\r\n`)
    return id
  }

  #wait(matches: (message: ManagerMessage) => boolean, id?: string): Promise<ManagerMessage> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer)
        this.#listeners.delete(listener)
        this.#socket.off('close', closed)
      }
      const listener = (message: ManagerMessage) => {
        if ((id !== undefined && message.ActionID !== id) || !matches(message)) return
        finish()
        resolve(message)
      }
      const closed = () => {
        finish()
        reject(new Error('Asterisk closed the manager connection'))
      }
      const timer = setTimeout(() => {
        finish()
        reject(new Error(`Asterisk did not answer within ${WITHIN_MS} ms`))
      }, WITHIN_MS)
      this.#listeners.add(listener)
      this.#socket.once('close', closed)
    })
  }

  #receive(chunk: string): void {
    const blocks = (this.#rest + chunk).split('\r\n\r\n')
    this.#rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const message: Record<string, string> = {}
      for (const line of block.split('\r\n')) {
        const colon = line.indexOf(': ')
        if (colon > 0) message[line.slice(0, colon)] = line.slice(colon + 2)
      }
      for (const listener of [...this.#listeners]) listener(message)
    }
  }
}
