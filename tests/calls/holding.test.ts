import { expect, test } from 'vitest'
import { describeCalls, SOON } from '../support/site.ts'
import { CLIENT, conversations, heard, talking } from '../support/talking.ts'

await describeCalls('A call on hold', (site) => {
  test('from the panel: the client hears music, and the operator again when retrieved', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ id, local: 'hold', party: { number: CLIENT } }])
    await heard(client).toEqual(['music'])
    await heard(phone).toEqual([])
    await board.calls.retrieve('101', id)
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
  })

  test('from the phone: the panel shows it, and the client hears music', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await phone.hold()
    await board.shows('101').toMatchObject([{ id, local: 'hold', remote: 'connected' }])
    await heard(client).toEqual(['music'])
    await phone.retrieve()
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected' }])
    await heard(client).toEqual(['101'])
  })

  test('that the phone itself holds is retrieved from the panel', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await phone.hold()
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await board.calls.retrieve('101', id)
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
  })

  test('that the phone itself holds is given away, and a colleague is asked, as from any hold', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await phone.hold()
    await board.shows('101').toMatchObject([{ local: 'hold', commands: expect.arrayContaining(['consult']) }])
    await board.calls.consult('101', id, '102')
    const colleague = await lab.phone('102').ringing()
    await colleague.answer()
    await heard(phone).toEqual(['102'])
    await heard(client).toEqual(['music'])
    await board.calls.reconnect('101', id)
    await heard(client).toEqual(['101'])
    await phone.hold()
    await board
      .shows('101')
      .toMatchObject([{ local: 'hold', commands: expect.arrayContaining(['singleStepTransfer']) }])
    await board.calls.singleStepTransfer('101', id, '103')
    await (await lab.phone('103').ringing()).answer()
    await heard(client).toEqual(['103'])
    await phone.ended()
  })

  test('from panel and phone at the same moment is retrieved in one step', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await Promise.allSettled([board.calls.hold('101', id), phone.hold()])
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await expect.poll(() => board.pbx.legs().find(({ device }) => device === '101'), SOON).toMatchObject({ held: true })
    await board.calls.retrieve('101', id)
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
  })

  test('on a phone that has to be told by its own key: the command says so', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await phone.hold()
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    lab.phone('101').autoAnswer = false
    await expect(board.calls.retrieve('101', id)).rejects.toMatchObject({ code: 'notNow' })
    await heard(client).toEqual(['music'])
    await phone.retrieve()
    await heard(client).toEqual(['101'])
  })

  test('again and again', async () => {
    const { board } = site
    const { client, id } = await talking(site)
    for (let round = 0; round < 3; round++) {
      await board.calls.hold('101', id)
      await board.shows('101').toMatchObject([{ id, local: 'hold' }])
      await board.calls.retrieve('101', id)
      await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected' }])
    }
    await heard(client).toEqual(['101'])
  })

  test('keeps the time of its answer', async () => {
    const { board } = site
    const { id } = await talking(site)
    const answeredAt = board.calls.forDevice('101')[0]?.answeredAt
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold', answeredAt }])
    await board.calls.retrieve('101', id)
    await board.shows('101').toMatchObject([{ local: 'connected', answeredAt }])
  })

  test('on a phone that obeys no wish of the PBX', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    const { client, phone, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await heard(client).toEqual(['music'])
    await board.calls.retrieve('101', id)
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
  })

  test('ends for the operator when the client hangs up', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await client.hangup()
    await phone.ended()
    await board.shows('101').toEqual([])
  })

  test('comes back when the operator puts down the phone: it rings again', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await phone.hangup()
    const back = await lab.phone('101').ringing()
    expect(back.remote.number).toBe(CLIENT)
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    await back.answer()
    await heard(client).toEqual(['101'])
    await client.hangup()
    await back.ended()
    await board.shows('101').toEqual([])
  })

  test('ends for both by command', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await board.calls.clear('101', id)
    await Promise.all([client.ended(), phone.ended()])
    await board.shows('101').toEqual([])
  })

  test('ends for both after it was retrieved, whoever hangs up', async () => {
    const { board } = site
    for (const who of ['client', 'phone'] as const) {
      const { client, phone, id } = await talking(site)
      await board.calls.hold('101', id)
      await board.shows('101').toMatchObject([{ local: 'hold' }])
      await board.calls.retrieve('101', id)
      await conversations(site).toEqual([['101', CLIENT]])
      await (who === 'client' ? client : phone).hangup()
      await Promise.all([client.ended(), phone.ended()])
      await board.shows('101').toEqual([])
    }
  })

  test('that the operator began', async () => {
    const { lab, board } = site
    const id = await board.dial('101', '79030000011')
    const client = await lab.city.ringing()
    await client.answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await board.calls.hold('101', id)
    await board
      .shows('101')
      .toMatchObject([{ id, direction: 'outgoing', local: 'hold', party: { number: '79030000011' } }])
    await heard(client).toEqual(['music'])
    await board.calls.retrieve('101', id)
    await board.shows('101').toMatchObject([{ id, direction: 'outgoing', local: 'connected', remote: 'connected' }])
    await heard(client).toEqual(['101'])
    await client.hangup()
    await board.shows('101').toEqual([])
  })

  test('by the phone’s own key while it still calls: fetching it goes on calling', async () => {
    const { lab, board } = site
    const id = await board.dial('101', '102')
    const colleague = await lab.phone('102').ringing()
    const [phone] = lab.phone('101').rang
    await phone?.hold()
    await board.shows('101').toMatchObject([{ id, local: 'hold', remote: 'alerting' }])
    await board.calls.retrieve('101', id)
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'alerting' }])
    await colleague.answer()
    await conversations(site).toEqual([['101', '102']])
    await board.shows('102').toMatchObject([{ local: 'connected', party: { number: '101' } }])
  })

  test('between colleagues: each sees who holds', async () => {
    const { lab, board } = site
    const id = await board.dial('101', '102')
    await (await lab.phone('102').ringing()).answer()
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold', party: { number: '102' } }])
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'hold', party: { number: '101' } }])
    await board.calls.retrieve('101', id)
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: '101' } }])
  })
})
