import { installAsterisk } from '../../stand/asterisk/install.ts'
import type { Manager } from '../../stand/asterisk/manager.ts'
import { type RunningAsterisk, startAsterisk } from '../../stand/asterisk/run.ts'
import type { PhoneCall } from '../../stand/phone/call.ts'
import { Phone } from '../../stand/phone/phone.ts'
import { readTruth } from './asterisk-truth.ts'
import { LINES, type PbxLeg, type PhoneLab } from './phone-lab.ts'

export const PHONES = ['101', '102', '103', '104', '105'] as const
const CITY = 'city'

/** A real Asterisk with SIP phones; beside the common interface, what only tests of Asterisk itself look at. */
export interface AsteriskLab extends PhoneLab {
  readonly name: 'asterisk'
  readonly asterisk: RunningAsterisk
  phone(number: string): Phone
  readonly city: Phone
  incoming(call: { from: string; name?: string; to?: string; ownVoice?: boolean }): Promise<PhoneCall>
}

/** @throws AsteriskUnavailable when there is none to be had on this machine. */
export async function openAsteriskLab({ recordsCalls = false } = {}): Promise<AsteriskLab> {
  const root = await installAsterisk()
  const asterisk = await startAsterisk({ root, phones: PHONES, operator: '101', recordsCalls })
  const opened: Phone[] = []
  try {
    const neighbours = [...PHONES, CITY]
    const open = async (number: string, at: { host: string; port: number }, registers: boolean) => {
      const credentials = registers ? asterisk.credentials(number) : null
      const phone = await Phone.open({ number, at, pbx: asterisk.sip, credentials, neighbours })
      opened.push(phone)
      await phone.register()
      return phone
    }
    const phones = new Map<string, Phone>()
    for (const number of PHONES) phones.set(number, await open(number, { host: asterisk.sip.host, port: 0 }, true))
    const city = await open(CITY, asterisk.trunk, false)
    city.refuses = refusalOf
    return new Lab(asterisk, phones, city)
  } catch (error) {
    for (const phone of opened) phone.close()
    await asterisk.stop()
    throw error
  }
}

/** As in the stand's city: numbers that end in 000 are busy, in 002 refuse. */
function refusalOf(dialled: string): { status: number; reason: string } | null {
  if (dialled.endsWith('000')) return { status: 486, reason: 'Busy Here' }
  if (dialled.endsWith('002')) return { status: 603, reason: 'Decline' }
  return null
}

class Lab implements AsteriskLab {
  readonly name = 'asterisk'
  readonly asterisk: RunningAsterisk
  readonly city: Phone
  readonly #phones: ReadonlyMap<string, Phone>
  #manager: Manager | null = null

  constructor(asterisk: RunningAsterisk, phones: ReadonlyMap<string, Phone>, city: Phone) {
    this.asterisk = asterisk
    this.#phones = phones
    this.city = city
  }

  get ami() {
    return this.asterisk.ami
  }

  phone(number: string): Phone {
    const phone = this.#phones.get(number)
    if (!phone) throw new Error(`this lab has no phone ${number}`)
    return phone
  }

  incoming(call: { from: string; name?: string; to?: string; ownVoice?: boolean }): Promise<PhoneCall> {
    const { from, name, to = LINES.main, ownVoice = false } = call
    return this.city.dial(to, { from, ...(name !== undefined && { name }), ...(ownVoice && { voice: from }) })
  }

  async conversations(): Promise<string[][]> {
    const bridges = new Map<string, string[]>()
    for (const channel of await this.#channels()) {
      if (!channel.BridgeId) continue
      const parties = bridges.get(channel.BridgeId) ?? []
      parties.push(partyOf(channel.Channel ?? '', channel.CallerIDNum ?? ''))
      bridges.set(channel.BridgeId, parties)
    }
    return [...bridges.values()].filter((parties) => parties.length > 1).map((parties) => parties.sort())
  }

  async channels(): Promise<string[]> {
    return (await this.#channels()).map(({ Channel = '' }) => Channel)
  }

  async truth(): Promise<PbxLeg[]> {
    this.#manager ??= await this.asterisk.manager()
    return readTruth(this.#manager, CITY)
  }

  async restart(): Promise<void> {
    await this.asterisk.kill()
    this.#manager?.close()
    this.#manager = null
    // Nobody is there to say good-bye to.
    for (const phone of this.#all) phone.drop()
    await this.#forget()
    await this.asterisk.restart()
    for (const phone of this.#phones.values()) await phone.register()
  }

  async reset(): Promise<void> {
    await this.#forget()
    for (const { Channel } of await this.#channels())
      if (Channel) await this.#ask({ Action: 'Hangup', Channel }).catch(() => {})
    const until = Date.now() + 60_000
    while ((await this.#channels()).length > 0) {
      if (Date.now() > until) throw new Error('Asterisk still has calls 60 s after all were ended')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    for (const phone of this.#phones.values()) await phone.register()
    await this.#forget()
  }

  async close(): Promise<void> {
    this.#manager?.close()
    for (const phone of this.#all) phone.close()
    await this.asterisk.stop()
  }

  async #forget(): Promise<void> {
    await Promise.all(this.#all.map((phone) => phone.forget()))
  }

  get #all(): Phone[] {
    return [...this.#phones.values(), this.city]
  }

  async #channels() {
    this.#manager ??= await this.asterisk.manager()
    return this.#manager.list({ Action: 'CoreShowChannels' })
  }

  async #ask(action: Record<string, string>): Promise<void> {
    this.#manager ??= await this.asterisk.manager()
    await this.#manager.ask(action)
  }
}

/** `PJSIP/101-0000001c` is phone 101; of the city line's channels, the number is the client's. */
function partyOf(channel: string, number: string): string {
  const endpoint = /^PJSIP\/(.+)-[0-9a-f]+$/.exec(channel)?.[1] ?? channel
  return endpoint === CITY ? number : endpoint
}
