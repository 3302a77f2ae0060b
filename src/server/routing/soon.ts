/** Something that is to be done before long: wished for many times, done once. */
export class Soon {
  readonly #work: () => void
  #timer: NodeJS.Timeout | null = null

  constructor(work: () => void) {
    this.#work = work
  }

  in(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#work()
    }, ms)
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
