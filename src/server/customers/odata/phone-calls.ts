import type { Customer } from '../../../protocol/customer.ts'
import type { RecordedCall } from '../../ledger/recorded-call.ts'
import { subjectOf, textOf } from './call-text.ts'
import { setOf } from './link.ts'
import { NO_REF, reference } from './literals.ts'
import { hasProperty, type Live, rowByKey } from './live.ts'
import { make, placed } from './making.ts'
import { bare } from './presets/preset.ts'
import { uuidOf } from './uuid.ts'

export type DocumentWish = {
  call: RecordedCall
  /** Who has the number here; the first of several. */
  customer: Customer | null
  employee: (number: string) => { id: string; name: string; department: string } | null
  recording: string | null
}

/** The same call is the same document in a base, however often it is delivered. */
export const documentKey = (base: string, callId: string): string => uuidOf(`call ${base} ${callId}`)

/** Makes a call a «Телефонный звонок», unless it is one already. @throws Refused, or ODataError = not now */
export async function makePhoneCall(live: Live, { call, customer, employee, recording }: DocumentWish): Promise<void> {
  const { phoneCalls: names } = live.preset
  const { local } = live.clock
  const responsible = responsibleFor(call, employee)
  const row = placed(live, names.set, {
    [names.date]: local(call.startedAt),
    [names.incoming]: call.direction === 'incoming',
    [names.subscriber]: subscriberOf(call, customer, employee),
    [names.contactWay]: call.number,
    [names.topic]: subjectOf(call),
    [names.description]: textOf(call, {
      local,
      recording,
      nameOf: (number) => employee(number)?.name ?? null,
      department: responsible?.department ?? '',
    }),
    [names.responsible]: responsible?.id ?? NO_REF,
    [names.author]: responsible?.id ?? NO_REF,
  })
  const contact =
    customer !== null && hasProperty(live, names.set, names.contact)
      ? contactOf(live, bare(names.contact), customer)
      : {}
  await make(live, names, documentKey(live.base, call.callId), { ...row, ...contact })
}

/** The document of a call; null = 1C has none. @throws ODataError when it does not answer */
export async function findPhoneCall(live: Live, callId: string): Promise<string | null> {
  const { set, ref: key } = live.preset.phoneCalls
  const ref = documentKey(live.base, callId)
  return (await rowByKey(live, set, ref, [key])) === null ? null : ref
}

/** A person where one is known, else the firm. */
function contactOf(live: Live, property: string, { ref, kind, person }: Customer): Record<string, string> {
  const object = kind ?? 'counterparty'
  return person === undefined || object === 'person'
    ? reference(property, ref, setOf(live.preset, object))
    : reference(property, person, setOf(live.preset, 'person'))
}

/** Who talked with the other side last; of a call in vain, who made it, or whose phone rang first. */
function responsibleFor(call: RecordedCall, employee: DocumentWish['employee']): ReturnType<typeof employee> {
  const mine = call.direction === 'incoming' ? [] : [call.caller ?? '']
  const others = call.direction === 'internal' ? [] : call.talks.map(({ who }) => who).reverse()
  for (const number of [...others, ...mine, ...call.rang]) {
    const found = employee(number)
    if (found !== null) return found
  }
  return null
}

function subscriberOf(
  { direction, number, name }: RecordedCall,
  customer: Customer | null,
  employee: DocumentWish['employee'],
): string {
  if (direction === 'internal') return employee(number)?.name || number
  if (customer !== null) return customer.contact || customer.counterparty
  return name || number || 'Номер скрыт'
}
