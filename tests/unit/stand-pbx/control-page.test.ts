import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type StandPbx, startPbx } from '../../../stand/pbx/pbx.ts'

describe('the control page of the PBX', () => {
  let pbx: StandPbx
  let url: string

  beforeEach(async () => {
    const suggestions = [{ number: '79161112233', name: 'Иван' }]
    pbx = await startPbx({ port: 0, controlPort: 0, cityAnswersAfterMs: null, suggestions })
    url = pbx.controlUrl ?? ''
  })
  afterEach(() => pbx.stop())

  const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const state = async () => (await fetch(`${url}state`)).json()

  test('plays a client who calls, and the operator who answers and hangs up', async () => {
    expect((await post('calls', { from: '+7 (916) 111-22-33', name: 'Иван' })).status).toBe(200)
    await vi.waitFor(() => expect(pbx.phones.get('101')?.ringing?.remote.number).toBe('79161112233'))
    expect((await post('phones/101/answer')).status).toBe(200)
    expect(pbx.conversations()).toEqual([['101', '79161112233']])
    expect(await state()).toMatchObject({
      city: [{ number: '79161112233', state: 'up', hears: ['101'] }],
      calls: [{ legs: [{ number: '79161112233', talks: true }, { number: '101' }] }],
    })
    expect((await post('phones/101/hangup')).status).toBe(200)
    await vi.waitFor(() => expect(pbx.channels()).toEqual([]))
  })

  test('plays an operator who dials, and the client who answers', async () => {
    expect((await post('phones/102/dial', { to: '8 903 567-78-76' })).status).toBe(200)
    const call = await vi.waitFor(() => {
      const found = pbx.city.calls[0]
      if (!found) throw new Error('no call in the city')
      return found
    })
    expect((await post(`city/${encodeURIComponent(call.id)}/answer`)).status).toBe(200)
    expect(pbx.conversations()).toEqual([['102', '89035677876']])
  })

  test('takes a phone off the network and back', async () => {
    await post('phones/103/unregister')
    expect(pbx.phones.get('103')?.registered).toBe(false)
    expect((await post('phones/103/dial', { to: '101' })).status).toBe(409)
    await post('phones/103/register')
    expect(pbx.phones.get('103')?.registered).toBe(true)
  })

  test('says what is wrong instead of doing half of it', async () => {
    expect((await post('phones/101/answer')).status).toBe(409)
    expect((await post('phones/999/answer')).status).toBe(404)
    expect((await post('calls', { from: '<script>' })).status).toBe(400)
    expect((await post('calls', { from: '12'.repeat(5000) })).status).toBe(400)
    expect((await post('phones/101/dial', { to: '5' })).status).toBe(400)
    expect((await post('phones/101/dial', { to: '55' })).status).toBe(409)
    expect((await post('nothing')).status).toBe(404)
    expect(pbx.channels()).toEqual([])
  })

  test('refuses another site in the same browser', async () => {
    const call = { from: '79161112233' }
    expect((await post('calls', call, { Origin: 'https://evil.example' })).status).toBe(403)
    expect((await post('calls', call, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await post('calls', call, { 'Content-Type': 'text/plain' })).status).toBe(415)
    expect((await post('calls', call, { Origin: new URL(url).origin })).status).toBe(200)
    expect(pbx.channels().length).toBeGreaterThan(0)
  })

  test('tells open pages about every change', async () => {
    const answer = await fetch(`${url}events`)
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    let told = ''
    const until = async (text: string): Promise<void> => {
      while (!told.includes(text)) told += (await reader?.read())?.value ?? ''
    }
    await until('"suggestions":[{"number":"79161112233","name":"Иван"}]')
    pbx.incoming({ from: '79160000001' })
    await until('79160000001')
    await reader?.cancel()
  })

  test('shows nothing from the network as markup', async () => {
    const script = await (await fetch(`${url}page.js`)).text()
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/)
    expect((await fetch(url)).headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})
