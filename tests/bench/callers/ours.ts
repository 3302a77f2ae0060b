import { CustomerRows } from '../../../src/server/customers/odata/customer-rows.ts'
import { type Loaded, loadBase } from '../../../src/server/customers/odata/load.ts'
import { PhoneIndex } from '../../../src/server/customers/odata/phone-index.ts'
import { BSP } from '../../../src/server/customers/odata/presets/bsp.ts'
import { held } from '../routing/memory.ts'
import { clientOf, PROPERTIES } from './client.ts'
import type { Subject } from './subject.ts'

/** Bytes a phone of the index alone, without who has it: ours, and that of a Map with one list for all. */
export function indexAlone(phones: number, numberOf: (n: number) => string): Map<string, number> {
  const customers = new CustomerRows('trade', { firms: '', persons: '', potentials: '' })
  const somebody = customers.addFirm('', '', '')
  const start = held()
  const index = new PhoneIndex(10, customers)
  for (let n = 0; n < phones; n++) index.add(numberOf(n), somebody)
  const ours = held() - start
  const before = held()
  const list = [customers.customer(somebody)]
  const map = new Map<string, object[]>()
  for (let n = 0; n < phones; n++) map.set(numberOf(n), list)
  const theirs = held() - before
  if (index.size !== map.size) throw new Error('the two hold different numbers')
  return new Map([
    ['ours', ours / index.size],
    ['Map<string, object[]>', theirs / map.size],
  ])
}

/** The callers' index as the server loads it. */
export function ours(): Subject {
  let loaded: Loaded | null = null
  return {
    name: 'ours',
    async load(url) {
      loaded = await loadBase({
        client: clientOf(url),
        base: 'trade',
        preset: BSP,
        properties: PROPERTIES,
        lastDigits: 10,
        internalLength: { min: 2, max: 5 },
      })
    },
    lookups: (numbers) => {
      const index = loaded?.index
      let found = 0
      for (const number of numbers) if ((index?.find(number).length ?? 0) > 0) found++
      return found
    },
    bytes() {
      const before = held()
      loaded = null
      return before - held()
    },
  }
}
