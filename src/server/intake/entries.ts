import * as v from 'valibot'
import { Intake } from '../../protocol/intake.ts'

/** How a wizard stands; `handed` = it goes on with the colleague who has the call now. */
const Standing = v.picklist(['open', 'dismissed', 'handed', 'accepted'])

export const Entry = v.object({
  intake: Intake,
  /** The phone whose operator has it. */
  device: v.string(),
  standing: Standing,
  /** When that last changed, milliseconds since 1970. */
  since: v.number(),
  /** The wizard it was handed to. */
  next: v.nullable(v.string()),
})
export type Entry = v.InferOutput<typeof Entry>

/** Where wizards outlive the server. */
export interface EntryStore {
  load(): Promise<Entry[]>
  /** Written soon; `entries` is asked for what there is at that moment. */
  save(entries: () => Entry[]): void
  flush(): Promise<void>
}

/** What is closed is known for so long: late word of it comes from a browser that was away. */
const CLOSED_KEPT_MS = 60 * 60_000
/** What somebody has typed and left. */
const OPEN_KEPT_MS = 24 * 60 * 60_000
/** No operator has more before them. */
const MOST_OPEN = 20

/** The wizards by their ids, in the order they were opened. */
export class IntakeEntries {
  readonly #store: EntryStore
  readonly #now: () => number
  readonly #entries = new Map<string, Entry>()

  constructor(store: EntryStore, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** @param isAccepted what the ledger says; a kill may have been faster than this store */
  async load(isAccepted: (id: string) => boolean): Promise<void> {
    for (const entry of await this.#store.load()) {
      const { id } = entry.intake
      this.#entries.set(id, isAccepted(id) ? { ...entry, standing: 'accepted' } : entry)
    }
  }

  async flush(): Promise<void> {
    await this.#store.flush()
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id)
  }

  openOf(device: string): Entry[] {
    return [...this.#entries.values()].filter((entry) => entry.device === device && entry.standing === 'open')
  }

  /** Those beyond what one operator may have, the oldest first; one more is about to come. */
  tooMany(device: string): Entry[] {
    const open = this.openOf(device)
    return open.slice(0, Math.max(0, open.length - MOST_OPEN + 1))
  }

  ofCall(callId: string): Entry[] {
    return [...this.#entries.values()].filter(({ intake }) => intake.callId === callId)
  }

  put(entry: Entry): void {
    this.#forgetOld()
    const { id } = entry.intake
    // Opened anew, it is the latest again.
    if (this.#entries.get(id)?.standing !== entry.standing) this.#entries.delete(id)
    this.#entries.set(id, entry)
    this.#store.save(() => [...this.#entries.values()])
  }

  #forgetOld(): void {
    for (const [id, { standing, since }] of this.#entries) {
      const kept = standing === 'open' ? OPEN_KEPT_MS : CLOSED_KEPT_MS
      if (this.#now() - since > kept) this.#entries.delete(id)
    }
  }
}
