import { TrubkaError } from '../../protocol/errors.ts'
import { check } from '../../protocol/jsonrpc.ts'
import { methods, type Result } from '../../protocol/methods.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { Challenge } from '../identity/identity.ts'
import type { Browser, PairedKey } from '../identity/operators.ts'
import { everybodyIsKnown, type Rooms } from './rooms.ts'

/** A connection's way from stranger to operator (DESIGN 12). One for each connection. */
export class SignIn {
  readonly #rooms: Pick<Rooms, 'identity' | 'people' | 'customers'>
  readonly #browser: Browser
  readonly #done: (who: PairedKey) => Colleague
  #challenge: Challenge | null = null

  /** `done` is told who it is, and knows their name. */
  constructor(
    rooms: Pick<Rooms, 'identity' | 'people' | 'customers'>,
    browser: Browser,
    done: (who: PairedKey) => Colleague,
  ) {
    this.#rooms = rooms
    this.#browser = browser
    this.#done = done
  }

  /** @throws TrubkaError notSignedIn for whatever a stranger may not ask for, and what signing in can fail with */
  async handle(method: string, raw: unknown): Promise<unknown> {
    switch (method) {
      case 'session.pair':
        return this.#pair(raw)
      case 'session.hello':
        return this.#hello(raw)
      case 'session.prove':
        return this.#prove(raw)
      case 'session.ping':
        return check(methods[method].params, raw)
      default:
        throw new TrubkaError('notSignedIn', 'sign in first')
    }
  }

  async #pair(raw: unknown): Promise<Result<'session.pair'>> {
    const { identity, people } = this.#rooms
    const { operator: id, ...paired } = await identity.pair(check(methods['session.pair'].params, raw), this.#browser)
    const operator = people.byId(id) ?? { id, name: '', department: '', number: null }
    return { ...paired, operator }
  }

  async #hello(raw: unknown): Promise<Result<'session.hello'>> {
    const { result, challenge } = await this.#rooms.identity.hello(check(methods['session.hello'].params, raw))
    this.#challenge = challenge
    return result
  }

  async #prove(raw: unknown): Promise<Result<'session.prove'>> {
    const params = check(methods['session.prove'].params, raw)
    const challenge = this.#challenge
    // One try for each challenge, taken before the wait.
    this.#challenge = null
    if (!challenge) throw new TrubkaError('proofWrong', 'say session.hello first')
    const who = await this.#rooms.identity.prove(challenge, params)
    // Who has left the firm is left out as soon as 1C says so; but 1C must have said something.
    if (!this.#rooms.people.byId(who.operator) && everybodyIsKnown(this.#rooms))
      throw new TrubkaError('keyUnknown', 'this operator is not among the employees')
    return { operator: this.#done(who) }
  }
}
