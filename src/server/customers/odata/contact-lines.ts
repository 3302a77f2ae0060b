import { findNumbers } from '../../../phone/find.ts'
import { literal } from './literals.ts'
import { firstRows, type Live, type Row, textOf } from './live.ts'
import { placed } from './making.ts'
import { bare } from './presets/preset.ts'

export type Contacts = { phone: string; email: string }
type Kinds = { phone: string; email: string }

/** The table part inside its owner, of the set `Catalog_X_КонтактнаяИнформация` of `Catalog_X`. */
export const tableOf = (catalog: string, set: string): string => set.replace(`${catalog}_`, '')

/** Rows of a table part «Контактная информация», from line `from` on. */
export async function contactLines(
  live: Live,
  set: string,
  kinds: Kinds,
  { phone, email }: Contacts,
  from = 1,
): Promise<Row[]> {
  const { contact, types } = live.preset
  const rows: Row[] = []
  const add = async (type: string, kindName: string, presentation: string, more: Row) => {
    if (presentation === '') return
    const kind = await kindOf(live, set, type, kindName)
    const row = {
      [contact.line]: String(from + rows.length),
      [contact.type]: type,
      [contact.presentation]: presentation,
    }
    rows.push(placed(live, set, { ...row, ...more, ...(kind === '' ? {} : { [contact.kind]: kind }) }))
  }
  await add(types.phone, kinds.phone, phone, {
    [contact.digits]: digitsOf(phone),
    [contact.value]: JSON.stringify(phoneValue(phone, types.phone)),
  })
  await add(types.email, kinds.email, email, {
    [contact.email]: email,
    [contact.value]: JSON.stringify({ version: 5, value: email, type: types.email, comment: '' }),
  })
  return rows
}

const digitsOf = (phone: string): string => findNumbers(phone)[0]?.digits ?? phone.replace(/[^0-9]/g, '')

/** As БСП keeps it: a number of eleven digits is Russian, its parts are told apart. */
function phoneValue(phone: string, type: string): object {
  const digits = digitsOf(phone)
  const parts = digits.length === 11 || digits.length === 10 ? digits.slice(-10) : null
  return {
    version: 5,
    value: phone,
    type,
    countryCode: parts === null ? '' : '7',
    areaCode: parts === null ? '' : parts.slice(0, 3),
    number: parts === null ? digits : parts.slice(3),
    extNumber: '',
    comment: '',
  }
}

/** The kind that others of this catalog have; where there are none, the one of that name. Empty = none. */
async function kindOf(live: Live, set: string, type: string, predefined: string): Promise<string> {
  const { contact, kinds } = live.preset
  const [other] = await firstRows(live, set, [contact.kind], {
    filter: `${contact.type} eq ${literal(type)}`,
    top: 1,
  })
  if (other !== undefined && textOf(other, contact.kind) !== '') return textOf(other, contact.kind)
  const [named] = await firstRows(live, kinds.set, [kinds.ref], {
    filter: `${bare(kinds.predefined)} eq ${literal(predefined)}`,
    top: 1,
  })
  return named === undefined ? '' : textOf(named, kinds.ref)
}
