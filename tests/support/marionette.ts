import { connect, type Socket } from 'node:net'

const ANSWER_MS = 30_000

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void }

/**
 * Marionette, Firefox's own remote protocol (remote/marionette in its sources): length-prefixed JSON over TCP,
 * `[0, id, command, params]` out and `[1, id, error, result]` back. It alone reaches moz-extension:// pages.
 */
export class Marionette {
  readonly #socket: Socket
  #unread = Buffer.alloc(0)
  #lastId = 0
  readonly #waiting = new Map<number, Waiting>()
  #greet: () => void = () => {}

  private constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1')
    this.#socket.on('data', (data) => this.#read(data))
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has gone'))
      this.#waiting.clear()
    })
  }

  static async connect(port: number): Promise<Marionette> {
    const marionette = new Marionette(port)
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Marionette does not greet')), ANSWER_MS)
      marionette.#greet = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    return marionette
  }

  send(command: string, params: object = {}): Promise<unknown> {
    this.#lastId += 1
    const id = this.#lastId
    const body = Buffer.from(JSON.stringify([0, id, command, params]))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${command}: no answer`)), ANSWER_MS)
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer)
          then(value)
        }
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) })
      this.#socket.write(Buffer.concat([Buffer.from(`${body.length}:`), body]))
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(data: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, data])
    for (;;) {
      const colon = this.#unread.indexOf(':')
      if (colon < 0) return
      const end = colon + 1 + Number(this.#unread.subarray(0, colon))
      if (this.#unread.length < end) return
      const message: unknown = JSON.parse(this.#unread.subarray(colon + 1, end).toString())
      this.#unread = this.#unread.subarray(end)
      this.#take(message)
    }
  }

  #take(message: unknown): void {
    if (!Array.isArray(message)) {
      this.#greet()
      return
    }
    const [, id, error, result] = message
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new Error(`${error.error}: ${error.message}`))
    else waiting?.resolve(result !== null && typeof result === 'object' && 'value' in result ? result.value : result)
  }
}
