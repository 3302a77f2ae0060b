import type { ServerResponse } from 'node:http'

/** Changes that come together are told together. */
const tellAfterMs = 40
const aliveEveryMs = 15_000
const maxPages = 32

/** Tells the whole state to all open pages, as Server-Sent Events. */
export class Stream {
  readonly #state: () => unknown
  readonly #pages = new Set<ServerResponse>()
  readonly #alive: NodeJS.Timeout
  #timer: NodeJS.Timeout | null = null

  constructor(state: () => unknown) {
    this.#state = state
    this.#alive = setInterval(() => this.#write(': alive\n\n'), aliveEveryMs)
  }

  open(response: ServerResponse): void {
    if (this.#pages.size >= maxPages) {
      response.writeHead(503).end()
      return
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    response.write(this.#message())
    this.#pages.add(response)
    response.on('close', () => this.#pages.delete(response))
  }

  changed(): void {
    if (this.#pages.size === 0) return
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#write(this.#message())
    }, tellAfterMs)
  }

  stop(): void {
    clearInterval(this.#alive)
    if (this.#timer) clearTimeout(this.#timer)
    for (const page of this.#pages) page.end()
    this.#pages.clear()
  }

  #message(): string {
    return `data: ${JSON.stringify(this.#state())}\n\n`
  }

  #write(text: string): void {
    for (const page of this.#pages) page.write(text)
  }
}
