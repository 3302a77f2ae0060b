import type { Call } from '../protocol/call.ts'
import { duration } from './time.ts'
import { callWords } from './words/call.ts'
import type { Language } from './words/language.ts'

/** What a call is doing, for colour and sound: the words say the rest. */
export type CallPhase = 'ringing' | 'dialling' | 'talking' | 'failed' | 'ending'

export function callPhase(call: Call): CallPhase {
  if (call.local === 'fail' || call.remote === 'fail') return 'failed'
  if (call.direction === 'incoming' && (call.local === 'alerting' || call.local === 'initiated')) return 'ringing'
  if (isThere(call.local) && isThere(call.remote)) return 'talking'
  if (call.answeredAt !== null) return 'ending'
  return call.direction === 'incoming' && call.local === 'null' ? 'ringing' : 'dialling'
}

/** A call's state in words, with the time of the talk: «Поднимите трубку», «Вызываем клиента…», «Разговор 0:12», «Занято». */
export function callStateText(call: Call, language: Language, now: number): string {
  const words = callWords[language]
  const time = call.answeredAt === null ? '' : duration(now - call.answeredAt)
  switch (callPhase(call)) {
    case 'failed':
      return call.remote === 'fail'
        ? words.remoteCause[call.cause ?? 'normal']
        : words.localCause[call.cause ?? 'normal']
    case 'ringing':
      return words.incoming
    case 'talking':
      // Who of the two is held stands beside each.
      if (call.consultation) return call.consultation.joined ? words.joined(time) : words.consultation(time)
      if (call.local === 'hold') return words.held(time)
      return call.remote === 'hold' ? words.heldByOther(time) : words.talking(time)
    case 'ending':
      return words.ending
    case 'dialling':
      if (!isThere(call.local)) return words.pickUp
      if (call.remote !== 'alerting') return words.dialling
      return call.party.colleague ? words.callingColleague : words.callingClient
  }
}

const isThere = (state: Call['local']) => state === 'connected' || state === 'hold'
