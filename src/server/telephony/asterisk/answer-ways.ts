import type { AmiMessage } from './message.ts'

/** Of the answer to a ring, in which a phone says what it can be asked for; the PBX keeps it once a leg is up. */
const header = (name: string): string => `PJSIP_RESPONSE_HEADER(read,${name})`
/** In each SIP message: where it cannot be read, the other one cannot either. */
const ALWAYS_THERE = 'CSeq'
const EVENTS = 'Allow-Events'

type Ask = (variable: string) => Promise<AmiMessage>

/** How each phone can be made to answer: as it says itself, and as it has shown. */
export class AnswerWays {
  /** Whether it says that it obeys `talk`; nothing where that could not be read yet. */
  readonly #says = new Map<string, boolean>()
  /** How often in a row it has not obeyed. */
  readonly #failures = new Map<string, number>()

  by(device: string): 'talk' | 'autoAnswer' {
    const says = this.#says.get(device)
    if (says === false) return 'autoAnswer'
    // One that says it does may have been slow once.
    return (this.#failures.get(device) ?? 0) < (says ? 2 : 1) ? 'talk' : 'autoAnswer'
  }

  /** Reads what it said when it picked up. */
  async read(device: string, ask: Ask): Promise<void> {
    const [any, events] = (await Promise.all([ask(header(ALWAYS_THERE)), ask(header(EVENTS))])).map((answer) =>
      answer.get('Response') === 'Error' ? '' : answer.get('Value'),
    )
    if (!any) return
    const told = (events ?? '').split(',').map((event) => event.trim().toLowerCase())
    this.#says.set(device, told.includes('talk'))
  }

  obeyed(device: string): void {
    this.#failures.delete(device)
  }

  failed(device: string): void {
    this.#failures.set(device, (this.#failures.get(device) ?? 0) + 1)
  }

  /** Whoever has been away may come back as another phone. */
  forget(device: string): void {
    this.#says.delete(device)
    this.#failures.delete(device)
  }
}
