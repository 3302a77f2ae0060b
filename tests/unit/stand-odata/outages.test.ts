import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OneC, openOneC } from './one-c.ts'

let oneC: OneC

beforeEach(async () => {
  oneC = await openOneC()
})

afterEach(() => oneC.stand.stop())

const status = async (password?: string | null) =>
  (await oneC.ask('Catalog_Подразделения', password === undefined ? {} : { password })).status

describe('1C fails in every way a test may ask for', () => {
  test('nobody comes in without the right password', async () => {
    expect(await status(null)).toBe(401)
    expect(await status('wrong')).toBe(401)
    oneC.stand.odata.set({ password: 'другой' })
    expect(await status()).toBe(401)
    expect(await status('другой')).toBe(200)
  })

  test('down, one failed request, and up again', async () => {
    oneC.stand.odata.set({ state: 'down' })
    expect(await status()).toBe(503)
    oneC.stand.odata.set({ state: 'up', failNext: 1 })
    expect([await status(), await status()]).toEqual([500, 200])
    expect(oneC.stand.odata.requests().map((r) => r.status)).toEqual([503, 500, 200])
  })

  test('slow', async () => {
    oneC.stand.odata.set({ delayMs: 200 })
    const started = performance.now()
    expect(await status()).toBe(200)
    expect(performance.now() - started).toBeGreaterThan(190)
  })

  test('a hanging 1C never answers', async () => {
    oneC.stand.odata.set({ state: 'hang' })
    await expect(fetch(oneC.stand.odataUrl, { signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout/)
  })

  test('the switches can be set from another process', async () => {
    const set = (body: string) => fetch(`${oneC.stand.origin}/stand/odata`, { method: 'POST', body })
    expect(await (await set('{"state":"down"}')).json()).toMatchObject({ state: 'down' })
    expect(await status()).toBe(503)
    expect((await set('{"state":"sideways"}')).status).toBe(400)
  })
})
