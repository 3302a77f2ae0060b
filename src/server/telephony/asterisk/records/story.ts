import { commandIdOf } from '../../call-id.ts'
import { plainText } from '../../plain-text.ts'
import { type CallTrace, Traces } from '../../trace.ts'
import { releaseCause } from '../causes.ts'
import { deviceOf, type InternalLength, isLeg, numberOf, textOf } from '../fields.ts'
import type { CelEvent } from './event.ts'

export type StoryRules = { technology: string; internalLength: InternalLength }

/** Calls as the PBX's own records tell them, one event after the other. */
export class Story {
  readonly #rules: StoryRules
  readonly #traces = new Traces()

  constructor(rules: StoryRules) {
    this.#rules = rules
  }

  has(callId: string): boolean {
    return this.#traces.has(callId)
  }

  /** The call that is over with this event, if one is. */
  tell(event: CelEvent): CallTrace | null {
    if (event.type === 'LINKEDID_END') return this.#traces.take(event.callId, event.at)
    if (!isLeg(event.channel)) return null
    this.#leg(event)
    switch (event.type) {
      case 'ANSWER':
        this.#traces.up(event.id, event.at)
        break
      case 'BRIDGE_ENTER':
        this.#traces.enters(event.id, event.extra.bridge_id ?? '', event.at)
        break
      case 'BRIDGE_EXIT':
        this.#traces.leaves(event.id, event.at)
        break
      case 'APP_START':
        this.#app(event)
        break
      case 'HANGUP':
        this.#traces.ended(event.id, causeOf(event), event.at)
        break
    }
    return null
  }

  /** A call whose end nobody wrote down: the PBX went down. */
  close(callId: string): CallTrace | null {
    this.#traces.partly(callId)
    return this.#traces.take(callId, this.#traces.lastAt(callId))
  }

  #leg({ type, id, callId, channel, number, name, exten, at }: CelEvent): void {
    const known = this.#traces.callOf(id) !== null
    // What comes after its end makes no leg live again.
    if (!known && this.#traces.knows(callId, id)) return
    const device = deviceOf(channel, this.#rules.technology, this.#rules.internalLength)
    const originated = commandIdOf(id) !== null
    const shown = numberOf(number)
    this.#traces.seen(
      {
        id,
        callId,
        device,
        number: device ?? shown,
        name: device === null ? textOf(name) : '',
        // While we originate, the phone is shown the number that it will dial as its own.
        dialled: device === null ? '' : originated ? (shown === device ? '' : shown) : numberOf(exten),
        originated,
      },
      at,
    )
    if (!known && type !== 'CHAN_START') this.#traces.partly(callId)
  }

  #app({ app, data, callId }: CelEvent): void {
    const file = plainText(data.split(',')[0] ?? '')
    if (app.toLowerCase() === 'mixmonitor' && file !== '') this.#traces.recorded(callId, file)
  }
}

const causeOf = ({ extra }: CelEvent) => releaseCause(String(extra.hangupcause ?? ''), '')
