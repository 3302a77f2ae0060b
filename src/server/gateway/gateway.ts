import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { SUBPROTOCOL } from '../../protocol/jsonrpc.ts'
import { clientAddress } from '../client-address.ts'
import { browserName } from './browser-name.ts'
import { CLOSE, Connection } from './connection.ts'
import { Desks } from './desks.ts'
import type { Handler } from './handlers.ts'
import { httpHandler, type Pages } from './http.ts'
import { LIMITS, type Limits } from './limits.ts'
import { type ManagerLink, openMethods } from './methods.ts'
import { Refusals } from './refusals.ts'
import type { Rooms } from './rooms.ts'

export type Certificate = { cert: string; key: string }

export type GatewayOptions = {
  host: string
  /** 0 = any free one. */
  port: number
  rooms: Rooms
  version: string
  /** What the server's own command line shows to be let in. */
  managerToken: string
  logger: Logger
  limits?: Partial<Limits>
  /** PEM; without it, plain HTTP and WebSocket. */
  tls?: Certificate
  /** Browsers are told to speak nothing but TLS to this name. */
  hsts?: boolean
  pages?: Pages
  /** Addresses of reverse proxies whose word counts for whom they ask. */
  trustedProxies?: readonly string[]
  managerLink?: ManagerLink
}

const PATH = '/ws'
const TLS = { minVersion: 'TLSv1.2' } as const
/** Pages of the web have an Origin of their own; only extensions, and programs, which send none, may come in. */
const EXTENSION = /^(?:chrome-extension:\/\/[a-p]{32}|moz-extension:\/\/[0-9a-f-]{36})$/
/** What a connection that is told to close may take to say goodbye. */
const GOODBYE_MS = 1000

type Visitor = { connection: Connection; socket: WebSocket; address: string }

/** The server's border: WebSocket for operators, a little HTTP, on one port. */
export class Gateway {
  readonly #options: GatewayOptions
  readonly #limits: Limits
  readonly #logger: Logger
  readonly #http: Server | TlsServer
  readonly #sockets: WebSocketServer
  readonly #desks: Desks
  readonly #refusals: Refusals
  readonly #handlers: ReadonlyMap<string, Handler>
  readonly #visitors = new Set<Visitor>()
  readonly #byAddress = new Map<string, Set<Visitor>>()
  readonly #unhook: () => void
  #heartbeat: NodeJS.Timeout | null = null

  constructor(options: GatewayOptions) {
    const { rooms, logger } = options
    this.#options = options
    this.#limits = { ...LIMITS, ...options.limits }
    this.#logger = logger
    this.#desks = new Desks(rooms, logger)
    this.#refusals = new Refusals(logger)
    this.#handlers = openMethods(rooms, logger, options.managerLink)
    this.#unhook = rooms.identity.operators.on('revoked', (keyId) => this.#revoked(keyId))
    const bounds = {
      maxHeaderSize: 8192,
      headersTimeout: this.#limits.headersMs,
      requestTimeout: this.#limits.requestMs,
      connectionsCheckingInterval: this.#limits.headersMs / 2,
    }
    const handler = httpHandler(options)
    this.#http = options.tls
      ? createTlsServer({ ...bounds, ...options.tls, ...TLS, handshakeTimeout: this.#limits.headersMs }, handler)
      : createServer(bounds, handler)
    // A handshake that fails is its asker's fault.
    this.#http.on('tlsClientError', (_, socket: Duplex) => socket.destroy())
    // Connections that are not yet anything, and those of HTTP, are counted here too.
    this.#http.maxConnections = this.#limits.connections + 100
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    // Not among its types: who is shown out and does not go would keep its place for half a minute.
    const sockets: ServerOptions & { closeTimeout: number } = {
      closeTimeout: GOODBYE_MS,
      noServer: true,
      clientTracking: false,
      maxPayload: this.#limits.messageBytes,
      // Costs memory for each connection, and what is sent is small.
      perMessageDeflate: false,
      handleProtocols: () => SUBPROTOCOL,
    }
    this.#sockets = new WebSocketServer(sockets)
  }

  /** Resolves with the address once it listens. @throws what the system says against it */
  async start(): Promise<{ host: string; port: number }> {
    const { host, port } = this.#options
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject)
      this.#http.listen(port, host, () => {
        this.#http.off('error', reject)
        resolve()
      })
    })
    this.#http.on('error', (error) => this.#logger.error({ err: error }, 'the HTTP server failed'))
    this.#heartbeat = setInterval(() => this.#beat(), this.#limits.heartbeatMs)
    return { host, port: portOf(this.#http.address()) }
  }

  get visitors(): { connections: number; operators: number } {
    const all = [...this.#visitors]
    return { connections: all.length, operators: all.filter(({ connection }) => connection.keyId !== null).length }
  }

  /** For connections from now on. @throws when they do not belong together */
  renew(certificate: Certificate): void {
    if ('setSecureContext' in this.#http) this.#http.setSecureContext({ ...certificate, ...TLS })
  }

  async stop(): Promise<void> {
    if (this.#heartbeat) clearInterval(this.#heartbeat)
    this.#unhook()
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()))
    for (const { connection } of this.#visitors) connection.close(CLOSE.goingAway, 'the server stops')
    this.#http.closeIdleConnections()
    const impatient = setTimeout(() => {
      for (const { socket } of this.#visitors) socket.terminate()
      this.#http.closeAllConnections()
    }, GOODBYE_MS)
    await closed
    clearTimeout(impatient)
    this.#desks.stop()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // ws takes over only once it has accepted; a reset before that must not bring us down.
    socket.on('error', () => socket.destroy())
    const address = clientAddress(request, this.#options.trustedProxies ?? [])
    const refusal = this.#refusalOf(request, address)
    if (refusal !== null) {
      const { status, why } = refusal
      this.#refusals.tell(why, { address })
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#welcome(ws, request, address))
  }

  #refusalOf({ url, headers }: IncomingMessage, address: string): { status: number; why: string } | null {
    if ((url ?? '').split('?')[0] !== PATH) return { status: 404, why: 'no such place' }
    if (headers.origin !== undefined && !EXTENSION.test(headers.origin))
      return { status: 403, why: 'not from an extension' }
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    if (!offered.includes(SUBPROTOCOL)) return { status: 400, why: 'another language' }
    const here = [...(this.#byAddress.get(address) ?? [])]
    const strangers = here.filter(({ connection }) => connection.keyId === null)
    if (here.length >= this.#limits.connectionsPerAddress || strangers.length >= this.#limits.strangersPerAddress)
      return { status: 429, why: 'too many connections from one address' }
    return this.#visitors.size >= this.#limits.connections ? { status: 503, why: 'too many connections' } : null
  }

  #welcome(socket: WebSocket, request: IncomingMessage, address: string): void {
    const { rooms, logger } = this.#options
    const connection = new Connection({
      socket,
      rooms,
      handlers: this.#handlers,
      limits: this.#limits,
      logger: logger.child({ address }),
      address,
      browser: browserName(request.headers['user-agent']),
      onRefused: (why, about) => this.#refusals.tell(why, { ...about, address }),
      enter: (who) => this.#desks.hold(who.operator),
    })
    const visitor: Visitor = { connection, socket, address }
    this.#visitors.add(visitor)
    const here = this.#byAddress.get(address) ?? new Set()
    this.#byAddress.set(address, here.add(visitor))
    socket.on('message', (data, isBinary) => connection.receive(bytesOf(data), isBinary))
    socket.on('ping', () => connection.pinged())
    socket.on('pong', () => connection.ponged())
    // Too large, not UTF-8, a bad frame: ws closes with the right code.
    socket.on('error', (error) => logger.debug({ address, reason: error.message }, 'a WebSocket failed'))
    socket.on('close', () => {
      connection.closed()
      this.#visitors.delete(visitor)
      here.delete(visitor)
      if (here.size === 0) this.#byAddress.delete(address)
    })
    this.#boundStranger(request, connection)
  }

  /** ws gathers a message of any allowed length before it tells us of it: a stranger must not make it gather that much. */
  #boundStranger({ socket }: IncomingMessage, connection: Connection): void {
    const limit = socket.bytesRead + this.#limits.strangerMessages * this.#limits.strangerMessageBytes
    const look = () => {
      if (connection.keyId !== null) socket.off('data', look)
      else if (socket.bytesRead > limit) {
        socket.off('data', look)
        connection.close(CLOSE.tooLarge, 'too much before signing in')
        socket.destroy()
      }
    }
    socket.on('data', look)
  }

  #revoked(keyId: string): void {
    for (const { connection } of this.#visitors)
      if (connection.keyId === keyId) connection.close(CLOSE.policy, 'this key is revoked')
  }

  #beat(): void {
    for (const { connection, socket } of this.#visitors) if (connection.heartbeat()) socket.ping()
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0
}

function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return Buffer.isBuffer(data) ? data : Buffer.from(data)
}
