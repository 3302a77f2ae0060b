/** Who waits for what is going to be said soon. */
export class Waiters {
  readonly #waiting = new Map<string, Set<() => void>>()

  /** Resolves when it is said, or when the time is over. */
  of(id: string, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set()
      this.#waiting.set(id, waiting)
      const end = () => {
        clearTimeout(timer)
        waiting.delete(end)
        if (waiting.size === 0) this.#waiting.delete(id)
        resolve()
      }
      const timer = setTimeout(end, withinMs).unref()
      waiting.add(end)
    })
  }

  said(id: string): void {
    for (const end of [...(this.#waiting.get(id) ?? [])]) end()
  }
}
