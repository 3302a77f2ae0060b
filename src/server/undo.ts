import type { Logger } from 'pino'

/** What is to be undone at the end, the last first; also when the start fails half-way. */
export class Undo {
  readonly #steps: (() => unknown)[] = []

  add(step: () => unknown): void {
    this.#steps.push(step)
  }

  async all(logger: Logger): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step()
      } catch (error) {
        logger.error({ err: error }, 'a part did not stop as it should')
      }
    }
  }
}
