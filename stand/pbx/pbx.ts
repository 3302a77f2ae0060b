import { AmiServer } from './ami/server.ts'
import { cause } from './causes.ts'
import type { Channel } from './channel.ts'
import { City } from './city.ts'
import { Clock } from './clock.ts'
import { type ControlPage, startControlPage } from './control/server.ts'
import { LineCall } from './device-call.ts'
import { canDial, dialplan } from './dialplan.ts'
import { Exchange } from './exchange.ts'
import { defaultPhones, defaultUsers, type StandPbxOptions } from './options.ts'
import { Phone } from './phones.ts'
import { writeRecords } from './records.ts'
import type { StandPbx } from './stand-pbx.ts'
import { runPlan } from './thread.ts'

export type { StandPbx } from './stand-pbx.ts'

/** Starts the PBX, and its control page when a port for it is given. */
export async function startPbx(options: StandPbxOptions = {}): Promise<StandPbx> {
  const host = options.host ?? '127.0.0.1'
  const cityNumber = options.cityNumber ?? '74951234567'
  const clock = new Clock(options.clockOffsetMs ?? 0)
  const exchange = new Exchange(clock, options.seed)
  const plan = dialplan(exchange, {
    cityNumber,
    recordedNumber: options.recordedNumber ?? '74950000004',
    ringsFor: options.ringsFor ?? new Map(),
    usualWays: options.usualWays ?? new Map(),
  })
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of listeners) listener()
  }

  const begin = (channel: Channel, context: string, exten: string): void =>
    runPlan(exchange, channel, (started, signal) => plan({ context, exten }, started, signal))

  const dialOut = (phone: Phone, number: string): LineCall => {
    if (!canDial(number)) throw new Error(`no such extension: ${number}`)
    const channel = exchange.newChannel({
      device: phone,
      state: 'Ring',
      caller: { number: phone.number, name: phone.title },
      context: 'from-internal',
      exten: number,
    })
    const call = phone.adopt(
      new LineCall({
        exchange,
        channel,
        direction: 'out',
        number: phone.number,
        remote: { number, name: '' },
        autoAnswers: () => phone.autoAnswer,
        changed: () => phone.tell(),
      }),
    )
    channel.call = call
    begin(channel, 'from-internal', number)
    phone.tell()
    return call
  }

  const phones = new Map<string, Phone>()
  for (const { number, name } of options.phones ?? defaultPhones) {
    const phone = new Phone({ exchange, number, title: name, dialOut, changed })
    phones.set(number, phone)
    exchange.addDevice(phone)
  }
  const city = new City(exchange, options.cityAnswersAfterMs === undefined ? 1500 : options.cityAnswersAfterMs, changed)
  exchange.addDevice(city)

  if (options.callRecords !== undefined) writeRecords(exchange, options.callRecords)
  const server = new AmiServer({ exchange, plan }, options.users ?? defaultUsers, host, options.port ?? 5038)
  await server.open()
  exchange.onEvent(changed)

  let control: ControlPage | null = null
  const pbx: StandPbx = {
    host,
    get controlUrl() {
      return control?.url ?? null
    },
    get port() {
      return server.port
    },
    phones,
    city,
    cityNumber,
    now: () => clock.now(),
    incoming({ from, name = '', to = cityNumber }) {
      const channel = exchange.newChannel({
        device: city,
        state: 'Ring',
        caller: { number: from, name },
        context: 'from-trunk',
        exten: to,
      })
      const call = city.adopt(
        new LineCall({
          exchange,
          channel,
          direction: 'out',
          number: from,
          remote: { number: to, name: '' },
          autoAnswers: () => false,
          changed: () => city.tell(),
        }),
      )
      channel.call = call
      begin(channel, 'from-trunk', to)
      city.tell()
      return call
    },
    channels: () => [...exchange.channels.values()],
    conversations: () =>
      [...exchange.bridges.values()]
        .filter((bridge) => bridge.members.size > 1)
        .map((bridge) => [...bridge.members].map((channel) => channel.number).sort()),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async restart() {
      exchange.forget()
      await server.close('cut')
      await server.open()
    },
    reset() {
      for (const channel of [...exchange.channels.values()]) exchange.hangup(channel, cause.normal)
      for (const phone of phones.values()) {
        phone.autoAnswer = true
        phone.register()
        phone.forget()
      }
      city.forget()
    },
    async stop() {
      await control?.stop()
      exchange.event('Shutdown', 'system', [
        ['Shutdown', 'Cleanly'],
        ['Restart', 'False'],
      ])
      exchange.forget()
      await server.close('end')
      server.stop()
      clock.forgetAll()
      listeners.clear()
    },
  }
  if (options.controlPort !== undefined) {
    const wish = { host, port: options.controlPort, suggestions: options.suggestions ?? [] }
    control = await startControlPage(pbx, wish).catch(async (error: unknown) => {
      await pbx.stop()
      throw error
    })
  }
  return pbx
}
