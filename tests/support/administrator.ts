import { CSRF_HEADER } from '../../src/server/manager/contract.ts'

export type Answered = { status: number; body: unknown; headers: Headers }

/** A browser of an administrator, as far as HTTP sees it: a cookie and the page's token. */
export class Administrator {
  readonly #http: string
  cookie = ''
  csrf = ''

  constructor(http: string) {
    this.#http = http
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answered> {
    return this.#answer(
      await fetch(`${this.#http}/manager/api/${path}`, { headers: { cookie: this.cookie, ...headers } }),
    )
  }

  /** As the page itself sends it; `headers` go before that, an empty one is left out. */
  async post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answered> {
    const all = { origin: this.#http, cookie: this.cookie, [CSRF_HEADER]: this.csrf, ...headers }
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
    return this.#answer(
      await fetch(`${this.#http}/manager/api/${path}`, {
        method: 'POST',
        headers: given,
        body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
      }),
    )
  }

  async signIn(wish: { password: string } | { link: string }): Promise<Answered> {
    const answered = await this.post('sign-in', wish)
    const cookie = answered.headers.get('set-cookie')?.split(';')[0]
    if (cookie) this.cookie = cookie
    const { body } = answered
    if (typeof body === 'object' && body && 'csrf' in body && typeof body.csrf === 'string') this.csrf = body.csrf
    return answered
  }

  async #answer(response: Response): Promise<Answered> {
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
  }
}
