import { setTimeout as pause } from 'node:timers/promises'
import { Calls } from '../../src/server/calls/calls.ts'
import { AsteriskPbx } from '../../src/server/telephony/asterisk/adapter.ts'
import { memoryLog } from '../support/log.ts'
import type { PhoneLab } from '../support/phone-lab.ts'

const CLIENT = '79035677876'
const WITHIN_MS = 10_000

/** One operator who talks with a client and asks colleagues, one after the other. */
export class ConsultationDesk {
  readonly #lab: PhoneLab
  readonly #device: string
  readonly #pbx: AsteriskPbx
  readonly #calls: Calls

  constructor(lab: PhoneLab, device: string) {
    const { logger } = memoryLog()
    this.#lab = lab
    this.#device = device
    this.#pbx = new AsteriskPbx(
      { ...lab.ami, internalLength: { min: 2, max: 5 }, outboundContext: 'from-internal', technology: 'PJSIP' },
      logger,
    )
    this.#calls = new Calls({
      pbx: this.#pbx,
      identify: (number, name) => ({ number, name, identity: 'unknown', customers: [], colleague: null }),
      logger,
    })
  }

  async start(): Promise<void> {
    this.#pbx.start()
    await this.#until(() => this.#pbx.link === 'up')
    const client = await this.#lab.incoming({ from: CLIENT })
    await (await this.#lab.phone(this.#device).ringing()).answer()
    await client.settled()
    await this.#talks()
  }

  /** Milliseconds from the command to the phone's ringing. */
  async ask(colleague: string): Promise<number> {
    const id = this.#calls.forDevice(this.#device)[0]?.id ?? ''
    const ringing = this.#lab.phone(colleague).ringing(WITHIN_MS)
    const startedAt = performance.now()
    const asked = this.#calls.consult(this.#device, id, colleague)
    await ringing
    const took = performance.now() - startedAt
    await asked
    await this.#until(() => this.#commands().includes('reconnect'))
    await this.#calls.reconnect(this.#device, id)
    await this.#talks()
    await pause(50)
    return took
  }

  async stop(): Promise<void> {
    this.#calls.stop()
    await this.#pbx.stop()
  }

  #commands(): readonly string[] {
    return this.#calls.forDevice(this.#device)[0]?.commands ?? []
  }

  #talks(): Promise<void> {
    return this.#until(() => this.#commands().includes('consult') && this.#commands().includes('generateDigits'))
  }

  async #until(look: () => boolean): Promise<void> {
    const end = performance.now() + WITHIN_MS
    while (!look()) {
      if (performance.now() > end) throw new Error('the PBX did not come to the state in time')
      await pause(5)
    }
  }
}
