import type { Logger } from 'pino'
import { TrubkaError } from '../../../protocol/errors.ts'
import type { Pbx, RouteDecision } from '../pbx.ts'
import { Answering } from './answering.ts'
import { clear } from './clearing.ts'
import { CallControl } from './control.ts'
import { isInternal } from './fields.ts'
import { AsteriskLink } from './link.ts'
import type { AsteriskOptions, AsteriskTiming } from './options.ts'

export type { AsteriskOptions, AsteriskTiming }

/** What may be dialled: as `Dialable` of the protocol, checked again at this border. */
const DIALABLE = /^\+?[0-9]{2,20}$/
/** Global variable, followed by the internal number; read in the administrator's dialplan, see extensions_trubka.conf. */
const DO_NOT_DISTURB = 'TRUBKA_DND_'
const DIGITS = /^[0-9*#A-D]{1,32}$/

/** Asterisk 22 as a PBX: what may be asked of it, each where it is carried out. */
export class AsteriskPbx extends AsteriskLink implements Pbx {
  readonly #answering: Answering
  readonly #control: CallControl

  constructor(options: AsteriskOptions, logger: Logger, timing: Partial<AsteriskTiming> = {}) {
    super(options, logger, timing)
    this.#answering = new Answering(this.parts, this.ways)
    this.#control = new CallControl(this.parts)
  }

  onRoute(decide: RouteDecision): void {
    this.gate.onRoute(decide)
  }

  async makeCall(wish: Parameters<Pbx['makeCall']>[0]): Promise<void> {
    this.#mayDial(wish.to)
    await this.dialling.make(wish)
  }

  async answer(legId: string): Promise<void> {
    this.#mustBeUp()
    await this.#answering.answer(legId)
  }

  answerBy(device: string): 'talk' | 'autoAnswer' {
    return this.ways.by(device)
  }

  async fetch(wish: Parameters<Pbx['fetch']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#answering.fetch(wish)
  }

  async clear(legId: string, also: readonly string[] = []): Promise<void> {
    this.#mustBeUp()
    await clear(this.parts, legId, also)
  }

  async hold(own: string, other: string): Promise<void> {
    this.#mustBeUp()
    await this.#control.hold(own, other)
  }

  async retrieve(own: string, other: string): Promise<void> {
    this.#mustBeUp()
    await this.#control.retrieve(own, other)
  }

  async consult(wish: Parameters<Pbx['consult']>[0]): Promise<void> {
    this.#mayDial(wish.to)
    await this.#control.consult(wish)
  }

  async transfer(wish: Parameters<Pbx['transfer']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#control.transfer(wish)
  }

  async alternate(wish: Parameters<Pbx['alternate']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#control.alternate(wish)
  }

  async reconnect(wish: Parameters<Pbx['reconnect']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#control.reconnect(wish)
  }

  async conference(wish: Parameters<Pbx['conference']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#control.conference(wish)
  }

  async singleStepTransfer(wish: Parameters<Pbx['singleStepTransfer']>[0]): Promise<void> {
    this.#mayDial(wish.to)
    await this.#control.singleStepTransfer(wish)
  }

  async generateDigits(legId: string, digits: string): Promise<void> {
    this.#mustBeUp()
    if (!DIGITS.test(digits)) throw new TrubkaError('invalidParams', 'digits')
    await this.#control.generateDigits(legId, digits)
  }

  async setRecording(legIds: readonly string[], to: 'on' | 'suspended'): Promise<void> {
    this.#mustBeUp()
    await this.#control.setRecording(legIds, to)
  }

  async setDoNotDisturb(device: string, on: boolean): Promise<void> {
    this.#mustBeUp()
    if (!isInternal(device, this.options.internalLength)) throw new TrubkaError('badNumber')
    const answer = await this.parts.send({
      Action: 'Setvar',
      Variable: `${DO_NOT_DISTURB}${device}`,
      Value: on ? '1' : '0',
    })
    if (answer.get('Response') === 'Error') throw new TrubkaError('refusedByPbx', answer.get('Message') ?? '')
  }

  #mustBeUp(): void {
    if (this.faults.main === 'loginRefused') throw new TrubkaError('pbxLoginRefused')
    if (this.link !== 'up') throw new TrubkaError('pbxDown')
  }

  #mayDial(to: string): void {
    this.#mustBeUp()
    if (!DIALABLE.test(to)) throw new TrubkaError('badNumber')
  }
}
