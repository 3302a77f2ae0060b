import type { Logger } from 'pino'
import type { RouteDecision } from '../pbx.ts'
import { type InternalLength, isInternal, numberOf } from './fields.ts'
import type { AmiMessage } from './message.ts'
import type { AmiAction, AmiSession } from './protocol.ts'

/** Names shared with the dialplan file that the administrator includes (extensions_trubka.conf). */
const QUESTION = 'TrubkaRoute'
const ROUTED = 'trubka-routed'
const USUAL = 'trubka-usual'
const ALIVE = 'TRUBKA_ALIVE'

/** The dialplan waits 500 ms; a Redirect later than that would move a call that rings already. Milliseconds. */
export const TOO_OLD = 400

/**
 * Answers the question of the inbound dialplan, where a caller waits (DESIGN 4), and keeps the heartbeat without which
 * the dialplan does not ask. Both go over one login that hears nothing else, so an answer never queues behind events.
 */
export class Gate {
  readonly #session: AmiSession
  readonly #internalLength: InternalLength
  readonly #beatEvery: number
  readonly #logger: Logger
  #decide: RouteDecision | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(session: AmiSession, options: { internalLength: InternalLength; beatEvery: number }, logger: Logger) {
    this.#session = session
    this.#internalLength = options.internalLength
    this.#beatEvery = options.beatEvery
    this.#logger = logger
    session.on('event', (event) => this.#hear(event))
    session.on('up', () => this.#beat())
    session.on('down', () => this.#rest())
  }

  onRoute(decide: RouteDecision): void {
    this.#decide = decide
    if (this.#session.up) this.#beat()
  }

  /** We go: the dialplan need not wait for an answer any more. Never rejects. */
  async retire(): Promise<void> {
    const asked = this.#decide !== null
    this.#decide = null
    this.#rest()
    if (asked && this.#session.up) await this.#session.action(alive('0')).catch(() => {})
  }

  #hear(event: AmiMessage): void {
    if (event.get('Event') !== 'UserEvent' || event.get('UserEvent') !== QUESTION) return
    const channel = event.get('Channel')
    // Whoever decides nothing leaves the question to a server that does.
    if (channel === '' || !this.#decide) return
    if (this.#late(event)) {
      this.#dropped(event)
      return
    }
    const target = this.#ask(event)
    // Asked again: the decision itself may have taken long.
    if (this.#late(event)) {
      this.#dropped(event)
      return
    }
    const destination = target === null ? { Context: USUAL, Exten: 's' } : { Context: ROUTED, Exten: target }
    this.#session.action({ Action: 'Redirect', Channel: channel, ...destination, Priority: '1' }).then(
      (answer) => {
        // Mostly a caller who hung up meanwhile.
        if (answer.get('Response') === 'Error') this.#logger.info({ answer: answer.get('Message') }, 'Redirect refused')
      },
      (error: unknown) => this.#logger.warn({ err: error }, 'Redirect not answered'),
    )
  }

  #ask(event: AmiMessage): string | null {
    if (!this.#decide) return null
    try {
      const target: unknown = this.#decide({
        number: numberOf(event.get('CallerIDNum')),
        did: numberOf(event.get('Did')),
        callId: event.get('Linkedid'),
      })
      if (target === null) return null
      if (typeof target === 'string' && isInternal(target, this.#internalLength)) return target
      this.#logger.error('a route that is no internal number: the call goes its usual way')
    } catch (error) {
      this.#logger.error({ err: error }, 'the routing decision failed: the call goes its usual way')
    }
    return null
  }

  /** By the PBX's clock alone. Without `timestampevents` in manager.conf nothing is known, and the answer goes out. */
  #late(event: AmiMessage): boolean {
    const asked = Number(event.get('Timestamp')) * 1000
    const now = this.#session.pbxNow
    return asked > 0 && now !== null && now - asked > TOO_OLD
  }

  #dropped(event: AmiMessage): void {
    this.#logger.warn(
      { call: event.get('Linkedid') },
      'a routing question too old to answer: the call has gone its usual way',
    )
  }

  #beat(): void {
    this.#rest()
    if (!this.#decide) return
    this.#timer = setTimeout(() => this.#beat(), this.#beatEvery)
    this.#alive().catch((error: unknown) => this.#logger.warn({ err: error }, 'heartbeat failed'))
  }

  async #alive(): Promise<void> {
    const clock = await this.#session.ping()
    const seconds = String(Math.floor(clock / 1000))
    const answer = await this.#session.action(alive(seconds))
    if (answer.get('Response') === 'Error') this.#logger.warn({ answer: answer.get('Message') }, 'heartbeat refused')
  }

  #rest(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}

const alive = (seconds: string): AmiAction => ({ Action: 'Setvar', Variable: ALIVE, Value: seconds })
