import type { PageParams } from '../protocol/page.ts'
import type { Photo } from '../protocol/people.ts'
import type { RpcSocket } from './rpc.ts'

/** About as many as are seen in a day; the oldest make room. */
const KEPT = 100
const CONNECT_MS = 5_000

/** Photos of colleagues, each asked of the server once. */
export class Photos {
  readonly #ready: (withinMs: number) => Promise<RpcSocket>
  readonly #known = new Map<string, Promise<Photo | null>>()

  constructor(ready: (withinMs: number) => Promise<RpcSocket>) {
    this.#ready = ready
  }

  find({ number, photo }: PageParams<'people.photo'>): Promise<Photo | null> {
    const key = `${number} ${photo}`
    const known = this.#known.get(key)
    if (known) return known
    const asked = this.#ready(CONNECT_MS).then((rpc) => rpc.request('people.photo', { number }))
    this.#known.set(key, asked)
    // Asked again next time.
    asked.catch(() => this.#known.delete(key))
    const [oldest] = this.#known.keys()
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest)
    return asked
  }

  clear(): void {
    this.#known.clear()
  }
}
