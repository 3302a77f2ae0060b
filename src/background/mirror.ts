import * as v from 'valibot'
import { TrubkaError } from '../protocol/errors.ts'
import { STATE_EVENT, StateEventParams } from '../protocol/methods.ts'
import type { Mirror } from '../protocol/mirror.ts'
import { applyEvent, Cursor, OperatorState } from '../protocol/state.ts'
import type { RpcSocket } from './rpc.ts'

/** What outlives the background's death, so that a revived one shows the last known picture at once. */
export const KeptPicture = v.object({ cursor: Cursor, state: OperatorState })
export type KeptPicture = v.InferOutput<typeof KeptPicture>

type Picture = {
  get: () => Promise<KeptPicture | null>
  set: (value: KeptPicture) => Promise<void>
  clear: () => Promise<void>
}

/** The server's picture as we have it (DESIGN 2): a snapshot, then events in order; what was missed is asked for. */
export class MirrorKeeper {
  readonly #kept: Picture
  readonly #onChange: () => void
  #picture: KeptPicture | null = null
  #rpc: RpcSocket | null = null
  /** Events that come while a sync is under way; null when none is. */
  #early: unknown[] | null = null
  #writing = false
  #dirty = false

  constructor(kept: Picture, onChange: () => void) {
    this.#kept = kept
    this.#onChange = onChange
  }

  get state(): Mirror['state'] {
    return this.#picture?.state ?? null
  }

  async restore(): Promise<void> {
    this.#picture ??= await this.#kept.get()
  }

  async clear(): Promise<void> {
    this.#picture = null
    this.#rpc = null
    await this.#kept.clear()
    this.#onChange()
  }

  /** Brings the picture up to date over a new connection. */
  async sync(rpc: RpcSocket, from: 'where we are' | 'the beginning' = 'where we are'): Promise<void> {
    this.#rpc = rpc
    this.#early = []
    let early: unknown[]
    try {
      const since = from === 'where we are' ? (this.#picture?.cursor ?? null) : null
      const { cursor, state, events } = await rpc.request('state.sync', { since })
      const base = state ?? (since && this.#picture?.state)
      if (!base) throw new TrubkaError('internal', 'the server sent no snapshot')
      this.#set({ cursor, state: events.reduce(applyEvent, base) })
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
    if (sameRun && cursor.seq === picture.cursor.seq + 1) this.#set({ cursor, state: applyEvent(picture.state, event) })
    else this.#syncAgain('where we are')
  }

  #syncAgain(from: 'where we are' | 'the beginning'): void {
    const rpc = this.#rpc
    // Without a true picture the connection is of no use; the next one begins with a sync.
    if (rpc?.isOpen) this.sync(rpc, from).catch(() => rpc.close())
  }

  #set(picture: KeptPicture): void {
    this.#picture = picture
    this.#onChange()
    void this.#keep()
  }

  /** One write at a time, and always the latest picture. */
  async #keep(): Promise<void> {
    this.#dirty = true
    if (this.#writing) return
    this.#writing = true
    try {
      while (this.#dirty && this.#picture) {
        this.#dirty = false
        await this.#kept.set(this.#picture)
      }
    } catch (error) {
      console.warn('the picture was not kept:', String(error))
    } finally {
      this.#writing = false
    }
  }
}
