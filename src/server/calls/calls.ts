import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Call, CallCommand, Party } from '../../protocol/call.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import type { Line } from '../../protocol/state.ts'
import { Emitter } from '../events.ts'
import { callIdOf, commandIdOf } from '../telephony/call-id.ts'
import type { Leg, Pbx } from '../telephony/pbx.ts'
import { Book, type CallRecord } from './book.ts'
import { type CallView, ownLegOf, viewOf } from './view.ts'

export type CallsEvents = {
  /** A new call of this phone, or one that changed. */
  call: [device: string, call: Call]
  gone: [device: string, callId: string]
  /** What a phone is doing has changed. */
  line: [number: string, line: Line]
}

export type CallsOptions = {
  pbx: Pbx
  /** Who has this number; from memory, at once. */
  identify: (number: string, name: string) => Party
  /** Milliseconds since 1970. */
  now?: () => number
  logger: Logger
}

/** How long a call that came to nothing says so, milliseconds. */
export const FAILURE_SHOWN = 6000
/** No name is longer on a phone's display. */
const MAX_SHOWN_NAME = 80

type Shown = { call: Call; view: CallView; timer: NodeJS.Timeout | null }

/** What is going on now, as each operator sees it: recomputed from legs at each change, only changes are told. */
export class Calls extends Emitter<CallsEvents> {
  readonly #pbx: Pbx
  readonly #identify: CallsOptions['identify']
  readonly #now: () => number
  readonly #logger: Logger
  readonly #book = new Book()
  /** By phone, then by call, in the order they came. */
  readonly #shown = new Map<string, Map<string, Shown>>()
  /** Calls being answered: their phone may ring anew on the way, which is no end. `device callId`. */
  readonly #answering = new Set<string>()
  /** Numbers dialled by click, until the PBX names the other side itself. */
  readonly #dialled = new Map<string, string>()
  readonly #changedCalls = new Set<string>()
  readonly #unhook: (() => void)[]

  constructor({ pbx, identify, now = Date.now, logger }: CallsOptions) {
    super()
    this.#pbx = pbx
    this.#identify = identify
    this.#now = now
    this.#logger = logger
    this.#unhook = [
      pbx.on('picture', (legs) => this.#changed(this.#book.replace(legs))),
      pbx.on('leg', (leg) => this.#changed(this.#book.put(leg))),
      pbx.on('legEnded', (leg, cause) => this.#changed(this.#book.end(leg, cause))),
    ]
    if (pbx.link === 'up') this.#changed(this.#book.replace(pbx.legs()))
  }

  forDevice(device: string): Call[] {
    this.#recompute()
    return [...(this.#shown.get(device)?.values() ?? [])].map(({ call }) => call)
  }

  /** Rings the operator's own phone, then dials `to`. Resolves when the PBX has begun, with the call's key. */
  async make({
    device,
    to,
    commandId,
  }: {
    device: string
    to: string
    commandId: string
  }): Promise<{ callId: string }> {
    const callId = callIdOf(commandId)
    this.#dialled.set(callId, to)
    try {
      await this.#pbx.makeCall({ callId, device, to, name: this.#nameFor(to) })
      return { callId }
    } finally {
      if (!this.#book.has(callId)) this.#dialled.delete(callId)
    }
  }

  async answer(device: string, callId: string): Promise<void> {
    const leg = this.#commanded(device, callId, 'answer')
    const key = `${device} ${callId}`
    this.#answering.add(key)
    try {
      await this.#pbx.answer(leg.id)
    } finally {
      this.#answering.delete(key)
      this.#changed([callId])
    }
  }

  async clear(device: string, callId: string): Promise<void> {
    await this.#pbx.clear(this.#commanded(device, callId, 'clear').id)
  }

  async hold(device: string, callId: string): Promise<void> {
    this.#commanded(device, callId, 'hold')
  }

  async retrieve(device: string, callId: string): Promise<void> {
    this.#commanded(device, callId, 'retrieve')
  }

  async transfer(device: string, callId: string): Promise<void> {
    this.#commanded(device, callId, 'transfer')
  }

  async alternate(device: string, callId: string): Promise<void> {
    this.#commanded(device, callId, 'alternate')
  }

  async reconnect(device: string, callId: string): Promise<void> {
    this.#commanded(device, callId, 'reconnect')
  }

  async conference(device: string, callId: string): Promise<void> {
    this.#commanded(device, callId, 'conference')
  }

  async consult(device: string, callId: string, _to: string): Promise<void> {
    this.#commanded(device, callId, 'consult')
  }

  async singleStepTransfer(device: string, callId: string, _to: string): Promise<void> {
    this.#commanded(device, callId, 'singleStepTransfer')
  }

  async generateDigits(device: string, callId: string, _digits: string): Promise<void> {
    this.#commanded(device, callId, 'generateDigits')
  }

  lines(): Record<string, Line> {
    return {}
  }

  /** The callers' index or the employees were loaded anew: the same calls, maybe other names. */
  reidentify(): void {
    this.#recompute()
    for (const [device, calls] of this.#shown) {
      for (const shown of [...calls.values()]) {
        const party = this.#identify(shown.view.number, shown.view.name)
        this.#show(device, { ...shown.call, party }, shown.view)
      }
    }
  }

  stop(): void {
    for (const unhook of this.#unhook) unhook()
    this.#changedCalls.clear()
    for (const calls of this.#shown.values()) for (const { timer } of calls.values()) if (timer) clearTimeout(timer)
    this.#shown.clear()
  }

  #commanded(device: string, callId: string, command: CallCommand): Leg {
    this.#recompute()
    const shown = this.#shown.get(device)?.get(callId)
    if (!shown) throw new TrubkaError('noSuchCall')
    const leg = ownLegOf([...(this.#book.get(callId)?.live.values() ?? [])], device)
    if (!leg || !shown.call.commands.includes(command)) throw new TrubkaError('notNow')
    return leg
  }

  /** The PBX tells one thing in many events that arrive together; operators hear of what they come to. */
  #changed(callIds: Iterable<string>): void {
    if (this.#changedCalls.size === 0) queueMicrotask(() => this.#recompute())
    for (const callId of callIds) this.#changedCalls.add(callId)
  }

  #recompute(): void {
    const callIds = [...this.#changedCalls]
    this.#changedCalls.clear()
    for (const callId of callIds) {
      const record = this.#book.get(callId)
      for (const device of this.#devicesOf(callId, record)) this.#look(device, callId, record)
      if (record && record.live.size === 0) {
        this.#book.forget(callId)
        this.#dialled.delete(callId)
      }
    }
  }

  #devicesOf(callId: string, record: CallRecord | undefined): Set<string> {
    const devices = new Set<string>()
    for (const [device, calls] of this.#shown) if (calls.has(callId)) devices.add(device)
    if (!record) return devices
    for (const { device } of record.live.values()) if (device !== null) devices.add(device)
    for (const { leg } of record.ended) if (leg.device !== null) devices.add(leg.device)
    return devices
  }

  #look(device: string, callId: string, record: CallRecord | undefined): void {
    const before = this.#shown.get(device)?.get(callId)
    // How a call ended stays as it was first said, until its time is over.
    if (before?.view.over && !record) return
    const view = record ? viewOf({ live: [...record.live.values()], ended: record.ended }, device) : null
    if (view === 'undecided') return
    if (!view) {
      const ringsAnew = this.#answering.has(`${device} ${callId}`) && record !== undefined && record.live.size > 0
      if (!ringsAnew) this.#gone(device, callId)
      return
    }
    const named = { ...view, number: view.number || (this.#dialled.get(callId) ?? '') }
    this.#show(device, this.#callOf(callId, named, before, record?.resumed ?? false), named)
  }

  #callOf(callId: string, view: CallView, before: Shown | undefined, resumed: boolean): Call {
    const { direction, local, remote, number, name, startedAt, cause, commands } = view
    const same = before && before.view.number === number && before.view.name === name
    const talking = local === 'connected' && remote === 'connected'
    // A call found in progress was answered nobody knows when; its beginning is the best that is known.
    const answeredNow = resumed && !before ? startedAt : this.#now()
    return {
      id: callId,
      commandId: direction === 'outgoing' ? commandIdOf(callId) : null,
      direction,
      local,
      remote,
      party: same ? before.call.party : this.#identify(number, name),
      startedAt,
      answeredAt: before?.call.answeredAt ?? (talking ? answeredNow : null),
      cause,
      consultation: null,
      answerBy: commands.includes('answer') ? 'talk' : null,
      commands,
    }
  }

  #show(device: string, call: Call, view: CallView): void {
    const before = this.#shown.get(device)?.get(call.id)
    if (!before) this.#dropFailures(device)
    const calls = this.#shown.get(device) ?? new Map<string, Shown>()
    this.#shown.set(device, calls)
    const timer = before?.timer ?? (view.over ? setTimeout(() => this.#gone(device, call.id), FAILURE_SHOWN) : null)
    calls.set(call.id, { call, view, timer })
    if (!isDeepStrictEqual(before?.call, call)) this.#tell(() => this.emit('call', device, call))
  }

  /** A new call is news enough: what came to nothing before it need not be said any longer. */
  #dropFailures(device: string): void {
    for (const [callId, { view }] of [...(this.#shown.get(device) ?? [])]) if (view.over) this.#gone(device, callId)
  }

  #gone(device: string, callId: string): void {
    const calls = this.#shown.get(device)
    const shown = calls?.get(callId)
    if (!calls || !shown) return
    if (shown.timer) clearTimeout(shown.timer)
    calls.delete(callId)
    if (calls.size === 0) this.#shown.delete(device)
    this.#tell(() => this.emit('gone', device, callId))
  }

  /** What the operator's own phone shows while it rings for a click-to-dial. */
  #nameFor(to: string): string {
    const { customers, colleague, name } = this.#identify(to, '')
    const customer = customers[0]
    const known = colleague?.name || customer?.contact || customer?.counterparty || name
    return known.slice(0, MAX_SHOWN_NAME)
  }

  /** A fault in a listener must not keep the others from hearing of their calls. */
  #tell(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#logger.error({ err: error }, 'a listener to calls failed')
    }
  }
}
