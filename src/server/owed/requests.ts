import * as v from 'valibot'
import { IntakeForm } from '../../protocol/intake.ts'
import type { Customers } from '../customers/customers.ts'
import { Refused } from '../ledger/outbox-lane.ts'
import type { OwedKind } from './kind.ts'

const Request = v.object({
  form: IntakeForm,
  refs: v.object({ client: v.string(), contact: v.string(), interest: v.string(), interaction: v.string() }),
  at: v.number(),
  by: v.string(),
  callId: v.string(),
  number: v.string(),
})

const NAME = 'request'

/** What the outbox calls the request of a record. */
export const owedRequestId = (seq: number): string => `${NAME}:${seq}`

/** Accepted intakes that have to be registered in 1C (SPEC B6), with the references made at the acceptance. */
export function owedRequests(customers: Pick<Customers, 'register'>): OwedKind {
  return {
    name: NAME,
    owes: ({ record, at }) => {
      if (record.type !== 'intake.accepted') return []
      const { base, form, refs, by, callId, number } = record
      return [{ to: base, content: { form, refs, at, by, callId, number } }]
    },
    deliver: async ({ to, content }) => {
      const request = v.safeParse(Request, content)
      if (!request.success) throw new Refused('this is no request')
      await customers.register(to, request.output)
    },
  }
}
