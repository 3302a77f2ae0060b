import { randomUUID } from 'node:crypto'
import { type Result, STATE_EVENT } from '../../protocol/methods.ts'
import { applyEvent, type Cursor, type OperatorState, type StateEvent } from '../../protocol/state.ts'

/** What is kept for those who come back; who was away longer gets the whole state. */
const KEPT = 1000

/** One operator's numbered stream of events (DESIGN 2), shared by all their connections. */
export class Feed {
  readonly #epoch = randomUUID()
  readonly #listeners = new Set<(frame: string) => void>()
  /** The last events; the newest has number `#seq`. */
  readonly #kept: StateEvent[] = []
  #seq = 0
  #state: OperatorState

  constructor(state: OperatorState) {
    this.#state = state
  }

  get state(): OperatorState {
    return this.#state
  }

  get cursor(): Cursor {
    return { epoch: this.#epoch, seq: this.#seq }
  }

  publish(event: StateEvent): void {
    this.#state = applyEvent(this.#state, event)
    this.#seq += 1
    this.#kept.push(event)
    if (this.#kept.length > KEPT) this.#kept.shift()
    if (this.#listeners.size === 0) return
    // Made once for all connections.
    const frame = JSON.stringify({ jsonrpc: '2.0', method: STATE_EVENT, params: { cursor: this.cursor, event } })
    for (const listener of [...this.#listeners]) listener(frame)
  }

  /** What has happened since, or everything there is when that is not known here any more. */
  since(cursor: Cursor | null): Result<'state.sync'> {
    const missed = cursor?.epoch === this.#epoch ? this.#seq - cursor.seq : Number.NaN
    if (Number.isInteger(missed) && missed >= 0 && missed <= this.#kept.length)
      return { cursor: this.cursor, state: null, events: this.#kept.slice(this.#kept.length - missed) }
    return { cursor: this.cursor, state: this.#state, events: [] }
  }

  /** Frames of all events from now on. Returns how to stop. */
  listen(listener: (frame: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
