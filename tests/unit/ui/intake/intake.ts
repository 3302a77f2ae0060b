import type { Intake, IntakeForm } from '../../../../src/protocol/intake.ts'

export const form = (changes: Partial<IntakeForm> = {}): IntakeForm => ({
  base: 'trade',
  search: null,
  client: null,
  interest: null,
  name: '',
  company: '',
  email: '',
  phone: '79161112233',
  topic: '',
  service: '',
  whatToDo: '',
  description: '',
  manager: '',
  openInterest: false,
  ...changes,
})

export const intake = (changes: Partial<Intake> = {}): Intake => ({
  id: '00000000-0000-8000-8000-000000000001',
  callId: 'c1',
  number: '79161112233',
  form: form(),
  version: 0,
  from: null,
  ...changes,
})
