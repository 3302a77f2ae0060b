import { join } from './bridges.ts'
import { cause } from './causes.ts'
import { type DialRecord, recordDial } from './cdr.ts'
import type { CallerId, Channel } from './channel.ts'
import type { Exchange } from './exchange.ts'
import { channelFields } from './fields.ts'
import { type DialStatus, ring } from './ring.ts'

/** The dialplan under a channel was taken away: hang-up, Redirect or Bridge. */
export class Stopped extends Error {}

export type DialWish = {
  /** The endpoint: an internal number, or `trunk`. */
  device: string
  /** What is dialled there. */
  number: string
  timeoutMs: number
  autoAnswer: boolean
  /** Option `g` of Dial: the caller goes on when the other side has hung up. */
  goesOn?: boolean
}

/**
 * The application Dial. Comes back only when nobody answered; after an answer the two talk until one of them goes,
 * and then the caller goes too, unless it `goesOn`. Rejects with `Stopped` when the caller is taken away.
 */
export function dial(exchange: Exchange, caller: Channel, wish: DialWish, signal: AbortSignal): Promise<DialStatus> {
  if (signal.aborted) return Promise.reject(new Stopped())
  const device = exchange.devices.get(wish.device)
  const dialString = wish.device === 'trunk' ? `${wish.number}@trunk` : wish.device
  caller.application = 'Dial'
  caller.applicationData = `PJSIP/${dialString},${wish.timeoutMs / 1000}`
  if (!device?.registered) {
    // No channel is made, so nothing is told but the caller's own end.
    caller.cause = cause.noRoute
    return Promise.resolve('CHANUNAVAIL')
  }
  const trunk = wish.device === 'trunk'
  const leg = exchange.newChannel({
    device,
    state: 'Down',
    caller: trunk ? { number: '', name: '' } : { number: device.name, name: device.title },
    context: trunk ? 'from-trunk' : 'from-internal',
    exten: 's',
    linkedid: caller.linkedid,
  })
  leg.exten = caller.exten
  leg.application = 'AppDial'
  leg.applicationData = '(Outgoing Line)'
  if (trunk) {
    leg.connected = caller.caller
    exchange.setCaller(leg, nameOf(wish.number, caller.connected))
  }
  exchange.setConnected(leg, caller.caller)

  return new Promise((resolve, reject) => {
    const record: DialRecord = {
      context: caller.context,
      exten: caller.exten,
      destination: leg.name,
      data: caller.applicationData,
      startedAt: exchange.clock.now(),
      answeredAt: null,
      disposition: 'NO ANSWER',
    }
    recordDial(caller, record)
    const cancel = ring(exchange, {
      caller,
      leg,
      device,
      number: wish.number,
      from: caller.caller,
      autoAnswer: wish.autoAnswer,
      timeoutMs: wish.timeoutMs,
      dialString,
      onEnd: ({ status, cause: code }) => {
        if (status === 'ANSWER') {
          record.disposition = 'ANSWERED'
          record.answeredAt = exchange.clock.now()
          if (!trunk) tellPhone(exchange, leg)
          connect(exchange, leg, caller, wish.goesOn ? () => resolve('ANSWER') : null)
          return
        }
        if (status === 'BUSY') record.disposition = 'BUSY'
        caller.cause = code
        if (status !== 'CANCEL') resolve(status)
      },
    })
    signal.addEventListener(
      'abort',
      () => {
        cancel(caller.ended ? caller.cause : cause.normal)
        reject(new Stopped())
      },
      { once: true },
    )
    if (!leg.ended && (caller.connected.number !== leg.caller.number || caller.connected.name !== leg.caller.name)) {
      exchange.setConnected(caller, leg.caller)
    }
  })
}

/** `trubka-phone` of the dialplan file: all phones here say that they obey `talk`. */
function tellPhone(exchange: Exchange, leg: Channel): void {
  exchange.event('UserEvent', 'user', [...channelFields(leg), ['UserEvent', 'TrubkaPhone'], ['Talk', '1']])
}

/** The caller's connected line names a client dialled by number, when it is about the same number. */
function nameOf(number: string, connected: CallerId): CallerId {
  return { number, name: connected.number === number ? connected.name : '' }
}

function connect(exchange: Exchange, leg: Channel, caller: Channel, goOn: (() => void) | null): void {
  exchange.setState(caller, 'Up')
  join(exchange, leg, caller, (left) => {
    const finish = (): void => {
      if (left === caller && goOn) goOn()
      else if (left === caller) exchange.hangupByDialplan(left, cause.normal)
      else exchange.destroy(left, cause.normal)
    }
    // Which of the two legs is told to be over first is not fixed.
    if (exchange.shuffle([true, false])[0]) finish()
    else exchange.clock.later(0, finish)
  })
}
