import type { Call, CallCommand } from '../../protocol/call.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import { callIdOf } from '../telephony/call-id.ts'
import { LiveCalls } from './live-calls.ts'
import { Turns } from './turns.ts'
import type { Sides } from './view.ts'

/** Between the answer and the conversation, milliseconds. */
const JOINED_WITHIN = 3000
/** No name is longer on a phone's display. */
const MAX_SHOWN_NAME = 80

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

/** What an operator may do with the calls at a phone. */
export class Calls extends LiveCalls {
  readonly #turns = new Turns()

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
    this.dialled.set(callId, to)
    try {
      await this.pbx.makeCall({ callId, device, to, name: this.#nameFor(to) })
      return { callId }
    } finally {
      if (!this.book.has(callId)) this.dialled.delete(callId)
    }
  }

  async answer(device: string, callId: string): Promise<void> {
    const key = `${device} ${callId}`
    const before = this.answering.get(key)
    // Pressed twice, answered once: to be rung anew twice would end what the first press has begun.
    if (before) return before
    const { own, other } = this.#commanded(device, callId, 'answer').sides
    const answering = Promise.resolve().then(() =>
      own === null ? this.pbx.fetch({ caller: there(other), device }) : this.pbx.answer(own),
    )
    this.answering.set(key, answering)
    try {
      await answering
    } finally {
      this.answering.delete(key)
      this.changed([callId])
    }
  }

  /** Ends the call for everybody who would be left alone: whoever is held, and whoever was asked. */
  async clear(device: string, callId: string): Promise<void> {
    // Half a transfer is a caller who is held for nobody: first that, then whatever there is still to end.
    const joined = await this.#turns.joined(callId)
    if (joined === null) return this.#end(device, callId)
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
    await this.pbx.clear(there(sides.own), also)
  }

  hold(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'hold', ({ own, other }) => this.pbx.hold(there(own), there(other)))
  }

  retrieve(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'retrieve', ({ own, other }) => this.pbx.retrieve(there(own), there(other)))
  }

  consult(device: string, callId: string, to: string): Promise<void> {
    if (to === device) return Promise.reject(new TrubkaError('toSelf'))
    return this.#inTurn(device, callId, 'consult', async ({ own, other }) => {
      this.#mustBeAnother(callId, other, to)
      const record = this.book.get(callId)
      const before = record?.asking ?? null
      if (record) record.asking = { device, to, since: this.now() }
      try {
        await this.pbx.consult({ own: there(own), other: there(other), to, name: this.#nameFor(device) })
      } catch (error) {
        if (record) record.asking = before
        throw error
      }
    })
  }

  transfer(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'transfer', ({ own, other, consulted }, { consultation }) =>
      this.pbx.transfer({
        own: there(own),
        caller: there(other),
        consulted: there(consulted),
        to: this.book.get(callId)?.asking?.to ?? consultation?.party.number ?? '',
      }),
    )
  }

  alternate(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'alternate', (sides, call) =>
      this.pbx.alternate({ own: there(sides.own), ...talkedTo(sides, call) }),
    )
  }

  reconnect(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'reconnect', ({ own, other, consulted }) =>
      this.pbx.reconnect({ own: there(own), caller: there(other), consulted }),
    )
  }

  conference(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'conference', (sides, call) =>
      this.pbx.conference({ own: there(sides.own), ...talkedTo(sides, call) }),
    )
  }

  singleStepTransfer(device: string, callId: string, to: string): Promise<void> {
    if (to === device) return Promise.reject(new TrubkaError('toSelf'))
    return this.#inTurn(device, callId, 'singleStepTransfer', async ({ own, other }) => {
      this.#mustBeAnother(callId, other, to)
      await this.pbx.singleStepTransfer({ own: there(own), other: there(other), to })
    })
  }

  generateDigits(device: string, callId: string, digits: string): Promise<void> {
    return this.#inTurn(device, callId, 'generateDigits', ({ other, consulted }, { consultation }) =>
      this.pbx.generateDigits(there(consultation?.active ? consulted : other), digits),
    )
  }

  suspendRecording(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'suspendRecording', ({ recorded }) =>
      this.pbx.setRecording(recorded, 'suspended'),
    )
  }

  resumeRecording(device: string, callId: string): Promise<void> {
    return this.#inTurn(device, callId, 'resumeRecording', ({ recorded }) => this.pbx.setRecording(recorded, 'on'))
  }

  /** The one gate of all commands: is there such a call, and is this legal now (`COMMANDS`). */
  #commanded(device: string, callId: string, command: CallCommand): { sides: Sides; call: Call } {
    const shown = this.shownAt(device, callId)
    if (!shown) throw new TrubkaError('noSuchCall')
    const { call, view } = shown
    if (!view.sides || !call.commands.includes(command)) throw new TrubkaError('notNow')
    return { sides: view.sides, call }
  }

  /** Whoever is given to their own phone would ring it with one hand and hold it with the other. */
  #mustBeAnother(callId: string, other: string | null, to: string): void {
    const leg = other === null ? undefined : this.book.get(callId)?.live.get(other)
    if (leg?.device === to) throw new TrubkaError('toOther')
  }

  /** In its turn, and judged when that comes. */
  #inTurn(
    device: string,
    callId: string,
    command: CallCommand,
    run: (sides: Sides, call: Call) => Promise<void>,
  ): Promise<void> {
    return this.#turns.take(callId, command, async () => {
      await this.#joined(device, callId)
      const { sides, call } = this.#commanded(device, callId, command)
      try {
        await run(sides, call)
        // Why the last one who was asked did not come is no news any more.
        const record = this.book.get(callId)
        if (record && ENDS_ASKING.has(command)) record.asking = null
      } finally {
        this.changed([callId])
      }
    })
  }

  /** Both have answered, and the PBX is about to join them: a moment later more can be done. */
  async #joined(device: string, callId: string): Promise<void> {
    const joining = () => this.shownAt(device, callId)?.view.joining === true
    if (!joining()) return
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!joining()) end()
      }
      const unhook = this.pbx.on('leg', look)
      const end = () => {
        clearTimeout(timer)
        unhook()
        resolve()
      }
      const timer = setTimeout(end, JOINED_WITHIN)
    })
  }

  /** What the operator's own phone shows while it rings for a click-to-dial. */
  #nameFor(to: string): string {
    const { customers, colleague, name } = this.identify(to, '')
    const customer = customers[0]
    const known = colleague?.name || customer?.contact || customer?.counterparty || name
    return known.slice(0, MAX_SHOWN_NAME)
  }
}
