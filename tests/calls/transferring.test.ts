import { expect, test } from 'vitest'
import { LINES } from '../support/phone-lab.ts'
import { describeCalls } from '../support/site.ts'
import { CLIENT, conversations, heard, talking } from '../support/talking.ts'

await describeCalls('A transfer without asking', (site) => {
  test('the colleague sees the client and answers; the operator is free at once', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.singleStepTransfer('101', id, '102')
    await phone.ended()
    await board.shows('101').toEqual([])
    const colleague = await lab.phone('102').ringing()
    expect(colleague.remote.number).toBe(CLIENT)
    await board.shows('102').toMatchObject([{ direction: 'incoming', local: 'alerting', party: { number: CLIENT } }])
    await colleague.answer()
    await heard(client).toEqual(['102'])
    await heard(colleague).toEqual(['city'])
    await conversations(site).toEqual([['102', CLIENT]])
    await colleague.hangup()
    await client.ended()
  })

  test('of a call on hold', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await board.calls.singleStepTransfer('101', id, '102')
    await phone.ended()
    await (await lab.phone('102').ringing()).answer()
    await heard(client).toEqual(['102'])
  })

  test('of a client whose phone keeps the operator on hold', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await client.hold()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'hold' }])
    await heard(phone).toEqual(['music'])
    await board.calls.singleStepTransfer('101', id, '102')
    await phone.ended()
    await (await lab.phone('102').ringing()).answer()
    await client.retrieve()
    await heard(client).toEqual(['102'])
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected' }])
  })

  test('and «Завершить» pressed meanwhile: the client is given away all the same, and nobody is told of a fault', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await Promise.all([board.calls.singleStepTransfer('101', id, '102'), board.calls.clear('101', id)])
    await phone.ended()
    await (await lab.phone('102').ringing()).answer()
    await heard(client).toEqual(['102'])
  })

  test('of a call that the operator began', async () => {
    const { lab, board } = site
    const id = await board.dial('101', '79030000011')
    const client = await lab.city.ringing()
    await client.answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await board.calls.singleStepTransfer('101', id, '102')
    const colleague = await lab.phone('102').ringing()
    expect(colleague.remote.number).toBe('79030000011')
    await colleague.answer()
    await heard(client).toEqual(['102'])
    await board.shows('101').toEqual([])
  })

  test('refused: the client comes back to the operator', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await board.calls.singleStepTransfer('101', id, '102')
    await (await lab.phone('102').ringing()).reject()
    const back = await lab.phone('101').ringing()
    expect(back.remote.number).toBe(CLIENT)
    expect(client.state).toBe('up')
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    await back.answer()
    await heard(client).toEqual(['101'])
    await heard(back).toEqual(['city'])
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
  })

  test('to a colleague who talks already and is busy: the client comes back, and the other talk goes on', async () => {
    const { lab, board } = site
    const other = await talking(site, '102', '79030000011')
    const { client, id } = await talking(site)
    await board.calls.singleStepTransfer('101', id, '102')
    await (await lab.phone('102').ringing()).reject()
    const back = await lab.phone('101').ringing()
    await back.answer()
    await heard(client).toEqual(['101'])
    await heard(other.client).toEqual(['102'])
    // Asked for, they are busy as well, and that is said.
    await board.shows('101').toMatchObject([{ commands: expect.arrayContaining(['consult']) }])
    await board.calls.consult('101', id, '102')
    await (await lab.phone('102').ringing()).reject()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'fail', cause: 'busy' } }])
    await board.calls.reconnect('101', id)
    await heard(client).toEqual(['101'])
    await heard(other.client).toEqual(['102'])
  })

  test('not answered: the client comes back to the operator', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site, '101', CLIENT, LINES.brief)
    await board.calls.singleStepTransfer('101', id, '102')
    const colleague = await lab.phone('102').ringing()
    const back = await lab.phone('101').ringing()
    expect(back.remote.number).toBe(CLIENT)
    await colleague.ended()
    await back.answer()
    await heard(client).toEqual(['101'])
    await conversations(site).toEqual([['101', CLIENT]])
  })

  test('to a phone off the network: refused with a reason, or the client comes back', async () => {
    const { lab, board } = site
    await lab.phone('102').unregister()
    const { client, id } = await talking(site)
    const refused = await board.calls.singleStepTransfer('101', id, '102').then(
      () => false,
      (error: unknown) => {
        expect(error).toMatchObject({ code: expect.stringMatching(/calleeOffline|noPhone/) })
        return true
      },
    )
    if (!refused) await (await lab.phone('101').ringing()).answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    await heard(client).toEqual(['101'])
  })

  test('to a number that leads nowhere: refused with a reason, or the client comes back', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    const refused = await board.calls.singleStepTransfer('101', id, '999').then(
      () => false,
      (error: unknown) => {
        expect(error).toMatchObject({ code: expect.stringMatching(/badNumber|calleeOffline/) })
        return true
      },
    )
    if (!refused) await (await lab.phone('101').ringing()).answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    await heard(client).toEqual(['101'])
  })

  test('to oneself is refused with a reason, and nothing happens', async () => {
    const { board } = site
    const { client, id } = await talking(site)
    await expect(board.calls.singleStepTransfer('101', id, '101')).rejects.toMatchObject({ code: 'toSelf' })
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected' }])
    await heard(client).toEqual(['101'])
  })

  test('of a colleague to the colleague’s own number is refused with a reason, asking or not', async () => {
    const { lab, board } = site
    const id = await board.dial('101', '102')
    const colleague = await lab.phone('102').ringing()
    await colleague.answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await expect(board.calls.singleStepTransfer('101', id, '102')).rejects.toMatchObject({ code: 'toOther' })
    await expect(board.calls.consult('101', id, '102')).rejects.toMatchObject({ code: 'toOther' })
    await heard(colleague).toEqual(['101'])
    expect(lab.phone('102').rang).toHaveLength(1)
  })

  test('the client hangs up before the colleague answers', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await board.calls.singleStepTransfer('101', id, '102')
    const colleague = await lab.phone('102').ringing()
    await client.hangup()
    await colleague.ended()
    await board.shows('101').toEqual([])
    await board.shows('102').toEqual([])
    expect(lab.phone('101').rang).toHaveLength(1)
  })

  test('to somebody outside', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.singleStepTransfer('101', id, '79030000011')
    await phone.ended()
    const other = await lab.city.ringing()
    await other.answer()
    await heard(client).toEqual(['city'])
    await client.hangup()
    await other.ended()
  })
})
