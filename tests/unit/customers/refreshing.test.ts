import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BaseData } from '../../../src/server/customers/odata/base-data.ts'
import { ODataClient } from '../../../src/server/customers/odata/client.ts'
import { clockOf } from '../../../src/server/customers/odata/clock.ts'
import type { LoadOptions } from '../../../src/server/customers/odata/load.ts'
import { readMetadata, wantedFrom } from '../../../src/server/customers/odata/metadata.ts'
import { presetOf } from '../../../src/server/customers/odata/presets/presets.ts'
import { register } from '../../../src/server/customers/odata/register.ts'
import { remember } from '../../../src/server/customers/odata/remember.ts'
import { type Base, recordKey } from '../../../stand/data/base.ts'
import { CLIENT_KIND } from '../../../stand/data/kinds.ts'
import { memoryLog } from '../../support/log.ts'
import { type OneC, openOneC } from '../stand-odata/one-c.ts'
import { request } from './crm.ts'

const SLOW = { timeout: 60_000 }
let oneC: OneC
let base: Base
let data: BaseData
let options: LoadOptions
let log: ReturnType<typeof memoryLog>

/** Enough for «much at once», and read in no time. */
const CLIENTS = 400

beforeEach(async () => {
  oneC = await openOneC({ clients: CLIENTS })
  base = oneC.stand.base
  log = memoryLog()
  const client = new ODataClient(
    { url: oneC.stand.odataUrl, user: 'trubka', password: 'trubka' },
    { timeoutMs: 30_000, retryMs: 5, stop: new AbortController().signal },
  )
  const preset = presetOf('bsp')
  const { properties } = wantedFrom(readMetadata(await client.metadata()), preset)
  options = { client, base: 'crm', preset, properties, lastDigits: 10, internalLength: { min: 2, max: 5 } }
  data = new BaseData({ reloadHours: 24, logger: log.logger, growing: () => undefined })
  await data.bringUpToDate(options)
}, 60_000)
afterEach(() => oneC.stand.stop())

const look = () => data.bringUpToDate(options)
const found = (number: string) => data.callers?.find(number) ?? []
const names = (number: string) => found(number).map(({ contact, counterparty }) => contact || counterparty)
const mobile = (text: string) => ({ kind: CLIENT_KIND.mobile.ref, text, comment: '', old: false })
const loadings = () => log.lines.filter(({ msg }) => msg === '1C base loaded').length
/** What is asked for meanwhile. */
async function askedBy(what: () => Promise<unknown>): Promise<string[]> {
  const before = oneC.stand.odata.requests().length
  await what()
  const asked = oneC.stand.odata.requests().slice(before)
  return asked.map(({ path }) => path.split('standard.odata/')[1] ?? '')
}
const ofVersionsOnly = (path: string) => path.includes('$select=Ref_Key,DataVersion&')

describe('what changes in 1C is known after the next look', SLOW, () => {
  test('a client’s name, number and who is responsible, and nothing else is read', async () => {
    const romashka = base.clientNamed('ООО «Ромашка»')
    const manager = base.employeeWithNumber('104')
    base.writeClient(romashka.ref, {
      name: 'ООО «Ромашка плюс»',
      responsible: manager.ref,
      contacts: [mobile('+7 (912) 700-00-01')],
    })
    const asked = await askedBy(look)
    expect(names('79127000001')).toEqual(['ООО «Ромашка плюс»'])
    expect(found('79127000001')[0]?.responsible).toBe(manager.name)
    expect(names('79035677876')).toEqual([])
    // Whoever belongs to the firm is shown with its new name.
    expect(found('79265550129')[0]?.counterparty).toBe('ООО «Ромашка плюс»')
    const cards = asked.filter((path) => /^Catalog_(Контрагенты|КонтактныеЛица)/.test(path) && !ofVersionsOnly(path))
    expect(cards.length).toBeGreaterThan(0)
    expect(cards.filter((path) => !path.includes(romashka.ref))).toEqual([])
  })

  test('a new client with a contact person, and whoever is marked for deletion or comes back', async () => {
    const firm = base.addClient({ name: 'ООО «Новое»', contacts: [mobile('89127000002')] })
    base.addPerson(firm.ref, { name: 'Новиков Пётр', contacts: [] })
    await look()
    expect(names('79127000002')).toEqual(['ООО «Новое»'])
    firm.deleted = true
    base.writeClient(firm.ref, {})
    await look()
    expect(names('79127000002')).toEqual([])
    firm.deleted = false
    base.writeClient(firm.ref, {})
    await look()
    expect(names('79127000002')).toEqual(['ООО «Новое»'])
  })

  test('a client who is deleted is nobody, and the contact persons are nobody’s', async () => {
    const romashka = base.clientNamed('ООО «Ромашка»')
    base.clients.splice(base.clients.indexOf(romashka), 1)
    await look()
    expect(names('79035677876')).toEqual([])
    expect(found('79265550129')).toMatchObject([{ kind: 'person', counterparty: '' }])
  })

  test('whoever was made here is there once, as the card says', async () => {
    const { loaded } = data
    if (loaded === null) throw new Error('not loaded')
    const live = { ...options, loaded, clock: clockOf(undefined), logger: log.logger }
    const wish = request({}, { number: '+79125557701' })
    const customer = await register(live, wish, null)
    if (customer === null) throw new Error('nobody was made')
    remember(live, customer, ['9125557701'])
    await look()
    expect(names('79125557701')).toEqual(['Ольга Ларина'])
    const [made] = base.crm.potentials.filter(({ ref }) => ref === wish.refs.client)
    if (made === undefined) throw new Error('not made')
    Object.assign(made, { person: 'Ольга Петровна Ларина', version: base.nextVersion() })
    await look()
    expect(names('79125557701')).toEqual(['Ольга Петровна Ларина'])
  })

  test('a number that only the register holds', async () => {
    const romashka = base.clientNamed('ООО «Ромашка»')
    const record = {
      number: '9127000003',
      contact: romashka.ref,
      contactType: 'StandardODATA.Catalog_Контрагенты',
      user: '',
      internal: '',
      comment: '',
    }
    base.phoneRegister.set(recordKey(record), record)
    await look()
    expect(names('79127000003')).toEqual(['ООО «Ромашка»'])
    base.writeClient(romashka.ref, { name: 'ООО «Ромашка-2»' })
    await look()
    expect(names('79127000003')).toEqual(['ООО «Ромашка-2»'])
  })

  test('an employee’s number, and a name that stands in many cards', async () => {
    const anna = base.employee(base.clientNamed('ООО «Ромашка»').responsible)
    if (anna === undefined) throw new Error('nobody is responsible')
    base.writeEmployee(anna.ref, { name: 'Иванова-Петрова Анна', internal: '193' })
    await look()
    expect(data.loaded?.people.find(({ number }) => number === '193')?.name).toBe('Иванова-Петрова Анна')
    expect(found('79265550129')[0]?.responsible).toBe('Иванова-Петрова Анна')
  })

  test('much at once: all is read anew, and the rest stays', async () => {
    for (const client of base.clients.slice(0, 350)) base.writeClient(client.ref, { name: `${client.name} (новое)` })
    await look()
    expect(loadings()).toBe(2)
    const wrong = base.clients.slice(0, 350).filter(({ deleted, name, ref, contacts }) => {
      const number = contacts.find(({ kind }) => kind === CLIENT_KIND.mobile.ref)?.text
      if (deleted || number === undefined) return false
      return found(number.split(/[,;]/)[0] ?? '').some((each) => each.ref === ref && each.counterparty !== name)
    })
    expect(wrong).toEqual([])
  })
})

describe('while nothing changes', SLOW, () => {
  test('no card is read', async () => {
    const asked = await askedBy(look)
    expect(asked.filter(ofVersionsOnly).length).toBeGreaterThan(2)
    const cards = asked.filter((path) => /^Catalog_(Контрагенты|КонтактныеЛица|CRM_Потенц)/.test(path))
    expect(cards.filter((path) => !ofVersionsOnly(path))).toEqual([])
    expect(loadings()).toBe(1)
  })
})

describe('a look that is broken off', SLOW, () => {
  test('changes nothing, wherever it was; and the next one brings it all', async () => {
    const romashka = base.clientNamed('ООО «Ромашка»')
    const answers = await askedBy(look)
    base.writeClient(romashka.ref, { name: 'ООО «Ромашка плюс»' })
    for (let n = 1; n < answers.length; n += 4) {
      oneC.stand.odata.set({ state: 'up' })
      oneC.stand.odata.downAfter(n)
      await expect(look()).rejects.toThrow()
      expect(names('79035677876')).toEqual(['ООО «Ромашка»'])
    }
    oneC.stand.odata.set({ state: 'up' })
    await look()
    expect(names('79035677876')).toEqual(['ООО «Ромашка плюс»'])
    expect(loadings()).toBe(1)
  })

  test('where single cards cannot be read, all is read, and from then on always', async () => {
    base.writeClient(base.clientNamed('ООО «Ромашка»').ref, { name: 'ООО «Ромашка плюс»' })
    oneC.stand.odata.set({ keyFilter: 'fails' })
    await look()
    expect(names('79035677876')).toEqual(['ООО «Ромашка плюс»'])
    expect((await askedBy(look)).filter(ofVersionsOnly)).toEqual([])
    expect(loadings()).toBe(3)
  })
})
