import { onTestFinished } from 'vitest'
import type { Call, Party, ReleaseCause } from '../../../src/protocol/call.ts'
import type { TrubkaError } from '../../../src/protocol/errors.ts'
import { Calls } from '../../../src/server/calls/calls.ts'
import { Emitter } from '../../../src/server/events.ts'
import type { Leg, Pbx, PbxEvents } from '../../../src/server/telephony/pbx.ts'
import { connected, silent } from '../telephony/pbx-under-test.ts'

export type Told = { device: string; call: Call } | { device: string; gone: string }

export const stranger = (number: string, name: string): Party => ({
  number,
  name,
  identity: 'unknown',
  customers: [],
  colleague: null,
})

export function listen(calls: Calls): Told[] {
  const told: Told[] = []
  calls.on('call', (device, call) => told.push({ device, call }))
  calls.on('gone', (device, gone) => told.push({ device, gone }))
  return told
}

/** `local/remote` of each change that this phone's operator was told, `gone` at the end; with the cause where there is one. */
export const steps = (told: readonly Told[], device: string): string[] =>
  told.flatMap((each) => {
    if (each.device !== device) return []
    if ('gone' in each) return ['gone']
    const { local, remote, cause } = each.call
    return [`${local}/${remote}${cause ? ` ${cause}` : ''}`]
  })

/** Calls on the real adapter, with a scripted PBX behind it. */
export async function callsOnPbx(identify = stranger) {
  const { peer, pbx } = await connected()
  const calls = new Calls({ pbx, identify, logger: silent })
  onTestFinished(() => calls.stop())
  return { peer, pbx, calls, told: listen(calls) }
}

/** The port without a PBX: says what the test says, and remembers what was asked of it. */
export class QuietPbx extends Emitter<PbxEvents> implements Pbx {
  link: 'up' | 'down' = 'up'
  readonly faults = { main: null, routing: null }
  asked: string[] = []
  refusal: TrubkaError | null = null
  /** What happens at the PBX while a command is carried out. */
  meanwhile: () => void = () => {}
  readonly #legs = new Map<string, Leg>()

  legs(): Leg[] {
    return [...this.#legs.values()]
  }

  leg(leg: Leg): void {
    this.#legs.set(leg.id, leg)
    this.emit('leg', leg)
  }

  end(leg: Leg, cause: ReleaseCause): void {
    this.#legs.delete(leg.id)
    this.emit('legEnded', leg, cause)
  }

  picture(legs: Leg[]): void {
    this.#legs.clear()
    for (const leg of legs) this.#legs.set(leg.id, leg)
    this.emit('picture', legs)
  }

  async makeCall({ callId, device, to, name }: { callId: string; device: string; to: string; name: string }) {
    this.#ask(`make ${callId} ${device} ${to} «${name}»`)
  }

  async fetch({ caller, device }: { caller: string; device: string }) {
    this.#ask(`fetch ${caller} ${device}`)
  }

  async answer(legId: string) {
    this.#ask(`answer ${legId}`)
  }

  async clear(legId: string, also: readonly string[] = []) {
    this.#ask(['clear', legId, ...also].join(' '))
  }

  async hold(own: string, other: string) {
    this.#ask(`hold ${own} ${other}`)
  }

  async retrieve(own: string, other: string) {
    this.#ask(`retrieve ${own} ${other}`)
  }

  async consult({ own, other, to, name }: { own: string; other: string; to: string; name: string }) {
    this.#ask(`consult ${own} ${other} ${to} «${name}»`)
  }

  async transfer({ own, caller, consulted, to }: { own: string; caller: string; consulted: string; to: string }) {
    this.#ask(`transfer ${own} ${caller} ${consulted} ${to}`)
  }

  async alternate({ own, active, held }: { own: string; active: string; held: string }) {
    this.#ask(`alternate ${own} ${active} ${held}`)
  }

  async reconnect({ own, caller, consulted }: { own: string; caller: string; consulted: string | null }) {
    this.#ask(`reconnect ${own} ${caller} ${consulted}`)
  }

  async conference({ own, active, held }: { own: string; active: string; held: string }) {
    this.#ask(`conference ${own} ${active} ${held}`)
  }

  conferences = true

  async singleStepTransfer({ own, other, to }: { own: string; other: string; to: string }) {
    this.#ask(`singleStepTransfer ${own} ${other} ${to}`)
  }

  async generateDigits(legId: string, digits: string) {
    this.#ask(`generateDigits ${legId} ${digits}`)
  }

  async setRecording(legIds: readonly string[], to: string) {
    this.#ask(`setRecording ${to} ${legIds.join(' ')}`)
  }

  async setDoNotDisturb(): Promise<void> {}

  #obeys: 'talk' | 'autoAnswer' = 'talk'

  answersBy(device: string, way: 'talk' | 'autoAnswer'): void {
    this.#obeys = way
    this.emit('answerBy', device)
  }

  answerBy(): 'talk' | 'autoAnswer' {
    return this.#obeys
  }

  phones(): Map<string, boolean> {
    return this.here
  }

  readonly here = new Map<string, boolean>()

  away(device: string): void {
    this.here.set(device, false)
    this.emit('phone', device, false)
  }

  onRoute(): void {}
  start(): void {}
  async stop() {}

  #ask(what: string): void {
    this.asked.push(what)
    if (this.refusal) throw this.refusal
    this.meanwhile()
  }
}

export function quietCalls(identify = stranger) {
  const pbx = new QuietPbx()
  const calls = new Calls({ pbx, identify, now: () => 5000, logger: silent })
  onTestFinished(() => calls.stop())
  return { pbx, calls, told: listen(calls) }
}

/** A leg of the call `call`; a number of up to five digits is a phone of ours. */
export function leg(id: string, call: string, more: Partial<Leg> = {}): Leg {
  return {
    id,
    callId: call,
    device: null,
    state: 'down',
    number: '',
    name: '',
    connected: { number: '', name: '' },
    bridgeId: null,
    recording: 'none',
    held: false,
    place: null,
    originated: false,
    createdAt: 1000,
    ...more,
  }
}
