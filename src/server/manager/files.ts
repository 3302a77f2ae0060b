import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Beside the built server. */
const FOLDER = fileURLToPath(new URL('./manager/', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

type File = { body: Buffer; type: string; named: boolean }

/** The page's own files, all in memory: no path that is asked for ever reaches the disk. */
export class PageFiles {
  readonly #files = new Map<string, File>()

  constructor(folder = FOLDER) {
    for (const name of filesIn(folder)) {
      const type = TYPES[name.split('.').at(-1) ?? '']
      // What the build names by its content never changes.
      if (type) this.#files.set(name, { body: readFileSync(join(folder, name)), type, named: name !== 'index.html' })
    }
  }

  /** False = there is no such file. */
  send(request: IncomingMessage, response: ServerResponse, name: string): boolean {
    const file = this.#files.get(name === '' ? 'index.html' : name)
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return false
    response.writeHead(200, {
      ...HEADERS,
      'content-type': file.type,
      'content-length': file.body.length,
      'cache-control': file.named ? 'private, max-age=31536000, immutable' : 'no-store',
    })
    response.end(request.method === 'HEAD' ? undefined : file.body)
    return true
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name).slice(folder.length).replaceAll('\\', '/').replace(/^\//, ''))
  } catch {
    // Run from its sources, without a built page.
    return []
  }
}
