import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import * as v from 'valibot'
import { BookId } from '../../protocol/address-book.ts'
import { isTooDeep } from '../depth.ts'
import { readBody } from '../http.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { pageWriter } from '../writers.ts'
import { bookWishOf, fillBook, previewBook } from './books.ts'
import {
  type BaseView,
  BookWish,
  BrowserGone,
  type ManagerState,
  type OperatorView,
  RoleWish,
  SettingsWish,
  WriteWish,
} from './contract.ts'
import { History } from './history.ts'
import { previewImport, runImport } from './import.ts'
import { PageRefusal } from './refusal.ts'
import type { ManagerRooms } from './rooms.ts'
import type { LiveSettings } from './settings.ts'

const MAX_BODY = 64 * 1024
/** Half a million rules; larger tables are put into the folder of the files. */
const MAX_IMPORT = 16 * 1024 * 1024
const REFUSED_SHOWN = 100

const OperatorWish = v.strictObject({ operator: v.pipe(v.string(), v.maxLength(100)) })
const TokenWish = v.strictObject({ base: v.string(), name: v.pipe(v.string(), v.trim(), v.maxLength(100)) })
const BookGone = v.strictObject({ id: BookId })
const RevokeWish = v.strictObject({ id: v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)) })

/** `by` = who is signed in: an operator's id, or `ADMINISTRATOR`. */
export type Asked = { request: IncomingMessage; query: URLSearchParams; from: string; by: string }
export type Handler = (asked: Asked) => Promise<unknown>

export type ApiOptions = { rooms: ManagerRooms; settings: LiveSettings; ledger: Ledger; version: string }

/** What a signed-in administrator may ask: `GET` looks, `POST` changes. */
export class ManagerApi {
  readonly #rooms: ManagerRooms
  readonly #settings: LiveSettings
  readonly #history: History
  readonly #version: string

  constructor({ rooms, settings, ledger, version }: ApiOptions) {
    this.#rooms = rooms
    this.#settings = settings
    this.#version = version
    this.#history = new History(ledger, {
      operator: (id) => rooms.people.byId(id)?.name ?? '',
      token: (id) => rooms.tokens.named(id),
      identity: rooms.identity,
    })
  }

  readonly get: Readonly<Record<string, Handler>> = {
    state: async () => this.#state(),
    rules: async ({ query }) => {
      const { routing } = this.#rooms
      const part = (query.get('part') ?? '').slice(0, 40)
      return routing.search(this.#base(query), { part, after: query.get('after'), limit: 100 })
    },
    history: async ({ query }) => {
      const base = query.has('base') ? this.#base(query) : null
      return this.#history.rules({ base, part: (query.get('part') ?? '').slice(0, 40), before: placeIn(query) })
    },
    changes: async ({ query }) => this.#history.changes(placeIn(query)),
    listenings: async ({ query }) => this.#history.listenings(placeIn(query)),
  }

  readonly post: Readonly<Record<string, Handler>> = {
    settings: async (asked) => {
      const wish = await read(asked, SettingsWish)
      const { routing, customers, interactions, chat, retention } = this.#rooms
      for (const base of Object.keys(wish.interactions ?? {})) this.#known(base)
      await this.#settings.change(wish, who(asked), {
        setInteractions: (base, count) => interactions.setNeeded(base, count),
        setKeepDays: (what, days) => {
          if (what === 'chat') chat.setKeepDays(days || null)
          else retention?.setDays(days || null)
        },
        setEnabled: (enabled) => routing.setEnabled(enabled),
        setLengths: async (lengths) => {
          try {
            await routing.setLengths(lengths)
          } finally {
            // Rules that cannot be read now will be read by these.
            customers.setLengths(lengths)
          }
        },
      })
      return this.#state()
    },
    codes: async (asked) => {
      const { operator } = await read(asked, OperatorWish)
      const { people, identity } = this.#rooms
      if (!people.byId(operator)) throw new PageRefusal(404, 'noSuchOperator')
      return identity.makeCode(operator)
    },
    roles: async (asked) => {
      const { operator, role } = await read(asked, RoleWish)
      const { people, identity } = this.#rooms
      if (!people.byId(operator)) throw new PageRefusal(404, 'noSuchOperator')
      await identity.operators.give(operator, role, who(asked))
      return this.#state()
    },
    'browsers/revoke': async (asked) => {
      const { keyId } = await read(asked, BrowserGone)
      if (!(await this.#rooms.identity.operators.revoke(keyId, who(asked)))) throw new PageRefusal(404, 'noSuchBrowser')
      return this.#state()
    },
    tokens: async (asked) => {
      const wish = await read(asked, TokenWish)
      this.#known(wish.base)
      return this.#rooms.tokens.make({ ...wish, ...who(asked) })
    },
    'tokens/revoke': async (asked) => {
      const { id } = await read(asked, RevokeWish)
      if (!(await this.#rooms.tokens.revoke(id, who(asked)))) throw new PageRefusal(404, 'noSuchToken')
      return {}
    },
    rules: async (asked) => {
      const wish = await read(asked, WriteWish)
      return this.#rooms.routing.write({ ...wish, ...who(asked), by: pageWriter(asked.by) })
    },
    books: async (asked) => {
      const { id, name } = await read(asked, BookWish)
      await this.#rooms.addressBooks.name(id, name, who(asked))
      return this.#state()
    },
    'books/remove': async (asked) => {
      const { id } = await read(asked, BookGone)
      await this.#rooms.addressBooks.remove(id, who(asked))
      return this.#state()
    },
    'books/preview': async ({ request, query }) => {
      const wish = { ...bookWishOf(query), file: await readBody(request, MAX_IMPORT) }
      return previewBook(this.#rooms.addressBooks, wish)
    },
    'books/import': async (asked) => {
      const wish = { ...bookWishOf(asked.query), file: await readBody(asked.request, MAX_IMPORT) }
      return fillBook(this.#rooms.addressBooks, wish, who(asked))
    },
    'import/preview': async ({ request, query }) => {
      const base = this.#base(query)
      return previewImport(this.#rooms.routing, base, await readBody(request, MAX_IMPORT))
    },
    import: async (asked) => {
      const { request, query } = asked
      const base = this.#base(query)
      const id = query.get('id') ?? randomUUID()
      if (!v.is(v.pipe(v.string(), v.uuid()), id)) throw new PageRefusal(400, 'invalidRequest')
      const file = await readBody(request, MAX_IMPORT)
      return runImport(this.#rooms.routing, { base, file, id, ...who(asked), by: pageWriter(asked.by) })
    },
  }

  #base(query: URLSearchParams): string {
    return this.#known(query.get('base') ?? '')
  }

  #known(base: string): string {
    if (this.#rooms.routing.fileState(base) === null) throw new PageRefusal(404, 'unknownBase')
    return base
  }

  #state(): ManagerState {
    const { pbx, tokens, routing, callRecords } = this.#rooms
    return {
      version: this.#version,
      settings: this.#settings.view,
      routingFailing: routing.failing,
      pbx: { link: pbx.link, faults: pbx.faults },
      callRecords: callRecords && { path: callRecords.path, ...callRecords.state },
      bases: this.#bases(),
      operators: this.#operators(),
      books: this.#rooms.addressBooks.shared(),
      tokens: tokens.list(),
    }
  }

  #bases(): BaseView[] {
    const { customers, outbox, routing } = this.#rooms
    return customers.bases().map((base) => {
      const file = routing.fileState(base.id)
      return {
        ...base,
        fault: customers.fault(base.id),
        lacks: customers.lacks(base.id).map(({ part, names }) => ({ part, names: [...names] })),
        progress: customers.progress(base.id),
        owed: outbox.state(base.id),
        interactions: this.#settings.interactionsView(base.id),
        file: file && { ...file, refused: file.refused.slice(0, REFUSED_SHOWN) },
      }
    })
  }

  #operators(): OperatorView[] {
    const { people, calls, identity } = this.#rooms
    const lines = calls.lines()
    const browsers = identity.operators.browsers()
    return people.all.map((person) => ({
      ...person,
      line: person.number === null ? null : (lines[person.number] ?? null),
      role: identity.operators.roleOf(person.id),
      browsers: (browsers.get(person.id) ?? []).map(({ keyId, browser = '', from = '', pairedAt, seenAt }) => ({
        keyId,
        name: browser,
        from,
        pairedAt,
        seenAt,
      })),
    }))
  }
}

const who = ({ by, from }: Asked) => ({ by, from })

function placeIn(query: URLSearchParams): number | null {
  const before = query.get('before')
  if (before === null) return null
  if (!/^\d{1,15}$/.test(before)) throw new PageRefusal(400, 'invalidRequest')
  return Number(before)
}

export async function read<S extends v.GenericSchema>(
  { request }: Pick<Asked, 'request'>,
  schema: S,
): Promise<v.InferOutput<S>> {
  const body = await readBody(request, MAX_BODY)
  if (isTooDeep(body)) throw new PageRefusal(400, 'invalidRequest')
  const text = body.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new PageRefusal(400, 'invalidRequest')
  }
  const result = v.safeParse(schema, value)
  if (!result.success) throw new PageRefusal(400, 'invalidRequest')
  return result.output
}
