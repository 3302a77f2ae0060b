import * as v from 'valibot'
import { recordingKey } from '../../protocol/recording.ts'
import type { Customers } from '../customers/customers.ts'
import { Refused } from '../ledger/outbox-lane.ts'
import { RecordedCall } from '../ledger/recorded-call.ts'
import type { OwedKind } from './kind.ts'

const Content = v.object({ call: RecordedCall, bases: v.array(v.string()) })

export type CallsWish = {
  /** Id of the base for numbers that no base knows; null = there is none. */
  unknownTo: string | null
  /** An address with `{name}` (the file's) or `{call}` (its key) in it; null = the file's name is all that can be said. */
  recordingLink: string | null
}

/** Calls that become a «Телефонный звонок» (SPEC A11). Every base is asked; it takes those whose number it knows. */
export function owedCalls({
  customers,
  unknownTo,
  recordingLink,
}: CallsWish & { customers: Pick<Customers, 'registerCall'> }): OwedKind {
  return {
    name: 'calls',
    owes: ({ record }) => {
      if (record.type !== 'call.recorded') return []
      const { type: _, bases, place: __, ...call } = record
      return bases.map((to) => ({ to, part: to, content: { call, bases } }))
    },
    deliver: async ({ to, content }) => {
      if (!v.is(Content, content)) throw new Refused('this is no call')
      const { call, bases } = content
      const recording = call.recording === null ? null : linkTo(call, call.recording, recordingLink)
      await customers.registerCall(to, { call, unknownTo, others: bases.filter((id) => id !== to), recording })
    },
  }
}

const linkTo = (call: RecordedCall, name: string, link: string | null): string =>
  link === null
    ? name
    : link
        .replace('{name}', () => name.split('/').map(encodeURIComponent).join('/'))
        .replace('{call}', () => encodeURIComponent(recordingKey(call)))
