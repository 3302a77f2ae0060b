import { confer } from './bridges.ts'
import { cause } from './causes.ts'
import type { Channel, Place } from './channel.ts'
import { dial, Stopped } from './dial.ts'
import type { Exchange } from './exchange.ts'
import { channelFields } from './fields.ts'
import { untilTaken, wait } from './thread.ts'

/** The server's sign of life is good for so many seconds (DESIGN 4). */
const aliveForS = 5
/** Who comes to the gate more often goes in circles. */
const mostRounds = 5
const gateWaitMs = 500
const operatorRingsMs = 60_000
/** Seconds. */
const routedRings = 20
const answerRingsMs = 20_000
const consultRingsMs = 40_000
const backRingsMs = 30_000
const backWaitMs = 5000
const mostBacks = 99
/** How often a held leg and its holder look after each other. */
const watchMs = 1000

const internal = /^1\d\d$/
const outside = /^\+?\d{7,}$/

/** Whether a phone may dial this: a real PBX answers 484 to what it does not know, and makes no channel. */
export const canDial = (number: string): boolean => internal.test(number) || outside.test(number)

export type DialplanOptions = {
  cityNumber: string
  /** Of ours; its calls are recorded. */
  recordedNumber: string
  /** Number of ours → seconds that a routed call rings at its target (`TRUBKA_RING`). */
  ringsFor: ReadonlyMap<string, number>
  /** Number of ours → `context,extension,priority` (`TRUBKA_USUAL`); the operator where none is given. */
  usualWays: ReadonlyMap<string, string>
}

/**
 * The dialplan an administrator would have after including asterisk/extensions_trubka.conf, acted out.
 * Each context gives the next place, or null when the call is over.
 */
export function dialplan(exchange: Exchange, options: DialplanOptions) {
  type Context = (
    channel: Channel,
    exten: string,
    signal: AbortSignal,
    label: string | undefined,
  ) => Promise<Place | null> | Place | null

  const usual: Place = { context: 'trubka-usual', exten: 's' }
  const ring = (channel: Channel, device: string, timeoutMs: number, autoAnswer: boolean, signal: AbortSignal) =>
    dial(exchange, channel, { device, number: device, timeoutMs, autoAnswer }, signal)

  /** A phone here, or with TRUBKA_OUT set a number outside. */
  const target = (channel: Channel, exten: string): { device: string; number: string } =>
    channel.variables.get('TRUBKA_OUT') ? { device: 'trunk', number: exten } : { device: exten, number: exten }

  const ringsFor = (channel: Channel): number => Number(channel.variables.get('TRUBKA_RING') ?? routedRings) * 1000

  const usualOrGone = (channel: Channel): Place | null => (channel.variables.has('TRUBKA_USUAL') ? usual : null)
  /** Tells the server that a channel has come to its place. */
  const tellPlace = (channel: Channel): void =>
    exchange.event('UserEvent', 'user', [...channelFields(channel), ['UserEvent', 'TrubkaPlace']])
  const exists = (uniqueid: string | undefined): boolean => uniqueid !== undefined && !!exchange.find(uniqueid)

  const once = (channel: Channel, variable: string): boolean => {
    if (channel.variables.get(variable) === '1') return false
    channel.variables.set(variable, '1')
    return true
  }

  const contexts: Readonly<Record<string, Context>> = {
    'from-trunk': (channel, exten) => {
      if (exten === options.recordedNumber) exchange.record(channel, `${channel.linkedid}.wav`)
      channel.variables.set('TRUBKA_USUAL', options.usualWays.get(exten) ?? 'operator,101,1')
      channel.variables.set('TRUBKA_RING', String(options.ringsFor.get(exten) ?? routedRings))
      return { context: 'trubka-gate', exten }
    },

    'trubka-gate': (channel, exten) => {
      if (exten !== 's') channel.variables.set('TRUBKA_DID', exten)
      return { context: 'trubka-ask', exten: 's' }
    },

    'trubka-ask': async (channel, _exten, signal) => {
      const round = Number(channel.variables.get('TRUBKA_ASKED') ?? '0') + 1
      channel.variables.set('TRUBKA_ASKED', String(round))
      if (round > mostRounds) {
        channel.cause = cause.congestion
        return null
      }
      if (round > 1) return usual
      const alive = Number(exchange.globals.get('TRUBKA_ALIVE') ?? '0')
      const age = Math.floor(exchange.clock.now() / 1000) - (Number.isFinite(alive) ? alive : 0)
      if (Math.abs(age) > aliveForS) return usual
      exchange.event('UserEvent', 'user', [
        ...channelFields(channel),
        ['UserEvent', 'TrubkaRoute'],
        ['Did', channel.variables.get('TRUBKA_DID') ?? ''],
      ])
      await wait(exchange, gateWaitMs, signal)
      return usual
    },

    'trubka-usual': (channel) => {
      const [context, exten] = (channel.variables.get('TRUBKA_USUAL') ?? '').split(',')
      return context && exten ? { context, exten } : null
    },

    'trubka-routed': async (channel, exten, signal) => {
      channel.next = usual
      if (channel.variables.get('TRUBKA_USUAL')?.includes(`,${exten},`)) return usual
      if (once(channel, 'TRUBKA_ROUTED')) await ring(channel, exten, ringsFor(channel), false, signal)
      return usual
    },

    'trubka-answer': async (channel, exten, signal) => {
      const back = channel.variables.get('TRUBKA_BACK')
      channel.next = (back ? null : usualOrGone(channel)) ?? { context: 'trubka-back', exten: back ?? exten }
      await ring(channel, exten, answerRingsMs, true, signal)
      return channel.next
    },

    'trubka-hold': async (channel, exten, signal, label) => {
      channel.next = { context: 'trubka-hold', exten, label: 'look' }
      if (label === undefined) {
        exchange.setState(channel, 'Up')
        tellPlace(channel)
        exchange.setMusic(channel, true)
      }
      // Where Bridge has taken it away, the Wait is over.
      if (label === undefined) await wait(exchange, watchMs, signal)
      const holder = (): string => channel.variables.get('TRUBKA_HOLDER') ?? ''
      while (holder() !== '' && exists(holder())) {
        tellPlace(channel)
        await wait(exchange, watchMs, signal)
      }
      if (holder() === '') return null
      exchange.setMusic(channel, false)
      return { context: 'trubka-back', exten }
    },

    'trubka-wait': async (channel, exten, signal, label) => {
      channel.next = { context: 'trubka-wait', exten, label: 'look' }
      if (label === undefined) tellPlace(channel)
      if (label === undefined) await wait(exchange, watchMs, signal)
      while (exists(channel.variables.get('TRUBKA_HELD'))) {
        tellPlace(channel)
        await wait(exchange, watchMs, signal)
      }
      return null
    },

    'trubka-consult': async (channel, exten, signal) => {
      const { variables } = channel
      const waits = { context: 'trubka-wait', exten: 's' }
      channel.next = waits
      tellPlace(channel)
      const self = { number: variables.get('TRUBKA_SELF') ?? '', name: variables.get('TRUBKA_NAME') ?? '' }
      exchange.setCaller(channel, self)
      const autoAnswer = variables.get('TRUBKA_AUTO') === '1'
      variables.delete('TRUBKA_AUTO')
      const wish = { ...target(channel, exten), timeoutMs: consultRingsMs, autoAnswer, goesOn: true }
      await dial(exchange, channel, wish, signal)
      return waits
    },

    'trubka-transfer': async (channel, exten, signal) => {
      const back = { context: 'trubka-back', exten: channel.variables.get('TRUBKA_BACK') ?? '' }
      channel.next = back
      tellPlace(channel)
      const wish = { ...target(channel, exten), timeoutMs: ringsFor(channel), autoAnswer: false }
      await dial(exchange, channel, wish, signal)
      return back
    },

    'trubka-back': async (channel, exten, signal) => {
      channel.next = usualOrGone(channel) ?? { context: 'trubka-back', exten }
      channel.variables.set('TRUBKA_BACK', exten)
      for (let tries = 1; ; tries++) {
        tellPlace(channel)
        await ring(channel, exten, backRingsMs, false, signal)
        if (channel.variables.has('TRUBKA_USUAL')) return usual
        if (tries > mostBacks) return null
        exchange.setState(channel, 'Up')
        exchange.setMusic(channel, true)
        tellPlace(channel)
        await wait(exchange, backWaitMs, signal)
        exchange.setMusic(channel, false)
      }
    },

    reception: () => ({ context: 'operator', exten: '101' }),

    'trubka-conference': (channel, exten, signal) => {
      exchange.setState(channel, 'Up')
      const holder = channel.variables.get('TRUBKA_HOLDER') ?? ''
      if (holder !== '' && !exists(holder)) return { context: 'trubka-back', exten }
      tellPlace(channel)
      confer(exchange, `trubka-${channel.linkedid}`, channel, (left) => exchange.hangupByDialplan(left, cause.normal))
      return untilTaken(signal)
    },

    operator: async (channel, exten, signal) => {
      await ring(channel, exten, operatorRingsMs, false, signal)
      return null
    },

    'from-internal': async (channel, exten, signal) => {
      if (internal.test(exten)) {
        if (exchange.globals.get(`TRUBKA_DND_${exten}`) === '1') {
          channel.cause = cause.busy
          return null
        }
        await ring(channel, exten, operatorRingsMs, false, signal)
        return null
      }
      if (!outside.test(exten)) return null
      exchange.setCaller(channel, { number: options.cityNumber, name: channel.caller.name })
      exchange.setCaller(channel, { number: options.cityNumber, name: '' })
      const wish = { device: 'trunk', number: exten, timeoutMs: operatorRingsMs, autoAnswer: false }
      await dial(exchange, channel, wish, signal)
      return null
    },
  }

  /** Follows the dialplan from a place on, until the call is over. */
  return async (start: Place, channel: Channel, signal: AbortSignal): Promise<void> => {
    let place: Place | null = start
    while (place) {
      if (signal.aborted) throw new Stopped()
      channel.context = place.context
      channel.exten = place.exten
      channel.priority = 1
      channel.next = null
      const context: Context | undefined = contexts[place.context]
      if (!context) {
        channel.cause = cause.noRoute
        return
      }
      place = await context(channel, place.exten, signal, place.label)
    }
  }
}

export type Dialplan = ReturnType<typeof dialplan>
