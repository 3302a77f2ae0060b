import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import type { Customer } from '../../../src/protocol/customer.ts'
import type { IntakeForm } from '../../../src/protocol/intake.ts'
import type { RequestToRegister } from '../../../src/server/customers/customers.ts'
import { type BaseSettings, ODataCustomers } from '../../../src/server/customers/odata/odata-customers.ts'
import { memoryLog } from '../../support/log.ts'
import { type OneC, openOneC } from '../stand-odata/one-c.ts'

/** The stand's 1C, read into memory as the server does. */
export type Crm = {
  oneC: OneC
  customers: ODataCustomers
  log: ReturnType<typeof memoryLog>
  /** Who stands behind a number; throws when it is not one. */
  caller(number: string): Customer
  close(): Promise<void>
}

/** What stands between 1C and whoever asks, such as other names; `state` = what the base comes to. */
export async function openCrm(
  { liveMs, ...settings }: Partial<BaseSettings> & { liveMs?: number } = {},
  through?: (url: string) => Promise<{ url: string; close: () => Promise<void> }>,
  state: 'up' | 'down' = 'up',
): Promise<Crm> {
  const oneC = await openOneC()
  const between = await through?.(oneC.stand.odataUrl)
  const log = memoryLog()
  const customers = new ODataCustomers({
    bases: [
      {
        id: 'crm',
        name: 'CRM',
        urls: [],
        odata: { url: between?.url ?? oneC.stand.odataUrl, user: 'trubka', password: 'trubka' },
        refreshSeconds: 3600,
        ...settings,
      },
    ],
    lastDigits: 10,
    internalLength: { min: 2, max: 5 },
    logger: log.logger,
    timeoutMs: 10_000,
    ...(liveMs === undefined ? {} : { liveMs }),
    retryMs: 20,
  })
  customers.start()
  await vi.waitFor(() => {
    if (customers.bases()[0]?.state !== state) throw new Error(customers.fault('crm') ?? 'loading')
  }, 50_000)
  // As some bases do: whoever looks for one object asks for it by its address.
  oneC.stand.odata.set({ keyFilter: 'fails' })
  return {
    oneC,
    customers,
    log,
    caller(number) {
      const [customer, ...more] = customers.identify(number) ?? []
      if (customer === undefined || more.length > 0) throw new Error(`${more.length + 1} have ${number}`)
      return customer
    },
    async close() {
      await customers.stop()
      await between?.close()
      await oneC.stand.stop()
    },
  }
}

/** An accepted intake of a stranger, with what is told of it. */
export function request(form: Partial<IntakeForm> = {}, more: Partial<RequestToRegister> = {}): RequestToRegister {
  return {
    form: {
      base: 'crm',
      search: null,
      client: null,
      interest: null,
      name: 'Ольга Ларина',
      company: 'ООО «Имение»',
      email: 'larina@example.com',
      phone: '+7 (912) 555-77-01',
      topic: 'Касса для магазина',
      service: '',
      whatToDo: 'Перезвонить до вечера',
      description: 'Два магазина в Туле',
      manager: '',
      openInterest: false,
      ...form,
    },
    refs: { client: randomUUID(), contact: randomUUID(), interest: randomUUID(), interaction: randomUUID() },
    at: new Date(2026, 10, 27, 10, 42, 5).getTime(),
    by: '',
    callId: randomUUID(),
    number: '+79125557701',
    ...more,
  }
}
