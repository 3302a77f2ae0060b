import { expect, test } from 'vitest'
import { releaseCause } from '../../../src/server/telephony/asterisk/causes.ts'

test.for([
  ['a conversation that ended', '16', 'ANSWER', 'normal'],
  ['the client is busy (486)', '17', 'BUSY', 'busy'],
  ['the client declines (603)', '21', 'BUSY', 'rejected'],
  ['the client declines, told as congestion', '21', 'CONGESTION', 'rejected'],
  ['nobody took it for a minute', '16', 'NOANSWER', 'noAnswer'],
  ['the own phone was not picked up', '19', '', 'noAnswer'],
  ['no such number (404)', '1', 'CHANUNAVAIL', 'badNumber'],
  ['a number of the wrong form (484)', '28', 'CHANUNAVAIL', 'badNumber'],
  ['the phone is not registered', '20', 'CHANUNAVAIL', 'unreachable'],
  ['no way there', '3', '', 'unreachable'],
  ['the line is out of order, and no cause', '0', 'CHANUNAVAIL', 'unreachable'],
  ['the lines are full (503)', '34', 'CONGESTION', 'congestion'],
  ['a caller who gave up', '127', 'CANCEL', 'normal'],
  ['a caller who was hung up', '17', 'CANCEL', 'normal'],
  ['another phone of the group took it', '26', 'CANCEL', 'answeredElsewhere'],
  ['a cause nobody has heard of', '999', '', 'normal'],
  ['no cause at all', '', '', 'normal'],
] as const)('%s', ([, hangup, dial, cause]) => {
  expect(releaseCause(hangup, dial)).toBe(cause)
})
