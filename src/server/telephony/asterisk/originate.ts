import { plainText } from '../plain-text.ts'
import type { AmiAction } from './protocol.ts'

export type OriginateWish = {
  callId: string
  device: string
  to: string
  name: string
  technology: string
  context: string
  /** How long the operator's own phone rings, milliseconds. */
  ringFor: number
  /** `to` is a colleague's phone. */
  internal: boolean
}

/**
 * Asks a phone to go off-hook by itself: Call-Info for most vendors, Alert-Info for those that know it by that.
 * Set as variables, because `PreDialGoSub` is ignored by Asterisk 22 for an asynchronous Originate.
 */
const AUTO_ANSWER = [
  'PJSIP_HEADER(add,Call-Info)=<sip:trubka>;answer-after=0',
  'PJSIP_HEADER(add,Alert-Info)=<http://trubka>;info=alert-autoanswer;delay=0',
].join(',')

/** What a caller ID holds between its quotes: nothing that could end them. */
export const callerIdName = (name: string): string => plainText(name.replace(/["\\<>]/g, ''), 80).trim()

/**
 * Rings the operator's phone, which shows the client; when it is answered, the dialplan dials the client from it. The
 * caller ID goes on to the other side, unless the dialplan sets another, as it does on the way out: a colleague must see
 * who calls, so there it is the operator's own.
 */
export function originate(wish: OriginateWish): AmiAction {
  const { callId, device, to, name, technology, context, ringFor, internal } = wish
  return {
    Action: 'Originate',
    Channel: `${technology}/${device}`,
    Context: context,
    Exten: to,
    Priority: '1',
    Timeout: String(ringFor),
    CallerID: internal ? `<${device}>` : `"${callerIdName(name)}" <${to}>`,
    Async: 'true',
    ChannelId: callId,
    Variable: AUTO_ANSWER,
  }
}
