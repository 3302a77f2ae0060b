import type { RpcSocket } from './rpc.ts'

const MOST_MS = 60_000

/** Between two tries of something that is owed to the server. */
export class Rest {
  #wake: () => void = () => {}

  /** There may be something to do. */
  readonly end = (): void => this.#wake()

  /** Ends after so many milliseconds, when it is told to, or when the connection does. */
  async take(ms: number, rpc: RpcSocket): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = new Promise<void>((resolve) => {
      this.#wake = resolve
      timer = setTimeout(resolve, Math.min(ms, MOST_MS))
    })
    await Promise.race([rpc.closed, over])
    clearTimeout(timer)
  }
}
