import { createHash, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { AmiEvent } from '../exchange.ts'
import type { Fields } from '../fields.ts'
import type { AmiUser } from '../options.ts'
import { actions } from './actions/index.ts'
import type { AmiContext, Reply } from './context.ts'
import { format } from './format.ts'
import { type AmiRequest, AmiRequests } from './parse.ts'

export const banner = 'Asterisk Call Manager/11.0.0'
/** A client that has not logged in by then is cut off (`authtimeout`). */
const authWithinMs = 30_000
/** Asterisk makes those who guess secrets wait. */
const refusesAfterMs = 1000
/** A client that reads too slowly is cut off (`writetimeout`). */
const maxUnsentBytes = 16 * 1024 * 1024

/** One connection to AMI. */
export class AmiSession {
  readonly #socket: Socket
  readonly #context: AmiContext
  readonly #users: readonly AmiUser[]
  readonly #requests = new AmiRequests()
  readonly #authTimer: NodeJS.Timeout
  #challenge = ''
  #user: AmiUser | null = null
  /** Classes of events asked for with Login or Events. */
  #mask: ReadonlySet<string> | 'all' = 'all'

  constructor(socket: Socket, context: AmiContext, users: readonly AmiUser[]) {
    this.#socket = socket
    this.#context = context
    this.#users = users
    this.#authTimer = setTimeout(() => socket.destroy(), authWithinMs)
    socket.setNoDelay(true)
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => this.#read(String(chunk)))
    socket.on('close', () => clearTimeout(this.#authTimer))
    socket.write(`${banner}\r\n`)
  }

  /** Sends an event if this login hears such. */
  event(event: AmiEvent): void {
    const user = this.#user
    if (!user) return
    const classes = event.privilege.split(',').filter((name) => name !== 'all')
    const hears = (name: string): boolean => user.read.includes(name) && (this.#mask === 'all' || this.#mask.has(name))
    if (!classes.some(hears)) return
    if (user.only.length > 0 && !user.only.includes(event.name)) return
    this.#write([
      ['Event', event.name],
      ['Privilege', event.privilege],
      ['Timestamp', event.timestamp],
      ...event.fields,
    ])
  }

  /** As a power cut: no farewell. */
  cut(): void {
    this.#socket.destroy()
  }

  end(): void {
    this.#socket.end()
  }

  #read(chunk: string): void {
    const { requests, error } = this.#requests.push(chunk)
    for (const request of requests) {
      if (this.#socket.destroyed || this.#socket.writableEnded) return
      this.#do(request)
    }
    if (error !== null)
      this.#write([
        ['Response', 'Error'],
        ['Message', error],
      ])
  }

  #do(request: AmiRequest): void {
    const reply = this.#reply(request)
    const name = request.get('Action').toLowerCase()
    if (name === '') reply.error('Missing action in request')
    else if (name === 'login') this.#login(request, reply)
    else if (name === 'challenge') this.#giveChallenge(request, reply)
    else if (name === 'logoff') this.#logoff(request)
    else if (!this.#user) reply.error('Permission denied')
    else if (name === 'events') this.#setMask(request, reply)
    else this.#act(name, request, reply)
  }

  #act(name: string, request: AmiRequest, reply: Reply): void {
    const action = actions.get(name)
    if (action) action(this.#context, request, reply)
    else {
      const asked = request.get('Action')
      reply.error(`Invalid/unknown command: ${asked}. Use Action: ListCommands to show available commands.`)
    }
  }

  #login(request: AmiRequest, reply: Reply): void {
    const user = this.#users.find(({ name }) => name === request.get('Username'))
    const hash = (secret: string): string =>
      createHash('md5')
        .update(this.#challenge + secret)
        .digest('hex')
    const proved =
      user !== undefined &&
      (request.get('AuthType').toUpperCase() === 'MD5'
        ? this.#challenge !== '' && request.get('Key').toLowerCase() === hash(user.secret)
        : request.get('Secret') === user.secret)
    if (!user || !proved) {
      setTimeout(() => {
        reply.error('Authentication failed')
        this.#socket.end()
      }, refusesAfterMs)
      return
    }
    clearTimeout(this.#authTimer)
    reply.success('Authentication accepted')
    this.#user = user
    if (request.has('Events')) this.#mask = readMask(request.get('Events'))
    if (!user.read.includes('system') || (this.#mask !== 'all' && !this.#mask.has('system'))) return
    const uptime = String(Math.floor((this.#context.exchange.clock.now() - this.#context.exchange.startedAt) / 1000))
    this.#write([
      ['Event', 'FullyBooted'],
      ['Privilege', 'system,all'],
      ['Uptime', uptime],
      ['LastReload', uptime],
      ['Status', 'Fully Booted'],
    ])
  }

  #giveChallenge(request: AmiRequest, reply: Reply): void {
    if (request.get('AuthType').toUpperCase() !== 'MD5') {
      reply.error('Must specify AuthType')
      return
    }
    this.#challenge = String(randomBytes(4).readUInt32BE(0))
    reply.plain([['Challenge', this.#challenge]])
  }

  #logoff(request: AmiRequest): void {
    this.#write([['Response', 'Goodbye'], ...actionId(request), ['Message', 'Thanks for all the fish.']])
    this.#socket.end()
  }

  #setMask(request: AmiRequest, reply: Reply): void {
    this.#mask = readMask(request.get('EventMask'))
    reply.plain([['Events', this.#mask === 'all' || this.#mask.size > 0 ? 'On' : 'Off']])
  }

  #reply(request: AmiRequest): Reply {
    const id = actionId(request)
    return {
      success: (message, more = []) => this.#write([['Response', 'Success'], ...id, ...more, ['Message', message]]),
      error: (message) => this.#write([['Response', 'Error'], ...id, ['Message', message]]),
      plain: (fields) => this.#write([['Response', 'Success'], ...id, ...fields]),
      list: (message, itemName, items, endName, endFields = []) => {
        this.#write([['Response', 'Success'], ...id, ['EventList', 'start'], ['Message', message]])
        for (const item of items) this.#write([['Event', itemName], ...id, ...item])
        this.#write([
          ['Event', endName],
          ...id,
          ['EventList', 'Complete'],
          ['ListItems', String(items.length)],
          ...endFields,
        ])
      },
    }
  }

  #write(fields: Fields): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return
    this.#socket.write(format(fields))
    if (this.#socket.writableLength > maxUnsentBytes) this.#socket.destroy()
  }
}

function actionId(request: AmiRequest): Fields {
  return request.has('ActionID') ? [['ActionID', request.get('ActionID')]] : []
}

function readMask(text: string): ReadonlySet<string> | 'all' {
  const words = text
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
  if (words.includes('on') || words.includes('all') || words.includes('yes') || text === '') return 'all'
  if (words.includes('off') || words.includes('no')) return new Set()
  return new Set(words)
}
