import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RequestToRegister } from '../../../src/server/customers/customers.ts'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { Outbox } from '../../../src/server/ledger/outbox.ts'
import { owedRequests } from '../../../src/server/owed/requests.ts'
import { type Crm, openCrm, request } from './crm.ts'

const SLOW = { timeout: 90_000 }
const SOON = { timeout: 60_000 }
let crm: Crm
let folder: string
let ledger: Ledger
let outbox: Outbox

async function open(): Promise<void> {
  ledger = await openLocalLedger(join(folder, 'ledger'), { logger: crm.log.logger })
  const kind = owedRequests(crm.customers)
  outbox = new Outbox({
    ledger,
    path: join(folder, 'outbox.json'),
    owes: (entry) => kind.owes(entry).map((each) => ({ id: `request:${entry.seq}`, kind: kind.name, ...each })),
    deliver: (owed) => kind.deliver(owed),
    logger: crm.log.logger,
    timing: { retryFirst: 20, retryMost: 100, aside: 200 },
  })
  await outbox.start()
}
async function close(): Promise<void> {
  await outbox.stop()
  await ledger.close()
}
const accept = ({ form, refs, by, callId, number }: RequestToRegister) =>
  ledger.append({
    type: 'intake.accepted',
    ...{ id: refs.interest, operator: by, from: 'Смирнова', by, base: 'crm', form, refs, callId, number },
  })
const owed = () => outbox.state('crm').owed
/** So often each is in 1C. */
const made = (wishes: readonly RequestToRegister[]) => {
  const { interests, interactions, potentials } = crm.oneC.stand.base.crm
  const count = (list: readonly { ref: string }[], ref: string) => list.filter((each) => each.ref === ref).length
  return wishes.map(({ refs }) => [
    count(potentials, refs.client),
    count(interests, refs.interest),
    count(interactions, refs.interaction),
  ])
}

beforeAll(async () => {
  crm = await openCrm()
}, 60_000)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'requests-'))
  crm.oneC.stand.odata.set({ state: 'up', failNext: 0, cutNext: 0 })
  await open()
})
afterEach(async () => {
  await close()
  await rm(folder, { recursive: true })
})
afterAll(() => crm.close())

describe('an accepted intake', SLOW, () => {
  test('comes into 1C once, also when 1C was down, failed and broke off, and the server started anew meanwhile', async () => {
    const wishes = [1, 2, 3].map((n) => request({}, { number: `+7912555880${n}` }))
    crm.oneC.stand.odata.set({ state: 'down' })
    for (const wish of wishes) await accept(wish)
    await expect.poll(() => outbox.state('crm').fault, SOON).not.toBeNull()
    expect(made(wishes)).toEqual([1, 2, 3].map(() => [0, 0, 0]))
    await close()
    crm.oneC.stand.odata.set({ state: 'up', failNext: 2, cutNext: 4 })
    await open()
    await expect.poll(owed, SOON).toBe(0)
    expect(made(wishes)).toEqual([1, 2, 3].map(() => [1, 1, 1]))
  })

  test('that 1C refuses lies aside with the reason, holds up no other, and is taken when 1C will have it', async () => {
    const { base } = crm.oneC.stand
    const employee = base.employeeWithNumber('104')
    const at = base.employees.indexOf(employee)
    base.employees.splice(at, 1)
    const refused = request({ manager: employee.ref }, { number: '+79125558811' })
    const other = request({}, { number: '+79125558812' })
    try {
      await accept(refused)
      await accept(other)
      await expect.poll(() => made([other]), SOON).toEqual([[1, 1, 1]])
      await expect.poll(() => outbox.state('crm'), SOON).toMatchObject({ owed: 1, aside: 1 })
      expect(outbox.state('crm').refusal).toContain('Ответственный')
    } finally {
      base.employees.splice(at, 0, employee)
    }
    await expect.poll(owed, SOON).toBe(0)
    expect(made([refused])).toEqual([[1, 1, 1]])
  })
})
