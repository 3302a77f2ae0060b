import type { CallResult } from '../../../protocol/journal.ts'
import type { RecordedCall } from '../../ledger/recorded-call.ts'

/** What stands in a «Телефонный звонок»: in 1C's language, whatever the operator's is. */

const IN_VAIN: Readonly<Record<Exclude<CallResult, 'answered'>, string>> = {
  missed: 'пропущен',
  busy: 'занято',
  rejected: 'отклонён',
  noAnswer: 'не ответили',
  unreachable: 'недоступен',
  badNumber: 'нет такого номера',
  congestion: 'линия перегружена',
}
const KIND: Readonly<Record<RecordedCall['direction'], string>> = {
  incoming: 'Входящий звонок',
  outgoing: 'Исходящий звонок',
  internal: 'Внутренний звонок',
}

export function subjectOf({ direction, result }: RecordedCall): string {
  if (result === 'answered') return KIND[direction]
  if (direction === 'incoming' && result === 'missed') return 'Пропущенный звонок'
  return `${KIND[direction]}: ${IN_VAIN[result]}`
}

export type TextWish = {
  /** Milliseconds → `2026-03-15T10:25:00`. */
  local: (at: number) => string
  /** Of an employee with this internal number; null = nobody is known. */
  nameOf: (number: string) => string | null
  /** Of whoever is responsible; empty = none. */
  department: string
  recording: string | null
}

/** One thing a line; only what there is to say. */
export function textOf(call: RecordedCall, { local, nameOf, department, recording }: TextWish): string {
  const moment = (at: number) => {
    const [day = '', time = ''] = local(at).split('T')
    return `${day.split('-').reverse().join('.')} ${time}`
  }
  const who = (number: string) => {
    const name = nameOf(number)
    return name === null ? number : `${name} (${number})`
  }
  const { answeredAt, endedAt, talks, givenTo, rang, caller } = call
  const talked = talks.map((talk) => `${who(talk.who)} ${duration(talk.ms)}`)
  const lines: [string, string | null][] = [
    ['Результат', resultOf(call)],
    ['Начало', moment(call.startedAt)],
    ['Ответ', answeredAt === null ? null : moment(answeredAt)],
    ['Конец', moment(endedAt)],
    ['Длительность', answeredAt === null ? null : duration(endedAt - answeredAt)],
    ['Звонил', caller === null ? null : who(caller)],
    ['Разговор', talked.join(', ') || null],
    ['Переведён', givenTo === undefined ? null : who(givenTo)],
    ['Подразделение', department || null],
    ['Вызывались', rang.map(who).join(', ') || null],
    ['Запись разговора', recording],
    ['Звонок АТС', call.callId],
    ['Примечание', call.whole ? null : 'связь с АТС прерывалась, время указано приблизительно'],
  ]
  return lines.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])).join('\n')
}

const resultOf = ({ result, givenTo }: RecordedCall): string =>
  result !== 'answered' ? IN_VAIN[result] : givenTo === undefined ? 'отвечен' : 'отвечен, переведён'

/** `0:02:05` */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
