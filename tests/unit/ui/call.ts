import type { Call, Party } from '../../../src/protocol/call.ts'

export const party = (changes: Partial<Party> = {}): Party => ({
  number: '79035677876',
  name: '',
  identity: 'unknown',
  customers: [],
  colleague: null,
  ...changes,
})

export const call = (changes: Partial<Call> = {}): Call => ({
  id: 'c1',
  commandId: null,
  direction: 'outgoing',
  local: 'connected',
  remote: 'connected',
  party: party(),
  startedAt: 0,
  answeredAt: null,
  cause: null,
  consultation: null,
  answerBy: null,
  recording: 'none',
  commands: [],
  ...changes,
})
