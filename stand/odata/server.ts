import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Base } from '../data/base.ts'
import { readBody } from '../http.ts'
import type { EntitySet, Row } from './edm.ts'
import { badQuery, keyExists, noRow, noSet, notAllowed, ODataRefusal } from './errors.ts'
import { rowsOfKey } from './key.ts'
import { metadataOf } from './metadata.ts'
import { Query } from './query.ts'
import { SETS } from './sets.ts'
import { changesOf, newRow } from './writes.ts'

export const ODATA_PATH = '/crm/odata/standard.odata/'

export type ODataSwitches = {
  /** down = 503 to all; hang = no answer at all. */
  state: 'up' | 'down' | 'hang'
  /** Every answer comes so much later. */
  delayMs: number
  user: string
  password: string
  /** So many of the next requests fail with 500. */
  failNext: number
  /** So many of the next answers break off half-way; what was asked has been done. */
  cutNext: number
  /** own = the Ref_Key in a POST is not kept. */
  keys: 'given' | 'own'
  /** fails = a condition on Ref_Key is answered with 500, as was seen of a live base. */
  keyFilter: 'works' | 'fails'
}

export type ODataRequest = { method: string; path: string; status: number }

type Answer = { status: number; body: string; type?: string }
const JSON_TYPE = 'application/json;odata=minimalmetadata;charset=utf-8'
/** Enough to see what a test's client asked. */
const MOST_REQUESTS = 2000

/** The standard OData interface of the publication `crm`, OData v3. */
export class ODataServer {
  readonly #base: Base
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #requests: ODataRequest[] = []
  #switches: ODataSwitches
  /** Answers until the one that breaks off. */
  #untilCut: number | null = null
  /** Answers until it goes down. */
  #untilDown: number | null = null

  constructor(base: Base, password = 'trubka') {
    this.#base = base
    this.#switches = {
      state: 'up',
      delayMs: 0,
      user: 'trubka',
      password,
      failNext: 0,
      cutNext: 0,
      keys: 'given',
      keyFilter: 'works',
    }
  }

  set(change: Partial<ODataSwitches>): void {
    this.#switches = { ...this.#switches, ...change }
  }

  /** The `n`th answer from now on breaks off half-way, counted from 1; what was asked has been done. */
  cutAfter(n: number | null): void {
    this.#untilCut = n
  }

  /** After `n` more answers nobody is there. */
  downAfter(n: number): void {
    this.#untilDown = n
  }

  switches(): ODataSwitches {
    return { ...this.#switches }
  }

  /** What was asked and how it was answered, decoded, in order. */
  requests(): ODataRequest[] {
    return [...this.#requests]
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }

  /** False = the address is not OData's. */
  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    if (!url.pathname.startsWith(ODATA_PATH)) return false
    if (this.#switches.state === 'hang') return true
    if (this.#switches.delayMs > 0) await this.#delay(this.#switches.delayMs)
    const answer = await this.#answer(request, url)
    if (this.#requests.length >= MOST_REQUESTS) this.#requests.shift()
    this.#requests.push({
      method: request.method ?? '',
      path: decoded(url.pathname + url.search),
      status: answer.status,
    })
    const signIn = answer.status === 401 ? { 'www-authenticate': 'Basic realm="1C:Enterprise 8.3"' } : {}
    response.writeHead(answer.status, {
      'content-type': answer.type ?? JSON_TYPE,
      dataserviceversion: '3.0',
      ...signIn,
    })
    if (this.#cuts()) {
      response.write(answer.body.slice(0, Math.ceil(answer.body.length / 2)), () => response.destroy())
    } else response.end(answer.body)
    return true
  }

  #cuts(): boolean {
    if (this.#untilCut !== null && --this.#untilCut === 0) {
      this.#untilCut = null
      return true
    }
    if (this.#switches.cutNext === 0) return false
    this.set({ cutNext: this.#switches.cutNext - 1 })
    return true
  }

  async #answer(request: IncomingMessage, url: URL): Promise<Answer> {
    if (this.#untilDown !== null && this.#untilDown-- === 0) {
      this.#untilDown = null
      this.set({ state: 'down' })
    }
    const { state, failNext, keyFilter } = this.#switches
    if (state === 'down') return { status: 503, type: 'text/html', body: '<html>Service Unavailable</html>' }
    if (failNext > 0) {
      this.set({ failNext: failNext - 1 })
      return { status: 500, type: 'text/plain; charset=utf-8', body: 'Ошибка СУБД' }
    }
    if (keyFilter === 'fails' && /Ref_Key (eq|ne)/.test(queryOf(url).get('$filter') ?? ''))
      return { status: 500, type: 'text/plain; charset=utf-8', body: 'Ошибка СУБД' }
    if (!this.#signedIn(request.headers.authorization)) return { status: 401, type: 'text/plain', body: '' }
    try {
      return await this.#dispatch(request, url)
    } catch (error) {
      if (error instanceof ODataRefusal) return { status: error.status, body: error.body() }
      throw error
    }
  }

  #signedIn(header: string | undefined): boolean {
    const given = /^Basic (.+)$/.exec(header ?? '')?.[1]
    if (given === undefined) return false
    return Buffer.from(given, 'base64').toString('utf8') === `${this.#switches.user}:${this.#switches.password}`
  }

  async #dispatch(request: IncomingMessage, url: URL): Promise<Answer> {
    const path = decoded(url.pathname).slice(ODATA_PATH.length)
    if (path === '$metadata') return { status: 200, type: 'application/xml;charset=utf-8', body: metadataOf(SETS) }
    const root = `${url.protocol}//${request.headers.host ?? ''}${ODATA_PATH}`
    if (path === '')
      return json(200, {
        'odata.metadata': `${root}$metadata`,
        value: [...SETS.keys()].map((name) => ({ name, url: name })),
      })
    const m = /^([\p{L}\d_]+)(?:\((.*)\))?(\/\$count)?$/su.exec(path)
    if (!m) throw noSet(path)
    const [, name = '', key, count] = m
    const set = SETS.get(name)
    if (!set) throw noSet(name)
    const of = `${root}$metadata#${name}`
    if (request.method === 'GET') return this.#get(request, set, { key, count: count !== undefined, of, url })
    const body: unknown = request.method === 'DELETE' ? {} : parsed(await readBody(request))
    const changed = this.#write(request.method ?? '', set, key, body)
    return changed.row
      ? json(changed.status, { 'odata.metadata': `${of}/@Element`, ...changed.row })
      : { status: changed.status, body: '' }
  }

  #get(
    request: IncomingMessage,
    set: EntitySet,
    ask: { key: string | undefined; count: boolean; of: string; url: URL },
  ): Answer {
    const parameters = queryOf(ask.url)
    const query = new Query(SETS, this.#base, set, parameters)
    if (ask.count) return { status: 200, type: 'text/plain;charset=utf-8', body: String(query.find().count) }
    // Without the word for JSON 1C answers in Atom; that is left to those who want it.
    const wantsJson =
      parameters.get('$format')?.startsWith('json') || request.headers.accept?.includes('application/json')
    if (!wantsJson)
      return {
        status: 200,
        type: 'application/atom+xml;charset=utf-8',
        body: '<feed xmlns="http://www.w3.org/2005/Atom"/>',
      }
    if (ask.key !== undefined) {
      return json(200, { 'odata.metadata': `${ask.of}/@Element`, ...query.shape(this.#row(set, ask.key)) })
    }
    const { rows, count } = query.find()
    const inline = parameters.get('$inlinecount') === 'allpages' ? { 'odata.count': String(count) } : {}
    return json(200, { 'odata.metadata': ask.of, ...inline, value: rows })
  }

  #write(method: string, set: EntitySet, key: string | undefined, body: unknown): { status: number; row: Row | null } {
    if (method === 'POST' && key === undefined && set.create) {
      const made = newRow(set, body, SETS)
      if (this.#switches.keys === 'own' && 'Ref_Key' in made) made.Ref_Key = randomUUID()
      const row = set.create(this.#base, made)
      if (!row) throw keyExists()
      return { status: 201, row }
    }
    if (key === undefined) throw notAllowed(set.name)
    const old = this.#row(set, key)
    if (method === 'PATCH' && set.update) {
      const changes = changesOf(set, body, SETS)
      // A key cannot be changed by writing into it.
      for (const name of set.keys) delete changes[name]
      set.update(this.#base, old, { ...old, ...changes })
      return { status: 200, row: this.#row(set, key) }
    }
    if (method === 'DELETE' && set.remove) {
      set.remove(this.#base, old)
      return { status: 204, row: null }
    }
    throw notAllowed(set.name)
  }

  #row(set: EntitySet, key: string): Row {
    const [row] = rowsOfKey(set, key, set.rows(this.#base))
    if (!row) throw noRow(set.name)
    return row
  }

  #delay(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        done()
      }, ms)
      this.#timers.add(timer)
    })
  }
}

const json = (status: number, body: object): Answer => ({ status, body: JSON.stringify(body) })

/** A plus is a plus to 1C, not a space. */
function queryOf(url: URL): URLSearchParams {
  return new URLSearchParams(url.search.replaceAll('+', '%2B'))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badQuery('адрес')
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw badQuery('тело запроса')
  }
}
