import type { Pbx } from '../pbx.ts'
import type { AmiMessage } from './message.ts'

/** Told by `trubka-phone` of the dialplan file, whenever a phone that it rang picks up. */
export const PHONE_EVENT = 'TrubkaPhone'

/** Whether a phone obeys `talk`: `yes` or `no` as it says or has shown, `fails` when it was asked and did not; empty = unknown. */
export type Talk = '' | 'yes' | 'no' | 'fails'
const KNOWN: readonly string[] = ['yes', 'no', 'fails'] satisfies Talk[]

/** One that says it obeys may have been slow once. */
const mostFailures = (says: boolean | undefined): number => (says === true ? 2 : 1)

/** A global variable of the PBX, where it is kept for a server that starts later. */
export const talkVariable = (device: string): string => `TRUBKA_TALK_${device}`

/**
 * How each phone can be made to answer. The PBX keeps what a phone says (`Allow-Events`) of its answer alone, and only the
 * dialplan may read it: asked over AMI (`PJSIP_RESPONSE_HEADER` in res_pjsip_header_funcs.c), it is read without a lock or a
 * reference from a leg that may be ending.
 */
export class AnswerWays {
  readonly #keep: (device: string, talk: Talk) => void
  /** As it says, or has shown. */
  readonly #says = new Map<string, boolean>()
  /** How often in a row it has not obeyed. */
  readonly #failures = new Map<string, number>()
  readonly #kept = new Map<string, Talk>()

  constructor(keep: (device: string, talk: Talk) => void) {
    this.#keep = keep
  }

  by(device: string): ReturnType<Pbx['answerBy']> {
    const talk = this.#talk(device)
    return talk === 'no' || talk === 'fails' ? 'autoAnswer' : 'talk'
  }

  /** A `TrubkaPhone` event of this phone. */
  hear(device: string, event: AmiMessage): void {
    this.#says.set(device, event.get('Talk') === '1')
    this.#changed(device)
  }

  /** It went off-hook after `talk`; or by hand, at that moment: what it says of itself counts for more. */
  obeyed(device: string): void {
    if (this.#says.get(device) === false) return
    this.#says.set(device, true)
    this.#failures.delete(device)
    this.#changed(device)
  }

  failed(device: string): void {
    this.#failures.set(device, (this.#failures.get(device) ?? 0) + 1)
    this.#changed(device)
  }

  /** Whoever has been away may come back as another phone. */
  forget(device: string): void {
    this.#says.delete(device)
    this.#failures.delete(device)
    this.#changed(device)
  }

  /** What the PBX has kept, read after a login; what is known here is newer. */
  recall(device: string, kept: string): void {
    const known = KNOWN.includes(kept)
    if (this.#talk(device) === '' && known) {
      if (kept === 'fails') this.#failures.set(device, mostFailures(true))
      else this.#says.set(device, kept === 'yes')
    }
    this.#kept.delete(device)
    if (this.#talk(device) !== (known ? kept : '')) this.#changed(device)
    else this.#kept.set(device, this.#talk(device))
  }

  #talk(device: string): Talk {
    const says = this.#says.get(device)
    if ((this.#failures.get(device) ?? 0) >= mostFailures(says)) return 'fails'
    return says === undefined ? '' : says ? 'yes' : 'no'
  }

  #changed(device: string): void {
    const talk = this.#talk(device)
    if ((this.#kept.get(device) ?? '') === talk) return
    this.#kept.set(device, talk)
    this.#keep(device, talk)
  }
}
