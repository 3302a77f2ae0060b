import { expect, test } from 'vitest'
import { describeCalls } from '../support/site.ts'

await describeCalls('A number that cannot be reached says why', (site) => {
  test.for([
    ['79030000000', 'busy'],
    ['79030000002', 'rejected'],
  ] as const)('%s: %s', async ([to, cause]) => {
    const { board } = site
    const id = await board.dial('101', to)
    await board.shows('101').toMatchObject([{ id, remote: 'fail', cause, party: { number: to } }])
  })

  test('a client who puts the ringing call away is busy', async () => {
    const { lab, board } = site
    await board.dial('101', '79030000011')
    const client = await lab.city.ringing()
    await client.reject()
    await board.shows('101').toMatchObject([{ remote: 'fail', cause: 'busy' }])
  })

  test('a colleague whose phone is off the network is unreachable', async () => {
    const { lab, board } = site
    await lab.phone('103').unregister()
    await board.dial('101', '103')
    await board.shows('101').toMatchObject([{ remote: 'fail', cause: 'unreachable', party: { number: '103' } }])
  })

  test('the own phone is off the network: nothing rings, and the command says so', async () => {
    const { lab, board } = site
    await lab.phone('101').unregister()
    await expect(board.dial('101', '79030000011')).rejects.toMatchObject({ code: 'noPhone' })
    expect(board.calls.forDevice('101')).toEqual([])
    expect(lab.city.rang).toEqual([])
  })

  test('a phone that the PBX does not know is no phone', async () => {
    await expect(site.board.dial('199', '79030000011')).rejects.toMatchObject({ code: 'noPhone' })
  })

  test('the own phone is put down instead of up: the number is never dialled', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    await board.dial('101', '79030000011')
    const own = await lab.phone('101').ringing()
    await own.reject()
    await board.shows('101').toMatchObject([{ local: 'fail', cause: 'busy' }])
    expect(lab.city.rang).toEqual([])
  })

  test('called off while the own phone rings: it falls silent, and nothing is said of it', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    const id = await board.dial('101', '79030000011')
    const own = await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ commands: ['clear'] }])
    await board.calls.clear('101', id)
    await own.ended()
    await board.shows('101').toEqual([])
    expect(lab.city.rang).toEqual([])
  })

  test('called off while the client is rung: the client falls silent', async () => {
    const { lab, board } = site
    const id = await board.dial('101', '79030000011')
    const client = await lab.city.ringing()
    await board.calls.clear('101', id)
    await client.ended()
    await board.shows('101').toEqual([])
  })
})
