import type { RpcSocket } from './rpc.ts'

type Sources = {
  /** Whether nobody is at the machine now. */
  isIdle: () => Promise<boolean>
  /** Whether the operator wants that to be seen. */
  isShown: () => boolean
}

/** Lets colleagues see that nobody is at this machine (SPEC A8): said after each sign-in, and when it changes. */
export class Idleness {
  readonly #sources: Sources
  /** What the server was told on this connection. */
  #told: { rpc: RpcSocket; idle: boolean } | null = null

  constructor(sources: Sources) {
    this.#sources = sources
  }

  /** Never throws: a server that was not told learns it at the next sign-in. */
  async tell(rpc: RpcSocket): Promise<void> {
    const idle = this.#sources.isShown() && (await this.#sources.isIdle().catch(() => false))
    const told = this.#told?.rpc === rpc ? this.#told.idle : false
    if (idle === told) return
    this.#told = { rpc, idle }
    await rpc.request('session.idle', { idle }, 15_000).catch(() => {})
  }
}
