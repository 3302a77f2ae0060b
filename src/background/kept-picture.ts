import * as v from 'valibot'
import { applyEvents } from '../protocol/apply-event.ts'
import { Cursor, OperatorState, StateEvent } from '../protocol/state.ts'

export const Picture = v.object({ cursor: Cursor, state: OperatorState })
export type Picture = v.InferOutput<typeof Picture>
/** What has happened since the picture of `after` was kept. */
export const PictureEvents = v.object({ after: Cursor, cursor: Cursor, events: v.array(StateEvent) })
export type PictureEvents = v.InferOutput<typeof PictureEvents>

type Slot<T> = { get: () => Promise<T | null>; set: (value: T) => Promise<void>; clear: () => Promise<void> }
export type PictureSlots = { picture: Slot<Picture>; events: Slot<PictureEvents> }

/** Then the picture is kept whole again. */
const MOST_EVENTS = 500
/** Between two writes: what was not kept when the background dies, the server tells once more. */
const REST_MS = 250

/**
 * What outlives the background's death, so that a revived one shows the last known picture at once. With ten thousand
 * colleagues it is megabytes: it is kept whole now and then, and in between what has happened since.
 */
export class KeptPicture {
  readonly #slots: PictureSlots
  readonly #current: () => Picture | null
  readonly #restMs: number
  #whole = false
  #after: Cursor | null = null
  #events: StateEvent[] = []
  #writing = false
  #dirty = false

  constructor(slots: PictureSlots, current: () => Picture | null, restMs = REST_MS) {
    this.#slots = slots
    this.#current = current
    this.#restMs = restMs
  }

  async read(): Promise<Picture | null> {
    const [picture, since] = await Promise.all([this.#slots.picture.get(), this.#slots.events.get()])
    if (!picture || !since || !isSame(since.after, picture.cursor)) return picture
    return { cursor: since.cursor, state: applyEvents(picture.state, since.events) }
  }

  async clear(): Promise<void> {
    this.#whole = false
    this.#after = null
    this.#events = []
    await Promise.all([this.#slots.picture.clear(), this.#slots.events.clear()])
  }

  /** The picture is another one. */
  keepWhole(): void {
    this.#whole = true
    this.#events = []
    void this.#write()
  }

  keepEvent(event: StateEvent): void {
    this.#events.push(event)
    if (this.#events.length > MOST_EVENTS) this.#whole = true
    void this.#write()
  }

  /** One write at a time. */
  async #write(): Promise<void> {
    this.#dirty = true
    if (this.#writing) return
    this.#writing = true
    try {
      while (this.#dirty) {
        // What comes in one turn has one cursor: it is kept together.
        await Promise.resolve()
        this.#dirty = false
        await this.#writeNow()
        await new Promise((resolve) => setTimeout(resolve, this.#restMs))
      }
    } catch (error) {
      console.warn('the picture was not kept:', String(error))
      // What was not kept leaves a hole that events do not close.
      this.#whole = true
    } finally {
      this.#writing = false
    }
  }

  async #writeNow(): Promise<void> {
    const picture = this.#current()
    if (!picture) return
    if (this.#whole || this.#after === null) {
      this.#whole = false
      this.#events = []
      this.#after = picture.cursor
      await this.#slots.picture.set(picture)
    } else await this.#slots.events.set({ after: this.#after, cursor: picture.cursor, events: this.#events })
  }
}

const isSame = (a: Cursor, b: Cursor): boolean => a.epoch === b.epoch && a.seq === b.seq
