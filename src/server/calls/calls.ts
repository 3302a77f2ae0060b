import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Call, CallCommand, Party } from '../../protocol/call.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import type { Line } from '../../protocol/state.ts'
import { Emitter } from '../events.ts'
import { callIdOf, commandIdOf } from '../telephony/call-id.ts'
import type { Pbx } from '../telephony/pbx.ts'
import { Book, type CallRecord } from './book.ts'
import { lineOf } from './lines.ts'
import { type CallView, type Sides, viewOf } from './view.ts'

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
/** Between the answer and the conversation, milliseconds. */
const JOINED_WITHIN = 3000
/** No name is longer on a phone's display. */
const MAX_SHOWN_NAME = 80

const JOINS: ReadonlySet<CallCommand> = new Set(['transfer', 'conference', 'singleStepTransfer'])

/** Commands after which nobody is asked for any more. */
const ENDS_ASKING: ReadonlySet<CallCommand> = new Set([
  'hold',
  'retrieve',
  'reconnect',
  'transfer',
  'singleStepTransfer',
])

function there(leg: string | null): string {
  if (leg === null) throw new TrubkaError('notNow')
  return leg
}

/** Which of the two others is talked to, and which is held. */
function talkedTo({ other, consulted }: Sides, { consultation }: Call): { active: string; held: string } {
  const [caller, asked] = [there(other), there(consulted)]
  return consultation?.active ? { active: asked, held: caller } : { active: caller, held: asked }
}

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
  readonly #answering = new Map<string, Promise<void>>()
  /** Numbers dialled by click, until the PBX names the other side itself. */
  readonly #dialled = new Map<string, string>()
  /** The last command to each call, while it lasts. */
  readonly #turns = new Map<string, Promise<void>>()
  /** Of these, one that gives the caller to others. */
  readonly #joinings = new Map<string, Promise<void>>()
  readonly #lines = new Map<string, Line>()
  readonly #changedCalls = new Set<string>()
  #looking = false
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
      pbx.on('phone', () => this.#changed([])),
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
    const key = `${device} ${callId}`
    const before = this.#answering.get(key)
    // Pressed twice, answered once: to be rung anew twice would end what the first press has begun.
    if (before) return before
    const { own, other } = this.#commanded(device, callId, 'answer').sides
    const answering = Promise.resolve().then(() =>
      own === null ? this.#pbx.fetch({ caller: there(other), device }) : this.#pbx.answer(own),
    )
    this.#answering.set(key, answering)
    try {
      await answering
    } finally {
      this.#answering.delete(key)
      this.#changed([callId])
    }
  }

  /** Ends the call for everybody who would be left alone: whoever is held, and whoever was asked. */
  async clear(device: string, callId: string): Promise<void> {
    // Half a transfer is a caller who is held for nobody: first that, then whatever there is still to end.
    const joining = this.#joinings.get(callId)
    if (!joining) return this.#end(device, callId)
    const joined = await joining.then(
      () => true,
      () => false,
    )
    try {
      await this.#end(device, callId)
    } catch (error) {
      // Given away as wished, it has ended for this operator by that.
      if (!joined || !(error instanceof TrubkaError) || error.code !== 'noSuchCall') throw error
    }
  }

  async #end(device: string, callId: string): Promise<void> {
    const { sides, call } = this.#commanded(device, callId, 'clear')
    // Of three who talk together the others go on.
    const alone =
      (call.consultation !== null && !call.consultation.joined) ||
      (call.local === 'hold' && call.commands.includes('consult'))
    const also = alone ? [sides.other, sides.consulted].filter((leg) => leg !== null) : []
    await this.#pbx.clear(there(sides.own), also)
  }

  hold(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'hold', ({ own, other }) => this.#pbx.hold(there(own), there(other)))
  }

  retrieve(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'retrieve', ({ own, other }) => this.#pbx.retrieve(there(own), there(other)))
  }

  consult(device: string, callId: string, to: string): Promise<void> {
    if (to === device) return Promise.reject(new TrubkaError('toSelf'))
    return this.#inTurn(device, callId, 'consult', async ({ own, other }) => {
      this.#mustBeAnother(callId, other, to)
      const record = this.#book.get(callId)
      const before = record?.asking ?? null
      if (record) record.asking = { device, to, since: this.#now() }
      try {
        await this.#pbx.consult({ own: there(own), other: there(other), to, name: this.#nameFor(device) })
      } catch (error) {
        if (record) record.asking = before
        throw error
      }
    })
  }

  transfer(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'transfer', ({ own, other, consulted }, { consultation }) =>
      this.#pbx.transfer({
        own: there(own),
        caller: there(other),
        consulted: there(consulted),
        to: this.#book.get(callId)?.asking?.to ?? consultation?.party.number ?? '',
      }),
    )
  }

  alternate(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'alternate', (sides, call) =>
      this.#pbx.alternate({ own: there(sides.own), ...talkedTo(sides, call) }),
    )
  }

  reconnect(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'reconnect', ({ own, other, consulted }) =>
      this.#pbx.reconnect({ own: there(own), caller: there(other), consulted }),
    )
  }

  conference(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'conference', (sides, call) =>
      this.#pbx.conference({ own: there(sides.own), ...talkedTo(sides, call) }),
    )
  }

  singleStepTransfer(device: string, callId: string, to: string): Promise<void> {
    if (to === device) return Promise.reject(new TrubkaError('toSelf'))
    return this.#inTurn(device, callId, 'singleStepTransfer', async ({ own, other }) => {
      this.#mustBeAnother(callId, other, to)
      await this.#pbx.singleStepTransfer({ own: there(own), other: there(other), to })
    })
  }

  generateDigits(device: string, callId: string, digits: string): Promise<void> {
    return this.#inTurn(device, callId, 'generateDigits', ({ other, consulted }, { consultation }) =>
      this.#pbx.generateDigits(there(consultation?.active ? consulted : other), digits),
    )
  }

  suspendRecording(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'suspendRecording', ({ recorded }) =>
      this.#pbx.setRecording(recorded, 'suspended'),
    )
  }

  resumeRecording(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'resumeRecording', ({ recorded }) => this.#pbx.setRecording(recorded, 'on'))
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
        const party = this.#identify(view.number, view.name)
        const consultation = call.consultation && {
          ...call.consultation,
          party: this.#identify(view.consultation?.number ?? '', view.consultation?.name ?? ''),
        }
        this.#show(device, { ...call, party, consultation }, view)
      }
    }
    this.#changed([])
  }

  stop(): void {
    for (const unhook of this.#unhook) unhook()
    this.#changedCalls.clear()
    this.#looking = false
    for (const calls of this.#shown.values()) for (const { timer } of calls.values()) if (timer) clearTimeout(timer)
    this.#shown.clear()
  }

  /** The one gate of all commands: is there such a call, and is this legal now (`COMMANDS`). */
  #commanded(device: string, callId: string, command: CallCommand): { sides: Sides; call: Call } {
    this.#recompute()
    const shown = this.#shown.get(device)?.get(callId)
    if (!shown) throw new TrubkaError('noSuchCall')
    const { call, view } = shown
    if (!view.sides || !call.commands.includes(command)) throw new TrubkaError('notNow')
    return { sides: view.sides, call }
  }

  /** Whoever is given to their own phone would ring it with one hand and hold it with the other. */
  #mustBeAnother(callId: string, other: string | null, to: string): void {
    const leg = other === null ? undefined : this.#book.get(callId)?.live.get(other)
    if (leg?.device === to) throw new TrubkaError('toOther')
  }

  /** One after the other for each call, each judged when its turn comes: half of two moves at once is no state to be in. */
  async #inTurn(
    device: string,
    callId: string,
    command: CallCommand,
    run: (sides: Sides, call: Call) => Promise<void>,
  ): Promise<void> {
    const before = this.#turns.get(callId)
    const mine = (async () => {
      await before?.catch(() => {})
      await this.#joined(device, callId)
      const { sides, call } = this.#commanded(device, callId, command)
      try {
        await run(sides, call)
        // Why the last one who was asked did not come is no news any more.
        const record = this.#book.get(callId)
        if (record && ENDS_ASKING.has(command)) record.asking = null
      } finally {
        this.#changed([callId])
      }
    })()
    this.#turns.set(callId, mine)
    if (JOINS.has(command)) this.#joinings.set(callId, mine)
    try {
      await mine
    } finally {
      if (this.#turns.get(callId) === mine) this.#turns.delete(callId)
      if (this.#joinings.get(callId) === mine) this.#joinings.delete(callId)
    }
  }

  /** Both have answered, and the PBX is about to join them: a moment later more can be done. */
  async #joined(device: string, callId: string): Promise<void> {
    const joining = () => {
      this.#recompute()
      return this.#shown.get(device)?.get(callId)?.view.joining === true
    }
    if (!joining()) return
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!joining()) end()
      }
      const unhook = this.#pbx.on('leg', look)
      const end = () => {
        clearTimeout(timer)
        unhook()
        resolve()
      }
      const timer = setTimeout(end, JOINED_WITHIN)
    })
  }

  /** The PBX tells one thing in many events that arrive together; operators hear of what they come to. */
  #changed(callIds: Iterable<string>): void {
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
      const record = this.#book.get(callId)
      for (const device of this.#devicesOf(callId, record)) this.#look(device, callId, record)
      if (record && record.live.size === 0) {
        this.#book.forget(callId)
        this.#dialled.delete(callId)
      }
    }
    this.#lookAtLines()
  }

  #lookAtLines(): void {
    const shownAt = (device: string) => [...(this.#shown.get(device)?.values() ?? [])].map(({ call }) => call)
    for (const [device, here] of this.#pbx.phones()) {
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
      const ringsAnew = this.#answering.has(`${device} ${callId}`) && record !== undefined && record.live.size > 0
      if (!ringsAnew) this.#gone(device, callId)
      return
    }
    const named = { ...view, number: view.number || (this.#dialled.get(callId) ?? '') }
    this.#show(device, this.#callOf(device, callId, named, before, record?.resumed ?? false), named)
  }

  #callOf(device: string, callId: string, view: CallView, before: Shown | undefined, resumed: boolean): Call {
    const { direction, local, remote, number, name, startedAt, cause, consultation, recording, commands } = view
    const same = before && before.view.number === number && before.view.name === name
    const talking = (local === 'connected' || local === 'hold') && (remote === 'connected' || remote === 'hold')
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
      consultation: consultation && {
        party: this.#identify(consultation.number, consultation.name),
        remote: consultation.remote,
        active: consultation.active,
        joined: consultation.joined,
        cause: consultation.cause,
      },
      answerBy: !commands.includes('answer') ? null : view.sides?.own ? this.#pbx.answerBy(device) : 'autoAnswer',
      recording,
      commands: commands.filter((command) => command !== 'conference' || this.#pbx.conferences),
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
    this.#tell(() => this.emit('ended', device, shown.call))
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
