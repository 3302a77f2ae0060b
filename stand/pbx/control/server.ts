import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { NamedNumber } from '../options.ts'
import type { StandPbx } from '../stand-pbx.ts'
import { isJson, isOurs, readJson } from './border.ts'
import { command, Refused } from './commands.ts'
import html from './page.html?raw'
import js from './page.js?raw'
import { Stream } from './stream.ts'
import { stateView } from './view.ts'

export type ControlPage = { readonly url: string; stop(): Promise<void> }

const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/': ['text/html', html],
  '/page.js': ['text/javascript', js],
}

// The style is part of the page, and the only inline thing that may run in it.
const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? ''
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "connect-src 'self'",
].join('; ')

/** The page from which a person plays the phones and the clients. */
export async function startControlPage(
  pbx: StandPbx,
  options: { host: string; port: number; suggestions: readonly NamedNumber[] },
): Promise<ControlPage> {
  const state = (): unknown => stateView(pbx, options.suggestions)
  const stream = new Stream(state)
  const forget = pbx.onChange(() => stream.changed())

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://stand')
    const refuse = (status: number, error: string): void => answer(response, status, { error })
    if (!isOurs(request, options.host)) refuse(403, 'Команды принимаются только с этой страницы.')
    else if (request.method === 'POST' && !isJson(request)) refuse(415, 'Нужен JSON.')
    else if (request.method === 'POST') {
      const body = await readJson(request)
      if (body === undefined) throw new Refused(400, 'Команда не читается.')
      command(pbx, decodeURIComponent(pathname), body)
      answer(response, 200, {})
    } else if (request.method !== 'GET') refuse(405, 'Только GET и POST.')
    else if (pathname === '/state') answer(response, 200, state())
    else if (pathname === '/events') stream.open(response)
    else {
      const file = files[pathname]
      if (file) send(response, 200, file[0], file[1])
      else refuse(404, 'Такой страницы нет.')
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (error instanceof Refused) answer(response, error.status, { error: error.message })
      else if (error instanceof URIError) answer(response, 400, { error: 'Команда не читается.' })
      else answer(response, 500, { error: 'Стенд не справился с командой.' })
    })
  })
  const port = await listen(server, options.host, options.port)
  return {
    url: `http://${options.host}:${port}/`,
    async stop() {
      forget()
      stream.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      resolve(address !== null && typeof address !== 'string' ? address.port : port)
    })
  })
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', JSON.stringify(body))
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  if (response.headersSent) return
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(text)
}
