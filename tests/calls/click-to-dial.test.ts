import { expect, test } from 'vitest'
import { describeCalls, SOON } from '../support/site.ts'
import { heard } from '../support/talking.ts'

const CLIENT = '79035677876'

await describeCalls('Click-to-dial', (site) => {
  test('rings the own phone, then the number, and both hear each other', async () => {
    const { lab, board } = site
    const id = await board.dial('101', CLIENT)
    const client = await lab.city.ringing()
    await board.shows('101').toMatchObject([
      {
        id,
        direction: 'outgoing',
        local: 'connected',
        remote: 'alerting',
        party: { number: CLIENT },
        answeredAt: null,
      },
    ])
    await client.answer()
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected' }])
    expect(board.calls.forDevice('101')[0]?.answeredAt).not.toBeNull()
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
    const [own] = lab.phone('101').rang
    await expect.poll(() => own?.hears(), SOON).toEqual(['city'])
    await heard(client).toEqual(['101'])
  })

  test('shows the client on the own phone while it rings', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    await board.dial('101', CLIENT)
    const own = await lab.phone('101').ringing()
    expect(own.remote.number).toBe(CLIENT)
    await board.shows('101').toMatchObject([{ direction: 'outgoing', local: 'alerting', party: { number: CLIENT } }])
    expect(lab.city.rang).toEqual([])
  })

  test('dials only when the own phone is picked up, where it does not do so by itself', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    await board.dial('101', CLIENT)
    const own = await lab.phone('101').ringing()
    await own.answer()
    const client = await lab.city.ringing()
    await client.answer()
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
  })

  test('reaches a colleague by internal number', async () => {
    const { lab, board } = site
    await board.dial('101', '103')
    const colleague = await lab.phone('103').ringing()
    await colleague.answer()
    await board.shows('101').toMatchObject([{ direction: 'outgoing', remote: 'connected', party: { number: '103' } }])
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', '103']])
  })

  test('asked twice with one command, rings once', async () => {
    const { lab, board } = site
    const commandId = crypto.randomUUID()
    await board.calls.make({ device: '101', to: CLIENT, commandId })
    await expect(board.calls.make({ device: '101', to: CLIENT, commandId })).rejects.toMatchObject({ code: 'notNow' })
    await lab.city.ringing()
    expect(lab.phone('101').rang).toHaveLength(1)
    expect(lab.city.rang).toHaveLength(1)
  })

  test('works at two phones at once, each with its own number', async () => {
    const { lab, board } = site
    const dialled = [
      { device: '101', to: '79030000011' },
      { device: '102', to: '79030000012' },
    ]
    await Promise.all(dialled.map(({ device, to }) => board.dial(device, to)))
    await expect.poll(() => lab.city.rang.length, SOON).toBe(2)
    for (const call of lab.city.rang) await call.answer()
    for (const { device, to } of dialled)
      await board.shows(device).toMatchObject([{ remote: 'connected', party: { number: to } }])
    const pairs = async () => (await lab.conversations()).map((pair) => pair.join(' ')).sort()
    await expect.poll(pairs, SOON).toEqual(dialled.map(({ device, to }) => `${device} ${to}`))
    await board.calls.clear('101', board.calls.forDevice('101')[0]?.id ?? '')
    await expect.poll(() => lab.conversations(), SOON).toEqual([['102', '79030000012']])
  })
})
