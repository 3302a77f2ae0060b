import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a configuration calls what the stand's base has: the stand's name → its own. */
export type OtherNames = {
  /** Sets, and properties wherever they are. */
  everywhere: Readonly<Record<string, string>>
  /** Properties of one of the stand's sets alone. */
  within: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** The stand's OData as a base of another configuration publishes it: the same objects under other names. */
export async function renamedOneC(url: string, names: OtherNames) {
  const server = createServer((request, response) => {
    forward(url, names, request).then(
      ({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text),
      // 1C has gone.
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function forward(url: string, names: OtherNames, request: IncomingMessage) {
  const asked = decodeURIComponent((request.url ?? '/').slice(1))
  const set = renamed(/^[\p{L}\d_]*/u.exec(asked)?.[0] ?? '', turned(names.everywhere))
  const own = names.within[set] ?? {}
  const inwards = (text: string) => renamed(renamed(text, turned(own)), turned(names.everywhere))
  // Who asks by the stand's own names is told that there are no such.
  const unknown = [...Object.keys(names.everywhere), ...Object.keys(own)].find((name) => has(asked, name))
  if (unknown !== undefined) return { status: 404, type: 'text/plain', text: unknown }
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = inwards(Buffer.concat(parts).toString('utf8'))
  const [path = '', query] = inwards(asked).split('?')
  const escaped = (query ?? '').split('&').map((part) => {
    const at = part.indexOf('=')
    return at < 0 ? part : `${part.slice(0, at)}=${encodeURIComponent(part.slice(at + 1))}`
  })
  const address = path.split('/').map(encodeURIComponent).join('/')
  const answer = await fetch(`${url}${address}?${escaped.join('&')}`, {
    method: request.method ?? 'GET',
    headers: {
      authorization: request.headers.authorization ?? '',
      accept: request.headers.accept ?? '',
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === '' ? {} : { body }),
  })
  const text = await answer.text()
  const type = answer.headers.get('content-type') ?? ''
  const local = set === '' || path === '$metadata' ? ofEachType(text, names.within) : renamed(text, own)
  return { status: answer.status, type, text: renamed(local, names.everywhere) }
}

/** In `$metadata` each set's properties stand in its own element. */
const ofEachType = (xml: string, within: OtherNames['within']): string =>
  xml.replace(/<EntityType Name="([^"]+)">.*?<\/EntityType>/gsu, (type, set: string) =>
    renamed(type, within[set] ?? {}),
  )

const turned = (names: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(names).map(([from, to]) => [to, from]))

/** Whole names alone, and sets also before the name of a table part. */
const pattern = (name: string) => new RegExp(`(?<![\\p{L}\\d_])${name}(?![\\p{L}\\d])`, 'gu')
const has = (text: string, name: string) => pattern(name).test(text)

function renamed(text: string, names: Readonly<Record<string, string>>): string {
  let now = text
  for (const [from, to] of Object.entries(names)) now = now.replace(pattern(from), () => to)
  return now
}
