import { connect, type Socket } from 'node:net'
import { vi } from 'vitest'
import type { StandPbx } from '../../../stand/pbx/pbx.ts'

/** One AMI message; of a repeated key the last value counts. */
export type Message = Readonly<Record<string, string>>

/** The plainest AMI client there is: sends text, keeps all it is told. */
export class RawAmi {
  readonly messages: Message[] = []
  banner = ''
  closed = false
  readonly #socket: Socket
  #rest = ''
  #id = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => this.#read(String(chunk)))
    socket.on('error', () => {})
    socket.on('close', () => {
      this.closed = true
    })
  }

  static async open(pbx: StandPbx): Promise<RawAmi> {
    const client = new RawAmi(connect(pbx.port, pbx.host))
    await vi.waitFor(() => {
      if (client.banner === '') throw new Error('no banner')
    })
    return client
  }

  static async loggedIn(pbx: StandPbx, user = 'trubka', more: Message = {}): Promise<RawAmi> {
    const client = await RawAmi.open(pbx)
    const answer = await client.ask({ Action: 'Login', Username: user, Secret: user, ...more })
    if (answer.Response !== 'Success') throw new Error(`login: ${answer.Message}`)
    return client
  }

  write(text: string): void {
    this.#socket.write(text)
  }

  /** Sends an action and gives its response. */
  async ask(action: Message): Promise<Message> {
    const id = `t${++this.#id}`
    this.write(`${lines({ ...action, ActionID: id })}\r\n`)
    return this.until((message) => message.ActionID === id && message.Response !== undefined && !message.Event)
  }

  /** Sends an action that is answered by a list, and gives its items and its end. */
  async list(action: Message): Promise<{ items: Message[]; end: Message }> {
    const response = await this.ask(action)
    if (response.EventList !== 'start') throw new Error(`no list: ${response.Message}`)
    const id = response.ActionID
    const end = await this.until((message) => message.ActionID === id && message.EventList === 'Complete')
    const items = this.messages.filter((message) => message.ActionID === id && message.Event && message !== end)
    return { items, end }
  }

  /** The first message that fits, of those told already or to come. */
  async until(fits: (message: Message) => boolean): Promise<Message> {
    return vi.waitFor(
      () => {
        const found = this.messages.find(fits)
        if (!found) throw new Error(`not told; last: ${JSON.stringify(this.messages.at(-1))}`)
        return found
      },
      { timeout: 20_000, interval: 5 },
    )
  }

  event(name: string, fields: Message = {}): Promise<Message> {
    return this.until(
      (message) => message.Event === name && Object.entries(fields).every(([key, value]) => message[key] === value),
    )
  }

  /** Names of the events told so far, without those about device and extension states. */
  get story(): string[] {
    return this.messages.flatMap((message) => {
      const name = message.Event
      return name === undefined || /^(DeviceStateChange|ExtensionStatus|FullyBooted)$/.test(name) ? [] : [name]
    })
  }

  /** Forgets what was told. */
  forget(): void {
    this.messages.length = 0
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: string): void {
    this.#rest += chunk
    if (this.banner === '') {
      const end = this.#rest.indexOf('\r\n')
      if (end < 0) return
      this.banner = this.#rest.slice(0, end)
      this.#rest = this.#rest.slice(end + 2)
    }
    for (let end = this.#rest.indexOf('\r\n\r\n'); end >= 0; end = this.#rest.indexOf('\r\n\r\n')) {
      this.messages.push(parse(this.#rest.slice(0, end)))
      this.#rest = this.#rest.slice(end + 4)
    }
  }
}

const lines = (message: Message): string =>
  Object.entries(message)
    .map(([key, value]) => `${key}: ${value}\r\n`)
    .join('')

function parse(text: string): Message {
  return Object.fromEntries(
    text.split('\r\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    }),
  )
}
