import { deviceStateOf, type InternalLength } from './fields.ts'
import type { AmiMessage } from './message.ts'

export type PhoneNews = { device: string; here: boolean /** It has been away. */; back: boolean }

/** Phones the PBX has spoken of: whether they are in the network. */
export class Phones {
  readonly #technology: string
  readonly #internalLength: InternalLength
  readonly #here = new Map<string, boolean>()

  constructor({ technology, internalLength }: { technology: string; internalLength: InternalLength }) {
    this.#technology = technology
    this.#internalLength = internalLength
  }

  get all(): ReadonlyMap<string, boolean> {
    return this.#here
  }

  /** A `DeviceStateChange`; null when it tells nothing new. */
  hear(event: AmiMessage): PhoneNews | null {
    const told = deviceStateOf(event, this.#technology, this.#internalLength)
    if (!told) return null
    const before = this.#here.get(told.device)
    if (before === told.here) return null
    this.#here.set(told.device, told.here)
    return { ...told, back: told.here && before === false }
  }

  /** These are all there are; those who have come back. */
  replace(events: readonly AmiMessage[]): string[] {
    const before = new Map(this.#here)
    this.#here.clear()
    for (const event of events) this.hear(event)
    return [...this.#here].filter(([device, here]) => here && before.get(device) === false).map(([device]) => device)
  }
}
