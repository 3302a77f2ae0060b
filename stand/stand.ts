import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as v from 'valibot'
import { Base } from './data/base.ts'
import { readBody } from './http.ts'
import { ODATA_PATH, ODataServer } from './odata/server.ts'
import { WebClientServer } from './webclient/server.ts'

export type StandOptions = {
  /** 0 = any free one. */
  webPort: number
  /** The web client's page: one ES module, as `vite.webclient.config.ts` builds it. */
  page: string
  /** The page for measuring, likewise; served under `webClientUrl` + `bench/`. */
  benchPage?: string
  /** How many clients there are; two thousand unless told. */
  clients?: number
  /** Of OData's user `trubka`; `trubka` unless told. */
  password?: string
}

export type Stand = {
  base: Base
  webClient: WebClientServer
  odata: ODataServer
  /** `http://127.0.0.1:8081` */
  origin: string
  /** The web client in Russian and in English. */
  webClientUrl: string
  webClientEnglishUrl: string
  odataUrl: string
  stop(): Promise<void>
}

/** `POST /stand/odata`: the switches of OData for a stand in another process. */
const Switches = v.partial(
  v.strictObject({
    state: v.picklist(['up', 'down', 'hang']),
    delayMs: v.number(),
    user: v.string(),
    password: v.string(),
    failNext: v.number(),
    cutNext: v.number(),
  }),
)

/** One 1C publication named `crm`: web client and OData on one port, over one set of data. */
export async function startStand(options: StandOptions): Promise<Stand> {
  const base = new Base({ clients: options.clients })
  const webClient = new WebClientServer({ base, page: options.page, benchPage: options.benchPage })
  const odata = new ODataServer(base, options.password)

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://stand')
    if (await odata.handle(request, response, url)) return
    if (await webClient.handle(request, response, url)) return
    if (request.method === 'POST' && url.pathname === '/stand/odata') {
      const { output, success } = v.safeParse(Switches, JSON.parse(await readBody(request)))
      if (success) odata.set(withoutUndefined(output))
      response
        .writeHead(success ? 200 : 400, { 'content-type': 'application/json' })
        .end(JSON.stringify(odata.switches()))
      return
    }
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found')
  }
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(String(error))
    })
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(options.webPort, '127.0.0.1', done)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand has no port')
  const origin = `http://127.0.0.1:${address.port}`
  return {
    base,
    webClient,
    odata,
    origin,
    webClientUrl: `${origin}/crm/ru/`,
    webClientEnglishUrl: `${origin}/crm/en_US/`,
    odataUrl: origin + ODATA_PATH,
    async stop() {
      webClient.stop()
      odata.stop()
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  Object.assign(result, Object.fromEntries(Object.entries(value).filter(([, x]) => x !== undefined)))
  return result
}
