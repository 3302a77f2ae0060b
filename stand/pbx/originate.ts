import type { CallerId, Place } from './channel.ts'
import type { Dialplan } from './dialplan.ts'
import type { Exchange } from './exchange.ts'
import type { Fields } from './fields.ts'
import { ring } from './ring.ts'
import { runPlan } from './thread.ts'

export type OriginateWish = {
  /** The endpoint to ring first. */
  device: string
  /** As asked for: `PJSIP/101`. */
  asked: string
  place: Place
  caller: CallerId | null
  timeoutMs: number
  channelId: string | null
  variables: ReadonlyMap<string, string>
  actionId: string | null
}

/** Reasons of OriginateResponse: what it shows for a refusal, a timeout and an answer. */
const reason = { failed: '0', timeout: '3', answered: '4' } as const

/**
 * AMI Originate: rings a phone, then runs the dialplan from it. Tells the outcome as OriginateResponse;
 * `onEnd` is told whether the phone answered.
 */
export function originate(
  exchange: Exchange,
  plan: Dialplan,
  wish: OriginateWish,
  onEnd: (answered: boolean) => void,
): void {
  const respond = (why: string, channel: string, uniqueid: string): void => {
    const fields: Fields = wish.actionId === null ? [] : [['ActionID', wish.actionId]]
    exchange.event('OriginateResponse', 'call', [
      ...fields,
      ['Response', why === reason.answered ? 'Success' : 'Failure'],
      ['Channel', channel],
      ['Context', wish.place.context],
      ['Exten', wish.place.exten],
      ['Reason', why],
      ['Uniqueid', uniqueid],
      ['CallerIDNum', wish.caller?.number || '<unknown>'],
      ['CallerIDName', wish.caller?.name || '<unknown>'],
    ])
    onEnd(why === reason.answered)
  }

  const device = exchange.devices.get(wish.device)
  const taken = wish.channelId !== null && exchange.find(wish.channelId) !== undefined
  if (!device?.registered || taken) {
    respond(reason.failed, wish.asked, wish.channelId ?? '<unknown>')
    return
  }
  const leg = exchange.newChannel({
    device,
    state: 'Down',
    caller: { number: device.name, name: device.title },
    context: 'from-internal',
    exten: 's',
    ...(wish.channelId === null ? {} : { uniqueid: wish.channelId }),
  })
  leg.application = 'AppDial2'
  leg.applicationData = '(Outgoing Line)'
  for (const [key, value] of wish.variables) leg.variables.set(key, value)
  if (wish.caller) {
    // Asterisk forces the caller ID on the leg itself, and shows it there as the other side too.
    exchange.setCaller(leg, wish.caller)
    exchange.setConnected(leg, wish.caller)
  }
  ring(exchange, {
    caller: null,
    leg,
    device,
    number: device.name,
    from: leg.connected,
    autoAnswer: asksToAnswer(wish.variables),
    timeoutMs: wish.timeoutMs,
    dialString: wish.device,
    onEnd: ({ status, timedOut }) => {
      if (status !== 'ANSWER') {
        respond(timedOut ? reason.timeout : reason.failed, wish.asked, wish.channelId ?? '<unknown>')
        return
      }
      respond(reason.answered, leg.name, leg.uniqueid)
      runPlan(exchange, leg, (channel, signal) => plan(wish.place, channel, signal))
    },
  })
}

/** Headers that make a phone go off-hook by itself. */
function asksToAnswer(variables: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of variables) {
    if (/^PJSIP_HEADER\(add,\s*Call-Info\)$/i.test(key) && /answer-after=0/.test(value)) return true
    if (/^PJSIP_HEADER\(add,\s*Alert-Info\)$/i.test(key) && /info=alert-autoanswer/.test(value)) return true
  }
  return false
}
