import { expect, test } from 'vitest'
import { describeCalls, SOON } from '../support/site.ts'
import { CLIENT, conversations, heard, talking } from '../support/talking.ts'

const SECOND = '79030000011'

await describeCalls('A second call', (site) => {
  test('is shown beside the first while it rings, and each has its own commands', async () => {
    const { lab, board } = site
    const { id } = await talking(site)
    await lab.incoming({ from: SECOND })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([
      { id, local: 'connected', party: { number: CLIENT } },
      { local: 'alerting', party: { number: SECOND } },
    ])
    const second = board.calls.forDevice('101')[1]
    expect(second?.commands).toContain('answer')
    expect(second?.commands).not.toContain('hold')
  })

  test('is answered after the first was held: two calls, of which one is talked to', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    const second = await lab.incoming({ from: SECOND })
    const ringing = await lab.phone('101').ringing()
    await board.calls.hold('101', id)
    await ringing.answer()
    await board.shows('101').toMatchObject([
      { id, local: 'hold' },
      { local: 'connected', remote: 'connected', party: { number: SECOND } },
    ])
    await heard(client).toEqual(['music'])
    await heard(second).toEqual(['101'])
    await second.hangup()
    await board.shows('101').toMatchObject([{ id, local: 'hold' }])
    await board.calls.retrieve('101', id)
    await heard(client).toEqual(['101'])
  })

  test('is refused without a word to the first', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    const second = await lab.incoming({ from: SECOND })
    await lab.phone('101').ringing()
    await board.shows('101').toHaveLength(2)
    await board.calls.clear('101', board.calls.forDevice('101')[1]?.id ?? '')
    await second.ended()
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected' }])
    await heard(client).toEqual(['101'])
  })

  test('goes on when the first ends', async () => {
    const { lab, board } = site
    const { client } = await talking(site)
    await lab.incoming({ from: SECOND })
    const ringing = await lab.phone('101').ringing()
    await client.hangup()
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: SECOND } }])
    await ringing.answer()
    await conversations(site).toEqual([['101', SECOND]])
  })

  test('is given away while the first is held', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    const second = await lab.incoming({ from: SECOND })
    const ringing = await lab.phone('101').ringing()
    await board.calls.hold('101', id)
    await ringing.answer()
    await board.shows('101').toMatchObject([{ local: 'hold' }, { local: 'connected' }])
    await board.calls.singleStepTransfer('101', board.calls.forDevice('101')[1]?.id ?? '', '102')
    await (await lab.phone('102').ringing()).answer()
    await heard(second).toEqual(['102'])
    await board.shows('101').toMatchObject([{ id, local: 'hold', party: { number: CLIENT } }])
    await heard(client).toEqual(['music'])
  })

  test('may come while a colleague is consulted', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await board.calls.consult('101', id, '102')
    await (await lab.phone('102').ringing()).answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected' } }])
    const second = await lab.incoming({ from: SECOND })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ id }, { local: 'alerting', party: { number: SECOND } }])
    await board.calls.reconnect('101', id)
    await heard(client).toEqual(['101'])
    expect(second.state).toBe('ringing')
  })

  test('two operators, two conversations: commands of one leave the other alone', async () => {
    const { board } = site
    const first = await talking(site)
    const other = await talking(site, '102', SECOND)
    await board.calls.hold('101', first.id)
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    expect(board.calls.forDevice('102')).toMatchObject([{ local: 'connected', remote: 'connected' }])
    await expect(board.calls.retrieve('102', first.id)).rejects.toMatchObject({ code: 'noSuchCall' })
    await board.calls.clear('102', other.id)
    await other.client.ended()
    await expect.poll(() => first.client.hears(), SOON).toEqual(['music'])
  })
})
