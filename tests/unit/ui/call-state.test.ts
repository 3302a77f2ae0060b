import { describe, expect, test } from 'vitest'
import type { Call } from '../../../src/protocol/call.ts'
import { callStateText } from '../../../src/ui/call-state.ts'
import { call, party } from './call.ts'

const NOW = 1_000_000
const cases: [string, Partial<Call>, string][] = [
  ['the operator is to pick up first', { local: 'alerting', remote: 'null' }, 'Поднимите трубку'],
  ['the number is being dialled', { remote: 'initiated' }, 'Вызов…'],
  ['the other phone rings', { remote: 'alerting' }, 'Вызываем клиента…'],
  [
    'the phone of a colleague rings',
    { remote: 'alerting', party: party({ colleague: { id: 'u', name: 'Иванова', department: '', number: '103' } }) },
    'Вызываем сотрудника…',
  ],
  ['they talk', { answeredAt: NOW - 12_000 }, 'Разговор 0:12'],
  ['they have talked for an hour', { answeredAt: NOW - 3_723_000 }, 'Разговор 1:02:03'],
  ['the clocks of server and browser differ', { answeredAt: NOW + 5_000 }, 'Разговор 0:00'],
  ['busy', { remote: 'fail', cause: 'busy' }, 'Занято'],
  [
    'the own phone is off the network',
    { local: 'fail', remote: 'null', cause: 'unreachable' },
    'Ваш телефон не в сети',
  ],
  ['somebody calls', { direction: 'incoming', local: 'alerting' }, 'Входящий звонок'],
  [
    'a consultation, whoever of the two is held',
    {
      local: 'hold',
      answeredAt: NOW - 1000,
      consultation: { party: call().party, remote: 'connected', active: true, joined: false, cause: null },
    },
    'Перевод звонка 0:01',
  ],
  ['on hold', { local: 'hold', answeredAt: NOW - 1000 }, 'На удержании 0:01'],
]

describe('what a call is doing, in words', () => {
  test.each(cases)('%s', (_title, changes, words) => {
    expect(callStateText(call(changes), 'ru', NOW)).toBe(words)
  })

  test('a failure without a cause is in words, too', () => {
    expect(callStateText(call({ remote: 'fail' }), 'en', NOW)).toBe('Call ended')
  })
})
