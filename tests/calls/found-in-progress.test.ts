import { expect, test } from 'vitest'
import { describeCalls, Switchboard } from '../support/site.ts'

const CLIENT = '79035677876'

/** Of a call, what must be the same for whoever looks. */
const seen = (board: Switchboard, device: string) =>
  board.calls.forDevice(device).map(({ id, direction, local, remote, party, commands }) => {
    return { id, direction, local, remote, number: party.number, commands }
  })

await describeCalls('A server that starts in mid-call', (site) => {
  async function second(): Promise<Switchboard> {
    const board = new Switchboard(site.lab.ami)
    board.pbx.start()
    await board.linked('up')
    return board
  }

  test('sees a conversation as the one that saw it begin, and can end it', async () => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT })
    await (await lab.phone('101').ringing()).answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    const late = await second()
    try {
      await late.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
      expect(seen(late, '101')).toEqual(seen(board, '101'))
      expect(late.calls.forDevice('101')[0]?.answeredAt).not.toBeNull()
      await late.calls.clear('101', late.calls.forDevice('101')[0]?.id ?? '')
      await client.ended()
      await late.shows('101').toEqual([])
    } finally {
      await late.stop()
    }
  })

  test('sees a call that rings, and can answer it', async () => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting' }])
    const late = await second()
    try {
      await late.shows('101').toMatchObject([{ local: 'alerting', commands: ['answer', 'clear'] }])
      expect(seen(late, '101')).toEqual(seen(board, '101'))
      await late.calls.answer('101', late.calls.forDevice('101')[0]?.id ?? '')
      expect(await client.settled()).toBe('up')
      await late.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    } finally {
      await late.stop()
    }
  })

  test('sees a call that was dialled by click and rings at the client', async () => {
    const { lab, board } = site
    await board.dial('101', CLIENT)
    const client = await lab.city.ringing()
    await board.shows('101').toMatchObject([{ remote: 'alerting' }])
    const late = await second()
    try {
      await late.shows('101').toMatchObject([{ direction: 'outgoing', party: { number: CLIENT } }])
      expect(seen(late, '101')).toEqual(seen(board, '101'))
      await client.answer()
      await late.shows('101').toMatchObject([{ remote: 'connected' }])
    } finally {
      await late.stop()
    }
  })
})
