import * as v from 'valibot'
import { applyEvents, follow } from '../protocol/apply-event.ts'
import { TrubkaError } from '../protocol/errors.ts'
import { STATE_EVENT, StateEventParams } from '../protocol/methods.ts'
import type { Mirror } from '../protocol/mirror.ts'
import type { Cursor, OperatorState, StateEvent } from '../protocol/state.ts'
import { KeptPicture, type Picture, type PictureSlots } from './kept-picture.ts'
import type { RpcSocket } from './rpc.ts'

/** The server's picture as we have it (DESIGN 2): a snapshot, then events in order; what was missed is asked for. */
export class MirrorKeeper {
  readonly #kept: KeptPicture
  readonly #onChange: (event: StateEvent | null) => void
  #picture: Picture | null = null
  /** Told, and not yet in the picture: it is made of them when somebody looks. */
  #unread: StateEvent[] = []
  #rpc: RpcSocket | null = null
  /** Events that come while a sync is under way; null when none is. */
  #early: unknown[] | null = null

  /** `onChange` is told what has happened; null = the picture is another one. */
  constructor(slots: PictureSlots, onChange: (event: StateEvent | null) => void, restMs?: number) {
    this.#kept = new KeptPicture(slots, () => this.#now(), restMs)
    this.#onChange = onChange
  }

  get state(): Mirror['state'] {
    return this.#now()?.state ?? null
  }

  async restore(): Promise<void> {
    this.#picture ??= await this.#kept.read()
  }

  async clear(): Promise<void> {
    this.#picture = null
    this.#unread = []
    this.#rpc = null
    await this.#kept.clear()
    this.#onChange(null)
  }

  /** Brings the picture up to date over a new connection. */
  async sync(rpc: RpcSocket, from: 'where we are' | 'the beginning' = 'where we are'): Promise<void> {
    this.#rpc = rpc
    this.#early = []
    let early: unknown[]
    try {
      const since = from === 'where we are' ? (this.#picture?.cursor ?? null) : null
      const { cursor, state, events } = await rpc.request('state.sync', { since })
      if (state) this.#set({ cursor, state: applyEvents(state, events) })
      else if (since && this.#picture) for (const event of events) this.#apply(cursor, event)
      else throw new TrubkaError('internal', 'the server sent no snapshot')
    } finally {
      early = this.#early ?? []
      this.#early = null
    }
    for (const params of early) this.#take(params)
  }

  /** A notification from the server. */
  hear(method: string, params: unknown): void {
    if (method !== STATE_EVENT) return
    if (this.#early) this.#early.push(params)
    else this.#take(params)
  }

  #take(params: unknown): void {
    const parsed = v.safeParse(StateEventParams, params)
    const picture = this.#picture
    // What this event changed is not known: only a fresh snapshot makes the picture right again.
    if (!parsed.success || !picture) {
      this.#syncAgain('the beginning')
      return
    }
    const { cursor, event } = parsed.output
    const sameRun = cursor.epoch === picture.cursor.epoch
    if (sameRun && cursor.seq <= picture.cursor.seq) return
    if (sameRun && cursor.seq === picture.cursor.seq + 1) this.#apply(cursor, event)
    else this.#syncAgain('where we are')
  }

  #syncAgain(from: 'where we are' | 'the beginning'): void {
    const rpc = this.#rpc
    // Without a true picture the connection is of no use; the next one begins with a sync.
    if (rpc?.isOpen) this.sync(rpc, from).catch(() => rpc.close())
  }

  /** What was given out before follows, too. */
  #now(): Picture | null {
    const picture = this.#picture
    if (!picture || this.#unread.length === 0) return picture
    const read: Picture = { cursor: picture.cursor, state: follow(picture.state, this.#unread) }
    this.#unread = []
    this.#picture = read
    return read
  }

  #set(picture: { cursor: Cursor; state: OperatorState }): void {
    this.#picture = picture
    this.#unread = []
    this.#kept.keepWhole()
    this.#onChange(null)
  }

  #apply(cursor: Cursor, event: StateEvent): void {
    if (!this.#picture) return
    this.#picture = { cursor, state: this.#picture.state }
    this.#unread.push(event)
    this.#kept.keepEvent(event)
    this.#onChange(event)
  }
}
