import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Base } from './data/base.ts'
import { WebClientServer } from './webclient/server.ts'

export type StandOptions = {
  /** 0 = any free one. */
  webPort: number
  /** The web client's page: one ES module, as `vite.webclient.config.ts` builds it. */
  page: string
}

export type Stand = {
  base: Base
  webClient: WebClientServer
  /** `http://127.0.0.1:8081` */
  origin: string
  /** The web client in Russian and in English. */
  webClientUrl: string
  webClientEnglishUrl: string
  stop(): Promise<void>
}

/** One 1C publication named `crm`: web client and OData on one port, over one set of data. */
export async function startStand(options: StandOptions): Promise<Stand> {
  const base = new Base()
  const webClient = new WebClientServer({ base, page: options.page })
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://stand')
    if (await webClient.handle(request, response, url)) return
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
    origin,
    webClientUrl: `${origin}/crm/ru/`,
    webClientEnglishUrl: `${origin}/crm/en_US/`,
    async stop() {
      webClient.stop()
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}
