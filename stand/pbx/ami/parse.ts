/** What a client asked for: keys without regard to case, each with all its values in order. */
export class AmiRequest {
  readonly #values = new Map<string, string[]>()
  readonly #entries: [key: string, value: string][] = []

  add(key: string, value: string): void {
    this.#entries.push([key, value])
    const name = key.toLowerCase()
    const values = this.#values.get(name)
    if (values) values.push(value)
    else this.#values.set(name, [value])
  }

  /** All as they came. */
  entries(): readonly [key: string, value: string][] {
    return this.#entries
  }

  /** The first value, or an empty text. */
  get(key: string): string {
    return this.all(key)[0] ?? ''
  }

  has(key: string): boolean {
    return this.#values.has(key.toLowerCase())
  }

  all(key: string): readonly string[] {
    return this.#values.get(key.toLowerCase()) ?? []
  }
}

/** Limits of main/manager.c: a line is read into 1024 bytes, a message holds 128 lines. */
const maxLine = 1024
const maxLines = 128

/** Cuts a client's stream into requests. */
export class AmiRequests {
  #rest = ''
  #lines: string[] = []
  #tooLong = false

  push(chunk: string): { requests: AmiRequest[]; error: string | null } {
    const requests: AmiRequest[] = []
    let error: string | null = null
    this.#rest += chunk
    for (let end = this.#rest.indexOf('\n'); end >= 0; end = this.#rest.indexOf('\n')) {
      const line = this.#rest.slice(0, end).replace(/\r$/, '')
      this.#rest = this.#rest.slice(end + 1)
      if (Buffer.byteLength(line) > maxLine) this.#tooLong = true
      else if (line !== '') this.#lines.push(line)
      else {
        const lines = this.#lines
        this.#lines = []
        if (this.#tooLong) error = 'Failed to parse message: line too long'
        else if (lines.length > maxLines) error = 'Too many lines in message or allocation failure'
        else requests.push(read(lines))
        this.#tooLong = false
      }
    }
    if (this.#rest.length > maxLine) {
      this.#tooLong = true
      this.#rest = ''
    }
    return { requests, error }
  }
}

function read(lines: readonly string[]): AmiRequest {
  const request = new AmiRequest()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) request.add(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
  }
  return request
}

/**
 * `Variable: A=1,B(x,y)=2` → A, `B(x,y)`: commas inside brackets and quotes do not part.
 * Several `Variable` headers add up.
 */
export function readVariables(headers: readonly string[]): Map<string, string> {
  const variables = new Map<string, string>()
  for (const header of headers) {
    for (const part of splitArguments(header)) {
      const equals = part.indexOf('=')
      if (equals > 0) variables.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim())
    }
  }
  return variables
}

function splitArguments(text: string): string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  let quoted = false
  for (const char of text) {
    if (char === '"') quoted = !quoted
    else if (!quoted && char === '(') depth += 1
    else if (!quoted && char === ')' && depth > 0) depth -= 1
    if (char === ',' && depth === 0 && !quoted) {
      parts.push(part)
      part = ''
    } else part += char
  }
  parts.push(part)
  return parts
}

/** `"Name" <number>`, `Name <number>` or a bare number. */
export function readCallerId(text: string): { number: string; name: string } | null {
  if (text === '') return null
  const match = /^\s*"?([^"<]*?)"?\s*<([^>]*)>\s*$/.exec(text)
  if (match) return { name: match[1] ?? '', number: match[2] ?? '' }
  return { name: '', number: text.trim() }
}
