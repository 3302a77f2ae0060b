import type { OperatorState } from '../../protocol/state.ts'

/** What is the same for all operators. With thousands of them it must not be held, changed nor put into words once for each. */
export type HouseState = Pick<
  OperatorState,
  'pbx' | 'pbxFault' | 'bases' | 'routing' | 'colleagues' | 'lines' | 'statuses'
>

/** So much of what has happened since goes with the text; then it is made anew. */
const MOST_SINCE = 32 * 1024

/**
 * The house's state in words: with ten thousand colleagues two megabytes, made once and sent to everybody who comes, with
 * what has happened since. Whoever reads slowly holds no copy of it.
 */
export class House {
  readonly #read: () => HouseState
  #text: Buffer | null = null
  #since: string[] = []
  #length = 0

  constructor(read: () => HouseState) {
    this.#read = read
  }

  /** `event` in JSON. */
  happened(event: string): void {
    if (this.#text === null) return
    this.#since.push(event)
    this.#length += event.length
    if (this.#length > MOST_SINCE) this.forget()
  }

  /** What there was is not to be built upon. */
  forget(): void {
    this.#text = null
  }

  /** Properties of the state, without braces, and the events that make of it what is so now. */
  inWords(): { text: Buffer; events: string } {
    if (this.#text === null) {
      // Reading may tell of something: it is in what was read.
      this.#text = Buffer.from(JSON.stringify(this.#read()).slice(1, -1))
      this.#since = []
      this.#length = 0
    }
    return { text: this.#text, events: `[${this.#since.join(',')}]` }
  }
}
