import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Call, Party } from '../../protocol/call.ts'
import type { Line } from '../../protocol/state.ts'
import { Emitter } from '../events.ts'
import { commandIdOf } from '../telephony/call-id.ts'
import type { Pbx } from '../telephony/pbx.ts'
import { Book, type CallRecord } from './book.ts'
import { lineOf } from './lines.ts'
import { type CallView, viewOf } from './view.ts'

export type CallsEvents = {
  /** A new call of this phone, or one that changed. */
  call: [device: string, call: Call]
  gone: [device: string, callId: string]
  /** A call of this phone is over, as it was last shown. */
  ended: [device: string, call: Call]
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

export type Shown = { call: Call; view: CallView; timer: NodeJS.Timeout | null }

/** What is going on now, as each operator sees it: recomputed from legs at each change, only changes are told. */
export class LiveCalls extends Emitter<CallsEvents> {
  protected readonly pbx: Pbx
  protected readonly identify: CallsOptions['identify']
  protected readonly now: () => number
  protected readonly book = new Book()
  /** Calls being answered: their phone may ring anew on the way, which is no end. `device callId`. */
  protected readonly answering = new Map<string, Promise<void>>()
  /** Numbers dialled by click, until the PBX names the other side itself. */
  protected readonly dialled = new Map<string, string>()
  readonly #logger: Logger
  /** By phone, then by call, in the order they came. */
  readonly #shown = new Map<string, Map<string, Shown>>()
  readonly #lines = new Map<string, Line>()
  readonly #changedCalls = new Set<string>()
  /** Phones that may do something else now; among ten thousand not all are looked at for each call. */
  readonly #changedLines = new Set<string>()
  #allLines = true
  #looking = false
  readonly #unhook: (() => void)[]

  constructor({ pbx, identify, now = Date.now, logger }: CallsOptions) {
    super()
    this.pbx = pbx
    this.identify = identify
    this.now = now
    this.#logger = logger
    this.#unhook = [
      pbx.on('picture', (legs) => {
        this.#allLines = true
        this.changed(this.book.replace(legs))
      }),
      pbx.on('leg', (leg) => this.changed(this.book.put(leg))),
      pbx.on('phone', (device) => {
        this.#changedLines.add(device)
        this.changed([])
      }),
      pbx.on('answerBy', (device) => this.changed(this.#shown.get(device)?.keys() ?? [])),
      pbx.on('legEnded', (leg, cause) => this.changed(this.book.end(leg, cause))),
    ]
    if (pbx.link === 'up') this.changed(this.book.replace(pbx.legs()))
  }

  forDevice(device: string): Call[] {
    this.#recompute()
    return [...(this.#shown.get(device)?.values() ?? [])].map(({ call }) => call)
  }

  /** What each phone is doing that the PBX has ever spoken of. */
  lines(): Record<string, Line> {
    this.#recompute()
    return Object.fromEntries(this.#lines)
  }

  /** The callers' index or the employees were loaded anew: the same calls, maybe other names. */
  reidentify(): void {
    this.#recompute()
    for (const [device, calls] of this.#shown) {
      for (const shown of [...calls.values()]) {
        const { view, call } = shown
        const party = this.identify(view.number, view.name)
        const consultation = call.consultation && {
          ...call.consultation,
          party: this.identify(view.consultation?.number ?? '', view.consultation?.name ?? ''),
        }
        this.#show(device, { ...call, party, consultation }, view)
      }
    }
    this.changed([])
  }

  stop(): void {
    for (const unhook of this.#unhook) unhook()
    this.#changedCalls.clear()
    this.#looking = false
    for (const calls of this.#shown.values()) for (const { timer } of calls.values()) if (timer) clearTimeout(timer)
    this.#shown.clear()
  }

  /** As it is shown at this moment. */
  protected shownAt(device: string, callId: string): Shown | undefined {
    this.#recompute()
    return this.#shown.get(device)?.get(callId)
  }

  /** The PBX tells one thing in many events that arrive together; operators hear of what they come to. */
  protected changed(callIds: Iterable<string>): void {
    if (!this.#looking) queueMicrotask(() => this.#recompute())
    this.#looking = true
    for (const callId of callIds) this.#changedCalls.add(callId)
  }

  #recompute(): void {
    if (!this.#looking) return
    this.#looking = false
    const callIds = [...this.#changedCalls]
    this.#changedCalls.clear()
    for (const callId of callIds) {
      const record = this.book.get(callId)
      for (const device of this.#devicesOf(callId, record)) this.#look(device, callId, record)
      if (record && record.live.size === 0) {
        this.book.forget(callId)
        this.dialled.delete(callId)
      }
    }
    this.#lookAtLines()
  }

  #lookAtLines(): void {
    const shownAt = (device: string) => [...(this.#shown.get(device)?.values() ?? [])].map(({ call }) => call)
    const phones = this.pbx.phones()
    const changed = this.#allLines ? [...phones.keys()] : [...this.#changedLines]
    this.#allLines = false
    this.#changedLines.clear()
    for (const device of changed) {
      const here = phones.get(device)
      if (here === undefined) continue
      const line = lineOf(here, shownAt(device))
      if (isDeepStrictEqual(this.#lines.get(device), line)) continue
      this.#lines.set(device, line)
      this.#tell(() => this.emit('line', device, line))
    }
  }

  #devicesOf(callId: string, record: CallRecord | undefined): Set<string> {
    const devices = new Set<string>()
    for (const [device, calls] of this.#shown) if (calls.has(callId)) devices.add(device)
    if (!record) return devices
    for (const { device } of record.live.values()) if (device !== null) devices.add(device)
    for (const { leg } of record.ended) if (leg.device !== null) devices.add(leg.device)
    // Somebody may wait for a phone that does not ring.
    for (const { place } of record.live.values()) if (place?.is === 'back') devices.add(place.exten)
    return devices
  }

  #look(device: string, callId: string, record: CallRecord | undefined): void {
    const before = this.#shown.get(device)?.get(callId)
    // How a call ended stays as it was first said, until its time is over.
    if (before?.view.over && !record) return
    const legs = record && { live: [...record.live.values()], ended: record.ended, asking: record.asking }
    const view = legs ? viewOf(legs, device) : null
    if (view === 'undecided') return
    if (!view) {
      const ringsAnew = this.answering.has(`${device} ${callId}`) && record !== undefined && record.live.size > 0
      if (!ringsAnew) this.#gone(device, callId)
      return
    }
    const named = { ...view, number: view.number || (this.dialled.get(callId) ?? '') }
    this.#show(device, this.#callOf(device, callId, named, before, record?.resumed ?? false), named)
  }

  #callOf(device: string, callId: string, view: CallView, before: Shown | undefined, resumed: boolean): Call {
    const { direction, local, remote, number, name, startedAt, cause, consultation, recording, commands } = view
    const same = before && before.view.number === number && before.view.name === name
    const talking = (local === 'connected' || local === 'hold') && (remote === 'connected' || remote === 'hold')
    // A call found in progress was answered nobody knows when; its beginning is the best that is known.
    const answeredNow = resumed && !before ? startedAt : this.now()
    return {
      id: callId,
      commandId: direction === 'outgoing' ? commandIdOf(callId) : null,
      direction,
      local,
      remote,
      party: same ? before.call.party : this.identify(number, name),
      startedAt,
      answeredAt: before?.call.answeredAt ?? (talking ? answeredNow : null),
      cause,
      consultation: consultation && {
        party: this.identify(consultation.number, consultation.name),
        remote: consultation.remote,
        active: consultation.active,
        joined: consultation.joined,
        cause: consultation.cause,
      },
      answerBy: !commands.includes('answer') ? null : view.sides?.own ? this.pbx.answerBy(device) : 'autoAnswer',
      recording,
      commands: commands.filter((command) => command !== 'conference' || this.pbx.conferences),
    }
  }

  #show(device: string, call: Call, view: CallView): void {
    this.#changedLines.add(device)
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
    this.#changedLines.add(device)
    const calls = this.#shown.get(device)
    const shown = calls?.get(callId)
    if (!calls || !shown) return
    if (shown.timer) clearTimeout(shown.timer)
    calls.delete(callId)
    if (calls.size === 0) this.#shown.delete(device)
    this.#tell(() => this.emit('gone', device, callId))
    this.#tell(() => this.emit('ended', device, shown.call))
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
