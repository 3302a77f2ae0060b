import { type Contacts, contactLines, tableOf } from './contact-lines.ts'
import { NO_REF } from './literals.ts'
import type { Live } from './live.ts'
import { type Cut, make, placed } from './making.ts'

/** Somebody who has called and is no client yet. One write: a client without the number would be of no use. */
export async function newPotential(
  live: Live,
  ref: string,
  o: Contacts & { name: string; company: string; responsible: string },
): Promise<Cut> {
  const { potentials: names, potentialContacts, kindNames } = live.preset
  const row = placed(live, names.set, {
    [names.name]: o.company || o.name || o.phone,
    [names.person]: o.name,
    [names.company]: o.company,
    [names.responsible]: o.responsible || NO_REF,
  })
  const kinds = { phone: kindNames.potentialPhone, email: kindNames.potentialEmail }
  const lines = await contactLines(live, potentialContacts, kinds, o)
  return make(live, names, ref, { ...row, [tableOf(names.set, potentialContacts)]: lines })
}

/** A contact person whom the counterparty's card does not know. */
export async function newPerson(
  live: Live,
  ref: string,
  o: Contacts & { name: string; counterparty: string },
): Promise<Cut> {
  const { persons: names, personContacts, kindNames } = live.preset
  const row = placed(live, names.set, { [names.name]: o.name, [names.counterparty]: o.counterparty })
  const kinds = { phone: kindNames.personPhone, email: kindNames.personEmail }
  const lines = await contactLines(live, personContacts, kinds, o)
  return make(live, names, ref, { ...row, [tableOf(names.set, personContacts)]: lines })
}
