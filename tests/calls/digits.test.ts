import { expect, test } from 'vitest'
import { describeCalls, SOON } from '../support/site.ts'
import { talking } from '../support/talking.ts'

await describeCalls('Keys pressed in the panel', (site) => {
  test('reach the other side, all of them and in order', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.generateDigits('101', id, '12*90#')
    await expect.poll(() => client.digits, SOON).toBe('12*90#')
    expect(phone.digits).toBe('')
  })

  test('reach a client who was called', async () => {
    const { lab, board } = site
    const id = await board.dial('101', '79030000011')
    const client = await lab.city.ringing()
    await client.answer()
    await board.shows('101').toMatchObject([{ remote: 'connected' }])
    await board.calls.generateDigits('101', id, '5')
    await expect.poll(() => client.digits, SOON).toBe('5')
  })

  test('the same key twice is two keys', async () => {
    const { board } = site
    const { client, id } = await talking(site)
    await board.calls.generateDigits('101', id, '11')
    await board.calls.generateDigits('101', id, '1')
    await expect.poll(() => client.digits, SOON).toBe('111')
  })

  test('reach whom the operator consults, not the one on hold', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await board.calls.consult('101', id, '79030000011')
    const other = await lab.city.ringing()
    await other.answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected' } }])
    await board.calls.generateDigits('101', id, '7')
    await expect.poll(() => other.digits, SOON).toBe('7')
    expect(client.digits).toBe('')
  })

  test('are refused while it rings, and on hold', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await expect(board.calls.generateDigits('101', id, '1')).rejects.toMatchObject({ code: 'notNow' })
    await lab.incoming({ from: '79030000012' })
    await board.shows('101').toHaveLength(2)
    const ringing = board.calls.forDevice('101')[1]?.id ?? ''
    await expect(board.calls.generateDigits('101', ringing, '1')).rejects.toMatchObject({ code: 'notNow' })
    expect(client.digits).toBe('')
  })
})
