import { expect, test } from 'vitest'
import { describeCalls, type Site, SOON } from '../support/site.ts'

const CLIENT = '79035677876'

async function talking({ lab, board }: Site) {
  const client = await lab.incoming({ from: CLIENT })
  const phone = await lab.phone('101').ringing()
  await phone.answer()
  await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
  return { client, phone, id: board.calls.forDevice('101')[0]?.id ?? '' }
}

await describeCalls('A conversation ends', (site) => {
  test('by command, for both sides', async () => {
    const { client, phone, id } = await talking(site)
    await site.board.calls.clear('101', id)
    await Promise.all([client.ended(), phone.ended()])
    await site.board.shows('101').toEqual([])
  })

  test('when the client hangs up', async () => {
    const { client, phone } = await talking(site)
    await client.hangup()
    await phone.ended()
    await site.board.shows('101').toEqual([])
  })

  test('when the operator hangs up at the phone', async () => {
    const { client, phone } = await talking(site)
    await phone.hangup()
    await client.ended()
    await site.board.shows('101').toEqual([])
  })

  test('and a second command for it is refused as there is no such call', async () => {
    const { client, id } = await talking(site)
    await site.board.calls.clear('101', id)
    await client.ended()
    await site.board.shows('101').toEqual([])
    await expect(site.board.calls.clear('101', id)).rejects.toMatchObject({ code: 'noSuchCall' })
  })

  test('and the phone is free for the next call', async () => {
    const { client } = await talking(site)
    await client.hangup()
    await site.board.shows('101').toEqual([])
    await site.board.dial('101', '79030000011')
    await (await site.lab.city.ringing()).answer()
    await expect.poll(() => site.lab.conversations(), SOON).toEqual([['101', '79030000011']])
  })
})
