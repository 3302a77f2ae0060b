import type { Logger } from 'pino'
import type { Call } from '../../protocol/call.ts'
import type { Ledger } from '../ledger/ledger.ts'

export type TalksOptions = {
  ledger: Ledger
  lastDigits: () => number
  /** The user of a base with this internal number: the Ref_Key, or null. */
  employee: (base: string, number: string) => string | null
  /** The rule that comes of it (SPEC C9); null = none. */
  targetAfter: (call: { callId: string; device: string }, base: string, key: string, user: string) => string | null
  now?: () => number
  logger: Logger
}

/**
 * Keeps the answered calls between employees and the world outside. Each is at once an interaction in every base that knows
 * the number and has a user with this phone; a number that no base knows is nobody's client.
 */
export class Talks {
  readonly #o: TalksOptions
  /** One after the other, so that each decision sees the ones before it. */
  #turn: Promise<void> = Promise.resolve()

  constructor(options: TalksOptions) {
    this.#o = options
  }

  ended(device: string, call: Call): void {
    const { answeredAt, party, direction, id } = call
    const number = party.number.replace(/[^0-9]/g, '')
    if (answeredAt === null || party.identity === 'colleague' || number === '') return
    const endedAt = (this.#o.now ?? Date.now)()
    this.#turn = this.#turn.then(async () => {
      const interactions = this.#interactions(device, call, number)
      const record = { callId: id, device, direction, number, answeredAt, endedAt, interactions }
      await this.#o.ledger
        .append({ type: 'call.ended', ...record })
        .catch((error: unknown) => this.#o.logger.error({ err: error, call: id }, 'a call that ended is not kept'))
    })
  }

  /** What has ended is in the ledger when this resolves. */
  flush(): Promise<void> {
    return this.#turn
  }

  #interactions(device: string, { id, party }: Call, number: string) {
    const key = number.slice(-this.#o.lastDigits())
    if (key.length < this.#o.lastDigits()) return []
    const bases = new Set(party.customers.map(({ base }) => base))
    return [...bases].flatMap((base) => {
      const user = this.#o.employee(base, device)
      if (user === null) return []
      return [{ base, key, user, target: this.#o.targetAfter({ callId: id, device }, base, key, user) }]
    })
  }
}
