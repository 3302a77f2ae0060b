import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'

/** A web server of a company's own, with the files of a folder. */
export async function serveFolder(folder: string): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const name = (request.url ?? '').split('?')[0]?.slice(1) ?? ''
    if (!/^[\w.-]+$/.test(name)) return void response.writeHead(404).end()
    readFile(join(folder, name)).then(
      (bytes) => response.writeHead(200, { 'content-type': typeOf(name) }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

function typeOf(name: string): string {
  if (name.endsWith('.crx')) return 'application/x-chrome-extension'
  if (name.endsWith('.xpi')) return 'application/x-xpinstall'
  return name.endsWith('.json') ? 'application/json' : 'text/xml'
}
