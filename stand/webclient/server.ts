import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as v from 'valibot'
import type { Base } from '../data/base.ts'
import { readBody } from '../http.ts'
import { asks, type SaveAsk } from './asks.ts'
import { requestsView } from './interest-view.ts'
import { formView, refusalOf, writeObject } from './objects.ts'
import { listView, previewView, usersView } from './views.ts'
import type { Fault, SaveAnswer } from './wire.ts'

export type WebClientOptions = {
  base: Base
  /** The page's bundle: one ES module. */
  page: string
  /** Likewise the page for measuring (bench-page.ts), for those who measure. */
  benchPage: string | undefined
}

const html = (locale: string) => `<!DOCTYPE html>
<html lang="${locale.slice(0, 2)}">
<head><meta charset="utf-8"><title>1С:Предприятие</title><link rel="icon" href="data:,"></head>
<body><script type="module" src="scripts/mod_main.js"></script></body>
</html>
`

const COUNTS_FAULTS = '<script type="module" src="scripts/mod_main.js"></script>'
const SCRIPT = 'text/javascript; charset=utf-8'

/** The publication's web client under `/crm/ru/` and `/crm/en_US/`: page, pictures, and the page's own calls. */
export class WebClientServer {
  readonly #base: Base
  readonly #page: string
  readonly #benchPage: string | undefined
  readonly #sessions = new Set<string>()
  readonly #faults: Fault[] = []
  readonly #placed = new Map<string, string>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #writes = 0

  constructor({ base, page, benchPage }: WebClientOptions) {
    this.#base = base
    this.#page = page
    this.#benchPage = benchPage
  }

  /**
   * Serves a page that has 1C's markup in it already, under `webClientUrl` + `name`: a fixture, or what another platform
   * would draw. Nothing moves on it, but its faults are counted.
   */
  place(name: string, page: string): void {
    this.#placed.set(name, page.replace(/<\/body>|$/u, `${COUNTS_FAULTS}$&`))
  }

  /** Sessions begun; each costs a licence, so one that nobody opened by hand is a fault (D10). */
  sessions(): number {
    return this.#sessions.size
  }

  /** Writes that changed the data. */
  writes(): number {
    return this.#writes
  }

  /** What the pages have told of, and what only the server sees: calls that no page of 1C's has made (D10). */
  faults(): Fault[] {
    return [...this.#faults]
  }

  /** A fault that only somebody outside could see. */
  tell(fault: Fault): void {
    this.#faults.push(fault)
  }

  /** The same, and they are forgotten: for a test that commits them. */
  takeFaults(): Fault[] {
    return this.#faults.splice(0)
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }

  /** False = the address is not the web client's. */
  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const m = /^\/crm\/(ru|ru_RU|en|en_US)\/(.*)$/.exec(url.pathname)
    const [, locale, rest] = m ?? []
    if (locale === undefined || rest === undefined) return false
    if (rest === '') this.#noteOpening(request, url)
    const placed = this.#placed.get(decodeURIComponent(rest))
    if (placed !== undefined) return send(response, 200, 'text/html; charset=utf-8', placed)
    if (rest === '' || rest === 'bench/') return send(response, 200, 'text/html; charset=utf-8', html(locale))
    if (rest === 'scripts/mod_main.js') return send(response, 200, SCRIPT, this.#page)
    if (rest === 'bench/scripts/mod_main.js') {
      return this.#benchPage === undefined ? false : send(response, 200, SCRIPT, this.#benchPage)
    }
    if (rest === 'e1cib/convertPicture') return send(response, 200, 'image/svg+xml', picture(url))
    const call = /^e1cib\/(\w+)$/.exec(rest)?.[1]
    if (call === undefined) return false
    if (request.headers['x-stand-page'] !== '1') this.#faults.push({ kind: 'session', detail: `${call} by a stranger` })
    if (request.method !== 'POST') return false
    const body: unknown = JSON.parse(await readBody(request))
    if (call === 'fault') {
      this.#faults.push(v.parse(asks.fault, body))
      return json(response, {})
    }
    if (call === 'start') {
      const seanceId = randomUUID()
      this.#sessions.add(seanceId)
      return json(response, { seanceId })
    }
    if (!this.#sessions.has(url.searchParams.get('seanceId') ?? '')) {
      return send(response, 403, 'application/json', '{"error":"no session"}')
    }
    const answer = await this.#answer(call, body, locale.startsWith('en'))
    return answer === null ? false : json(response, answer)
  }

  /** A page of 1C's is a session and a licence: only a person opens one, in a tab. */
  #noteOpening(request: IncomingMessage, url: URL): void {
    const into = request.headers['sec-fetch-dest']
    if (into !== undefined && into !== 'document') this.tell({ kind: 'new-tab', detail: `${url.pathname} as ${into}` })
  }

  async #answer(call: string, body: unknown, english: boolean): Promise<object | null> {
    switch (call) {
      case 'list':
        return listView(this.#base, v.parse(asks.list, body))
      case 'requests':
        return requestsView(this.#base, v.parse(asks.requests, body))
      case 'preview': {
        const client = this.#base.client(v.parse(asks.preview, body).ref)
        return client ? previewView(this.#base, client) : null
      }
      case 'form':
        return formView(this.#base, v.parse(asks.form, body), english)
      case 'users':
        return { users: usersView(this.#base, v.parse(asks.users, body)) }
      case 'logForm': {
        const ask = v.parse(asks.logForm, body)
        await this.#hold(ask.blockMs)
        return this.#write(ask)
      }
      default:
        return null
    }
  }

  #write({ object, outcome }: SaveAsk): SaveAnswer {
    if (outcome === 'error')
      return { outcome, message: 'Ошибка при вызове метода контекста (Записать): Конфликт блокировок' }
    if (outcome === 'refused') return { outcome, message: 'Не удалось записать: «Клиент»! ИНН не прошёл проверку' }
    const refusal = refusalOf(object)
    if (refusal !== null) return { outcome: 'refused', message: refusal }
    this.#writes++
    return { outcome: 'ok', object: writeObject(this.#base, object) }
  }

  #hold(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        done()
      }, ms)
      this.#timers.add(timer)
    })
  }
}

const picture = (url: URL) => {
  const deleted = url.searchParams.get('gx') === '3'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 4h5l1 1h6v8H2z" fill="${deleted ? '#d66' : '#e7c65a'}"/></svg>`
}

const json = (response: ServerResponse, body: object) => send(response, 200, 'application/json', JSON.stringify(body))

function send(response: ServerResponse, status: number, type: string, body: string): true {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
  return true
}
