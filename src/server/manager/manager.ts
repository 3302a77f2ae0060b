import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { Logger } from 'pino'
import { is } from 'valibot'
import { BookFormat } from '../../protocol/address-book.ts'
import { bookText } from '../address-books/write-file.ts'
import { clientAddress } from '../client-address.ts'
import { errorCode } from '../files.ts'
import { type Answer, sendJson } from '../http.ts'
import { ADMINISTRATOR } from '../writers.ts'
import { type ApiOptions, ManagerApi, read } from './api.ts'
import { type Session, SignInWish } from './contract.ts'
import { PageFiles } from './files.ts'
import { cookieFor, isOwnPage, mayChange, secretIn, sessionOf } from './guard.ts'
import { PageRefusal, refusalAnswer } from './refusal.ts'
import { type ManagerSession, Sessions } from './sessions.ts'
import { AT_THE_MACHINE, type Entrant, PasswordSignIn, type SignIn } from './sign-in.ts'
import { Tries } from './tries.ts'

const ROOT = '/manager/'
const API = '/manager/api/'

export type ManagerOptions = ApiOptions & {
  /** Where the password's hash lies. */
  data: string
  logger: Logger
  trustedProxies?: readonly string[]
  /** Clock of sessions and links. */
  now?: () => number
}

/** The server manager's web page (SPEC C11): its files, who may in, and what they ask. */
export class Manager {
  readonly #o: ManagerOptions
  readonly #api: ManagerApi
  readonly #files = new PageFiles()
  readonly #sessions: Sessions
  readonly #signIn: SignIn
  readonly #tries = new Tries()

  constructor(options: ManagerOptions) {
    this.#o = options
    this.#api = new ManagerApi(options)
    this.#sessions = new Sessions(options.now)
    this.#signIn = new PasswordSignIn(options.data, options.now)
  }

  /** A link that opens the page once; for an operator, who then is who changes things there. */
  makeLink(entrant?: Entrant): { code: string; expiresAt: number } {
    return this.#signIn.makeLink(entrant)
  }

  /** False = the path is none of ours. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    if (path === '/manager') {
      response.writeHead(308, { location: ROOT, 'content-length': 0 })
      response.end()
      return true
    }
    if (!path.startsWith(ROOT)) return false
    if (!path.startsWith(API)) return this.#files.send(request, response, path.slice(ROOT.length))
    this.#answer(request, response, path.slice(API.length)).then(
      (answer) => {
        if (answer) sendJson(request, response, answer)
      },
      (error: unknown) => {
        const refused = refusalAnswer(error)
        if (!refused && errorCode(error) !== 'ECONNRESET') this.#o.logger.error({ err: error }, 'the manager page')
        sendJson(request, response, refused ?? { status: 500, body: { error: 'internal' } })
      },
    )
    return true
  }

  async #answer(request: IncomingMessage, response: ServerResponse, name: string): Promise<Answer | null> {
    const query = new URL(request.url ?? '', 'http://manager').searchParams
    if (name === 'session' && request.method === 'GET') return ok(await this.#told(request))
    if (name === 'sign-in' && request.method === 'POST') return this.#enter(request)
    // What the page asks by itself does not count as somebody being there.
    const active = name !== 'state' || query.has('active')
    const session = await this.#sessionOf(request, active)
    if (!session) throw new PageRefusal(401, 'notSignedIn')
    const asked = { request, query, from: this.#addressOf(request), by: session.by }
    if (request.method === 'GET') {
      if (name === 'export') return this.#export(response, query.get('base') ?? '')
      if (name === 'books/export') return this.#exportBook(response, query)
      const look = own(this.#api.get, name)
      if (look) return ok(await look(asked))
    } else if (request.method === 'POST') {
      if (!mayChange(request, session)) throw new PageRefusal(403, 'foreignPage')
      if (name === 'sign-out') return this.#leave(request)
      const change = own(this.#api.post, name)
      if (change) {
        const done = await change(asked)
        if (!name.endsWith('preview'))
          this.#o.logger.info({ change: name, address: asked.from }, 'changed on the manager page')
        return ok(done)
      }
    }
    throw new PageRefusal(404, 'notFound')
  }

  async #told(request: IncomingMessage): Promise<Session> {
    return this.#view(await this.#sessionOf(request, true))
  }

  /** An operator who may no more is out at once, and so is whoever came from a browser that may no more. */
  async #sessionOf(request: IncomingMessage, active: boolean): Promise<ManagerSession | null> {
    const session = await sessionOf(request, { sessions: this.#sessions, signIn: this.#signIn, active })
    const { operators } = this.#o.rooms.identity
    if (session === null || session.by === ADMINISTRATOR) return session
    const may = session.keyId !== null && operators.get(session.keyId)?.operator === session.by
    return may && operators.roleOf(session.by) === 'administrator' ? session : null
  }

  async #view(session: ManagerSession | null): Promise<Session> {
    return {
      signedIn: session !== null,
      csrf: session?.csrf ?? null,
      password: (await this.#signIn.mark()) !== null,
    }
  }

  async #enter(request: IncomingMessage): Promise<Answer> {
    if (!isOwnPage(request)) throw new PageRefusal(403, 'foreignPage')
    const address = this.#addressOf(request)
    const wish = await read({ request }, SignInWish)
    const mark = await this.#signIn.mark()
    let entrant = AT_THE_MACHINE
    if ('link' in wish) {
      // Nothing that could be guessed: the tries that others have used up do not lock it.
      const whom = this.#signIn.useLink(wish.link)
      if (whom === null) throw new PageRefusal(403, 'linkOver')
      entrant = whom
    } else {
      const wait = this.#tries.take(address)
      if (wait !== null) throw new PageRefusal(429, 'tooManyTries', wait)
      if (!(await this.#signIn.password(wish.password))) {
        this.#o.logger.warn({ address }, 'the manager page: a wrong password')
        throw new PageRefusal(403, 'wrongPassword')
      }
      this.#tries.right(address)
    }
    const before = secretIn(request)
    if (before !== null) this.#sessions.end(before)
    const { secret, session } = this.#sessions.begin(mark, entrant)
    this.#o.logger.info({ address, by: 'link' in wish ? 'link' : 'password' }, 'signed in to the manager page')
    return { ...ok(await this.#view(session)), headers: { 'set-cookie': cookieFor(request, secret) } }
  }

  #addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.#o.trustedProxies ?? [])
  }

  async #leave(request: IncomingMessage): Promise<Answer> {
    const secret = secretIn(request)
    if (secret !== null) this.#sessions.end(secret)
    return { ...ok(await this.#view(null)), headers: { 'set-cookie': cookieFor(request, null) } }
  }

  /** The file as it is on disk, comments and all. */
  async #export(response: ServerResponse, base: string): Promise<null> {
    const state = this.#o.rooms.routing.fileState(base)
    if (!state) throw new PageRefusal(404, 'unknownBase')
    const file = await fileOf(state)
    response.writeHead(200, downloadOf(`${base}.roustable`, 'text/plain'))
    pipeline(file, response, (error) => {
      if (error) this.#o.logger.debug({ err: error }, 'an export was not taken whole')
    })
    return null
  }

  async #exportBook(response: ServerResponse, query: URLSearchParams): Promise<null> {
    const { addressBooks } = this.#o.rooms
    const book = query.get('book') ?? ''
    const format = query.get('format')
    if (!is(BookFormat, format)) throw new PageRefusal(400, 'invalidRequest')
    const known = addressBooks.shared().find(({ id }) => id === book)
    if (!known) throw new PageRefusal(404, 'noSuchBook')
    const [end, type] = format === 'csv' ? ['csv', 'text/csv'] : ['vcf', 'text/vcard']
    const text = await bookText(addressBooks.entriesOf(null, book), format)
    response.writeHead(200, downloadOf(`${known.name}.${end}`, type))
    response.end(text)
    return null
  }
}

const downloadOf = (name: string, type: string) => ({
  'content-type': `${type}; charset=utf-8`,
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
})

/** Where there never was a rule, there is no file yet: an empty one. */
async function fileOf({ path, rules }: { path: string; rules: number }): Promise<Readable> {
  const file = createReadStream(path)
  try {
    await once(file, 'open')
    return file
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    if (rules > 0) throw new PageRefusal(404, 'notFound')
    return Readable.from([])
  }
}

const ok = (body: unknown): Answer => ({ status: 200, body })

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
