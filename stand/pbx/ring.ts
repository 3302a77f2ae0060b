import { cause } from './causes.ts'
import type { CallerId, Channel } from './channel.ts'
import type { Device, Exchange } from './exchange.ts'
import { channelFields, type Fields } from './fields.ts'

/** What came of ringing a leg, as `DialStatus` says it. */
export type DialStatus = 'ANSWER' | 'BUSY' | 'CANCEL' | 'NOANSWER' | 'CHANUNAVAIL' | 'CONGESTION'
export type RingEnd = { status: DialStatus; cause: number; timedOut: boolean }

/** What an INVITE takes to the phone, and its 180 Ringing back. */
const ringsAfterMs = 5

/**
 * Rings one leg until it answers, refuses, or its time is over; `onEnd` is told once, with the leg still there
 * only when it answered. Returns what cancels it (the caller is gone or goes elsewhere).
 */
export function ring(
  exchange: Exchange,
  wish: {
    /** Who dials; null for Originate. */
    caller: Channel | null
    leg: Channel
    device: Device
    number: string
    from: CallerId
    autoAnswer: boolean
    timeoutMs: number
    dialString: string
    onEnd: (end: RingEnd) => void
  },
): (code: number) => void {
  const { caller, leg } = wish
  const parties = (): Fields => [...(caller ? channelFields(caller) : []), ...channelFields(leg, 'Dest')]
  // A leg that a Dial gives up is told no cause at all; an originated one is.
  const timeoutCause = caller ? cause.unknown : cause.noAnswer
  const forgetTimer = exchange.clock.later(wish.timeoutMs, () => end('NOANSWER', timeoutCause, true))
  const forgetRinging = exchange.clock.later(ringsAfterMs, () => {
    leg.call = wish.device.invited({ channel: leg, number: wish.number, from: wish.from, autoAnswer: wish.autoAnswer })
    const tell = [
      () => exchange.setState(leg, 'Ringing'),
      () => exchange.event('DialState', 'call', [...parties(), ['DialStatus', 'RINGING']]),
    ]
    for (const action of exchange.shuffle(tell)) action()
  })

  const end = (status: DialStatus, code: number, timedOut = false): void => {
    if (!leg.ringer) return
    leg.ringer = null
    forgetTimer()
    forgetRinging()
    if (status === 'ANSWER') {
      exchange.setState(leg, 'Up')
      // Asterisk clears the answered leg's extension; the Dest fields of this event already show it.
      if (caller) leg.exten = ''
    }
    // Asterisk tells no DialEnd when an Originate has rung in vain.
    if (caller || !timedOut) exchange.event('DialEnd', 'call', [...parties(), ['DialStatus', status]])
    if (status !== 'ANSWER') exchange.destroy(leg, code)
    wish.onEnd({ status, cause: code, timedOut })
  }

  leg.ringer = {
    answered: () => end('ANSWER', cause.normal),
    refused: (code) => end(statusOf(code), code),
    cleared: (code) => end(statusOf(code), code),
  }
  exchange.event('DialBegin', 'call', [...parties(), ['DialString', wish.dialString]])
  return (code) => end('CANCEL', code)
}

/** As app_dial reads a cause. */
function statusOf(code: number): DialStatus {
  switch (code) {
    case cause.busy:
      return 'BUSY'
    case cause.congestion:
      return 'CONGESTION'
    case cause.noRoute:
      return 'CHANUNAVAIL'
    default:
      return 'NOANSWER'
  }
}
