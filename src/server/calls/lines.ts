import type { Call, Party } from '../../protocol/call.ts'
import type { Line } from '../../protocol/state.ts'

/** What a phone is doing, from the calls its operator is shown (SPEC A8). */
export function lineOf(here: boolean, calls: readonly Call[]): Line {
  const current = calls.filter(({ local }) => local !== 'null' && local !== 'fail')
  const talked = current.find(({ local }) => local === 'connected' || local === 'hold') ?? current[0]
  if (!talked) return { state: here ? 'free' : 'offline', with: null }
  const { consultation } = talked
  const party = consultation?.active && consultation.remote === 'connected' ? consultation.party : talked.party
  return { state: talked.local === 'alerting' ? 'ringing' : 'talking', with: nameOf(party) }
}

function nameOf({ colleague, customers, name, number }: Party): string | null {
  const customer = customers[0]
  return colleague?.name || customer?.contact || customer?.counterparty || name || number || null
}
