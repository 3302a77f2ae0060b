import { readFile } from 'node:fs/promises'
import { request as overHttp } from 'node:http'
import { request as overTls } from 'node:https'

type Wish = {
  token: string
  body: unknown
  withinMs: number
  /** Where the server speaks TLS: it must be the very certificate that the settings name, whatever names it has. */
  tls?: { certificate: string }
}

/** Asks the server on this machine. Rejects when it does not answer, or is another one. */
export async function post(
  url: string,
  { token, body, withinMs, tls }: Wish,
): Promise<{ status: number; said: unknown }> {
  const options = {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(withinMs),
    ...(tls && {
      ca: await readFile(tls.certificate, 'utf8'),
      allowPartialTrustChain: true,
      checkServerIdentity: () => undefined,
    }),
  }
  return new Promise((resolve, reject) => {
    const request = (tls ? overTls : overHttp)(url, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, said: parsed(Buffer.concat(parts).toString()) }),
      )
    })
    request.on('error', reject)
    request.end(JSON.stringify(body))
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
