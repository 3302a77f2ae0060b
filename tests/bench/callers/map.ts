import { BSP } from '../../../src/server/customers/odata/presets/bsp.ts'
import { held } from '../routing/memory.ts'
import { rowsOf } from './client.ts'
import type { Subject } from './subject.ts'

type Person = { base: string; ref: string; contact: string; counterparty: string; responsible: string }

/** As one does without thinking: an object for each person, a list for each number. */
export function plainMap(): Subject {
  let map = new Map<string, Person[]>()
  return {
    name: 'Map<string, object[]>',
    async load(url) {
      const users = new Map<string, string>()
      for await (const row of rowsOf(url, BSP.users.set)) users.set(String(row.Ref_Key), String(row.Description))
      const firms = new Map<string, Person>()
      for await (const { Ref_Key, Description, Ответственный_Key } of rowsOf(url, BSP.counterparties.set)) {
        const responsible = users.get(String(Ответственный_Key)) ?? ''
        const ref = String(Ref_Key)
        firms.set(ref, { base: 'trade', ref, contact: '', counterparty: String(Description), responsible })
      }
      const persons = new Map<string, Person>()
      for await (const { Ref_Key, Description, Owner_Key } of rowsOf(url, BSP.persons.set)) {
        const firm = firms.get(String(Owner_Key))
        const nobody = { base: 'trade', ref: String(Ref_Key), counterparty: '', responsible: '' }
        persons.set(String(Ref_Key), { ...(firm ?? nobody), contact: String(Description) })
      }
      for (const [set, owners] of [
        [BSP.counterpartyContacts, firms],
        [BSP.personContacts, persons],
      ] as const) {
        for await (const row of rowsOf(url, set)) {
          const owner = owners.get(String(row.Ref_Key))
          if (owner === undefined) continue
          const key = String(row.Представление).replace(/\D/g, '').slice(-10)
          const there = map.get(key)
          if (there === undefined) map.set(key, [owner])
          else there.push(owner)
        }
      }
    },
    lookups: (numbers) => {
      let found = 0
      for (const number of numbers) if (map.has(number.replace(/[^0-9]/g, '').slice(-10))) found++
      return found
    },
    bytes() {
      const before = held()
      map = new Map()
      return before - held()
    },
  }
}
