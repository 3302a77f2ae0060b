import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What stands before 1C and may answer in its place, as a web server does while the base is being mended. */
export async function gateBeforeOneC(url: string) {
  const gate = {
    url: '',
    /** Said with 200 to questions with this method. */
    says: null as { to: string; text: string } | null,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', headers } = request
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    response.setHeader('content-type', 'application/json')
    if (gate.says?.to === method) {
      response.end(gate.says.text)
      return
    }
    const { authorization = '', accept = '' } = headers
    const answer = await fetch(`${url.replace(/\/$/, '')}${request.url ?? ''}`, {
      method,
      headers: { authorization, accept, 'content-type': 'application/json' },
      ...(parts.length === 0 ? {} : { body: Buffer.concat(parts) }),
    })
    response.writeHead(answer.status).end(await answer.text())
  }
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  gate.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return gate
}
