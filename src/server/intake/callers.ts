import type { Call } from '../../protocol/call.ts'

/** Whether an operator is in the call at all: rings, talks, or holds. */
const isIn = ({ local }: Call): boolean => local !== 'null' && local !== 'fail'

const talks = ({ local, remote }: Call): boolean =>
  (local === 'connected' || local === 'hold') && (remote === 'connected' || remote === 'hold')

/** A call whose other side is not a colleague: whoever is asked by one hears the colleague, and no client (SPEC B9). */
export const isWithClient = (call: Call): boolean => talks(call) && call.party.identity !== 'colleague'

/** Who is in which call, as each phone's operator is shown it. */
export class Callers {
  readonly #calls = new Map<string, Map<string, Call>>()

  put(device: string, call: Call): void {
    const phones = this.#calls.get(call.id) ?? new Map<string, Call>()
    if (isIn(call)) phones.set(device, call)
    else phones.delete(device)
    if (phones.size > 0) this.#calls.set(call.id, phones)
    else this.#calls.delete(call.id)
  }

  remove(device: string, callId: string): void {
    const phones = this.#calls.get(callId)
    phones?.delete(device)
    if (phones?.size === 0) this.#calls.delete(callId)
  }

  in(callId: string): ReadonlyMap<string, Call> {
    return this.#calls.get(callId) ?? new Map<string, Call>()
  }
}
