import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Stand, startStand } from '../../../stand/stand.ts'

let stand: Stand

beforeEach(async () => {
  stand = await startStand({ webPort: 0, page: 'export {}' })
})

afterEach(() => stand.stop())

const call = async (what: string, body: object, headers: Record<string, string> = { 'x-stand-page': '1' }) => {
  const response = await fetch(`${stand.webClientUrl}e1cib/${what}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers,
  })
  return { status: response.status, text: await response.text() }
}

const session = async () => `?seanceId=${String(JSON.parse((await call('start', {})).text).seanceId)}`

describe('the web client’s server', () => {
  test('serves the page in both languages', async () => {
    expect(await (await fetch(stand.webClientUrl)).text()).toContain('<html lang="ru">')
    expect(await (await fetch(stand.webClientEnglishUrl)).text()).toContain('<html lang="en">')
    expect(await (await fetch(`${stand.webClientUrl}scripts/mod_main.js`)).text()).toBe('export {}')
  })

  test('answers nobody without a session, and notes a stranger who uses the page’s', async () => {
    expect((await call('list', { search: '', offset: 0, count: 20 })).status).toBe(403)
    const id = await session()
    expect((await call(`list${id}`, { search: '', offset: 0, count: 20 })).status).toBe(200)
    expect(stand.webClient.faults()).toEqual([])
    await call(`list${id}`, { search: '', offset: 0, count: 20 }, {})
    expect(stand.webClient.faults()).toEqual([{ kind: 'session', detail: 'list by a stranger' }])
    expect(stand.webClient.sessions()).toBe(1)
  })

  test('a write of the web client is seen in OData, with a new version', async () => {
    const client = stand.base.clientNamed('ООО «Ромашка»')
    const odata = async (): Promise<unknown> =>
      (
        await fetch(
          `${stand.odataUrl}Catalog_Контрагенты(guid'${client.ref}')?$format=json&$select=DataVersion,Description`,
          {
            headers: { authorization: `Basic ${btoa('trubka:trubka')}` },
          },
        )
      ).json()
    const before = await odata()
    const version = client.version
    const id = await session()
    const { name, fullName, inn, kpp, ref, contacts, responsible } = client
    const object = {
      kind: 'client',
      name,
      fullName,
      inn,
      kpp,
      ref,
      contacts,
      responsible,
      routing: stand.base.employeeWithNumber('103').ref,
    }
    const write = (outcome: string) =>
      call(`logForm${id}`, { object: { ...object, name: 'Другое' }, outcome, blockMs: 1 })
    expect(JSON.parse((await write('refused')).text)).toMatchObject({ outcome: 'refused' })
    expect(await odata()).toEqual(before)
    expect(JSON.parse((await write('ok')).text)).toMatchObject({
      outcome: 'ok',
      object: { routing: { name: 'Иванова Анна Сергеевна' } },
    })
    expect(await odata()).toMatchObject({ Description: 'Другое' })
    expect(client.version).toBeGreaterThan(version)
  })
})
