import { randomUUID } from 'node:crypto'
import { applyEvent } from '../../protocol/apply-event.ts'
import { STATE_EVENT } from '../../protocol/methods.ts'
import type { Cursor, OperatorState, StateEvent } from '../../protocol/state.ts'
import type { House, HouseState } from './house.ts'

export type OwnState = Omit<OperatorState, keyof HouseState>

/** What is kept for those who come back; who was away longer gets the whole state. */
const KEPT = 1000
/** Stands in the operator's own state where the house's is put when it is asked for. */
const NOTHING: HouseState = {
  pbx: 'down',
  pbxFault: undefined,
  bases: [],
  routing: { enabled: false, lastDigits: 10, internalLength: { min: 2, max: 5 } },
  colleagues: [],
  lines: {},
  statuses: {},
}

/** One operator's numbered stream of events (DESIGN 2), shared by all their connections. */
export class Feed {
  readonly #epoch = randomUUID()
  readonly #listeners = new Set<(frame: string) => void>()
  /** The last events; the newest has number `#seq`. */
  readonly #kept: StateEvent[] = []
  readonly #house: House
  #seq = 0
  #own: OperatorState

  /** Of the house's state changes are told by `tell`. */
  constructor(own: OwnState, house: House) {
    this.#own = { ...NOTHING, ...own }
    this.#house = house
  }

  get own(): OwnState {
    return this.#own
  }

  get cursor(): Cursor {
    return { epoch: this.#epoch, seq: this.#seq }
  }

  /** Something of the operator's own is another one now. */
  publish(event: StateEvent): void {
    this.#own = applyEvent(this.#own, event)
    this.tell(event)
  }

  /** Something of the house is another one now. `text` = the event as JSON, made once for all operators. */
  tell(event: StateEvent, text = JSON.stringify(event)): void {
    this.#seq += 1
    this.#kept.push(event)
    if (this.#kept.length > KEPT) this.#kept.shift()
    if (this.#listeners.size === 0) return
    // Made once for all connections.
    const cursor = JSON.stringify(this.cursor)
    const frame = `{"jsonrpc":"2.0","method":"${STATE_EVENT}","params":{"cursor":${cursor},"event":${text}}}`
    for (const listener of [...this.#listeners]) listener(frame)
  }

  /**
   * What has happened since, or everything there is when that is not known here any more: the JSON of `state.sync`'s
   * result, in pieces.
   */
  since(cursor: Cursor | null): (string | Buffer)[] {
    const missed = cursor?.epoch === this.#epoch ? this.#seq - cursor.seq : Number.NaN
    if (Number.isInteger(missed) && missed >= 0 && missed <= this.#kept.length) {
      const events = this.#kept.slice(this.#kept.length - missed)
      return [JSON.stringify({ cursor: this.cursor, state: null, events })]
    }
    const { text, events } = this.#house.inWords()
    const own = Object.fromEntries(Object.entries(this.#own).filter(([name]) => !(name in NOTHING)))
    const before = `{"cursor":${JSON.stringify(this.cursor)},"events":${events},"state":`
    return [`${before}${JSON.stringify(own).slice(0, -1)},`, text, '}}']
  }

  /** Frames of all events from now on. Returns how to stop. */
  listen(listener: (frame: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
