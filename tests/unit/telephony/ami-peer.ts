import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'

export type Fields = Record<string, string | string[]>
export type Action = Record<string, string>

/** What the PBX answers to an action: blocks to be sent, each gets the ActionID. null = no answer at all. */
export type Reply = Fields[] | null

const BANNER = 'Asterisk Call Manager/11.0.0\r\n'

/** One login at the peer. */
export class PeerLogin {
  readonly #socket: Socket
  user = ''

  constructor(socket: Socket) {
    this.#socket = socket
  }

  send(fields: Fields): void {
    this.write(block(fields))
  }

  /** Raw bytes, for what no well-behaved PBX sends. */
  write(bytes: string | Buffer): void {
    this.#socket.write(bytes)
  }

  drop(): void {
    this.#socket.destroy()
  }
}

/** A manager interface that does what the test says: real sockets, scripted answers. */
export class AmiPeer {
  readonly #server: Server
  readonly #logins: PeerLogin[] = []
  /** All actions received, in order, from all logins; `user` says by which. */
  readonly actions: (Action & { user: string })[] = []
  /** Everything received, as it came over the wire. */
  received = ''
  /** Scripted answers by action name; what is not here is answered with success. */
  readonly script = new Map<string, (action: Action, login: PeerLogin) => Reply>()
  connections = 0
  banner = BANNER
  /** Seconds since 1970, by the PBX's clock. */
  clock: () => number = () => Date.now() / 1000

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => this.#accept(socket))
  }

  static async start(port = 0): Promise<AmiPeer> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return new AmiPeer(server)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** The newest login of this user. */
  login(user: string): PeerLogin | undefined {
    return this.#logins.findLast((login) => login.user === user)
  }

  /** An event to the login that hears the calls. */
  event(...events: Fields[]): void {
    const login = this.login('cti')
    if (!login) throw new Error('cti is not logged in')
    login.write(events.map(block).join(''))
  }

  asked(name: string): Action[] {
    return this.actions.filter((action) => action.Action === name)
  }

  dropAll(): void {
    for (const login of this.#logins.splice(0)) login.drop()
  }

  async stop(): Promise<void> {
    this.dropAll()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #accept(socket: Socket): void {
    this.connections++
    const login = new PeerLogin(socket)
    this.#logins.push(login)
    let text = ''
    socket.on('error', () => {})
    socket.on('close', () => {
      const at = this.#logins.indexOf(login)
      if (at >= 0) this.#logins.splice(at, 1)
    })
    socket.write(this.banner)
    socket.on('data', (chunk) => {
      this.received += chunk.toString()
      text += chunk.toString()
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        this.#act(parse(text.slice(0, end)), login)
        text = text.slice(end + 4)
      }
    })
  }

  #act(action: Action, login: PeerLogin): void {
    const name = action.Action ?? ''
    if (name === 'Login') login.user = action.Username ?? ''
    this.actions.push({ ...action, user: login.user })
    const reply = this.script.get(name)?.(action, login)
    const blocks = reply === undefined ? this.#usual(name) : (reply ?? [])
    login.write(blocks.map((fields) => block({ ...fields, ActionID: action.ActionID ?? '' })).join(''))
  }

  #usual(name: string): Fields[] {
    if (name === 'Ping') return [{ Response: 'Success', Ping: 'Pong', Timestamp: this.clock().toFixed(6) }]
    if (name === 'CoreShowChannels' || name === 'DeviceStateList') return list([])
    return [{ Response: 'Success', Message: `${name} done` }]
  }
}

/** The answer to an action that gives a list. */
export const list = (items: Fields[]): Fields[] => [
  { Response: 'Success', EventList: 'start', Message: 'list follows' },
  ...items,
  { Event: 'ListComplete', EventList: 'Complete', ListItems: String(items.length) },
]

export const refusal = (message: string): Fields[] => [{ Response: 'Error', Message: message }]

function block(fields: Fields): string {
  const lines = Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`))
  return `${lines.join('\r\n')}\r\n\r\n`
}

function parse(text: string): Action {
  const action: Action = {}
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    action[line.slice(0, colon)] = line.slice(colon + 1).trim()
  }
  return action
}
