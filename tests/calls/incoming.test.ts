import { expect, test } from 'vitest'
import { describeCalls, SOON } from '../support/site.ts'
import { heard, routed } from '../support/talking.ts'

const CLIENT = '79035677876'

await describeCalls('An incoming call', (site) => {
  test('shows who is calling while the phone still rings', async () => {
    const { lab, board } = site
    await lab.incoming({ from: CLIENT, name: 'Ivan Petrov' })
    const phone = await lab.phone('101').ringing()
    expect(phone.remote).toEqual({ number: CLIENT, name: 'Ivan Petrov' })
    await board.shows('101').toMatchObject([
      {
        direction: 'incoming',
        local: 'alerting',
        remote: 'connected',
        party: { number: CLIENT, name: 'Ivan Petrov' },
        answeredAt: null,
        commands: ['answer', 'clear'],
      },
    ])
    expect(phone.state).toBe('ringing')
  })

  test('is shown to nobody whose phone does not ring', async () => {
    const { lab, board } = site
    await lab.incoming({ from: CLIENT })
    await board.shows('101').toHaveLength(1)
    for (const device of ['102', '103', '104', '105']) expect(board.calls.forDevice(device)).toEqual([])
  })

  test('is answered by command, and both hear each other', async () => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT })
    const phone = await lab.phone('101').ringing()
    await board.shows('101').toHaveLength(1)
    const [call] = board.calls.forDevice('101')
    await board.calls.answer('101', call?.id ?? '')
    expect(await phone.settled()).toBe('up')
    expect(await client.settled()).toBe('up')
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
    await heard(phone).toEqual(['city'])
    await heard(client).toEqual(['101'])
  })

  test('is answered by lifting the handset', async () => {
    const { lab, board } = site
    await lab.incoming({ from: CLIENT })
    const phone = await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting' }])
    await phone.answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    expect(board.calls.forDevice('101')[0]?.answeredAt).not.toBeNull()
  })

  test('a phone that will not answer by itself: the command says so, and it goes on ringing', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    const client = await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    await board.shows('101').toHaveLength(1)
    const [call] = board.calls.forDevice('101')
    await expect(board.calls.answer('101', call?.id ?? '')).rejects.toMatchObject({ code: 'notNow' })
    expect(client.state).toBe('ringing')
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    const phone = await lab.phone('101').ringing()
    await phone.answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
  })

  test('is refused by command: the caller is busied, the phone falls silent', async () => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT })
    const phone = await lab.phone('101').ringing()
    await board.shows('101').toHaveLength(1)
    const [call] = board.calls.forDevice('101')
    await board.calls.clear('101', call?.id ?? '')
    await phone.ended()
    await client.ended()
    await board.shows('101').toEqual([])
  })

  test('is refused at the phone', async () => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT })
    const phone = await lab.phone('101').ringing()
    await phone.reject()
    await client.ended()
    await board.shows('101').toEqual([])
  })

  test('the caller gives up: it is gone from phone and panel', async () => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT })
    const phone = await lab.phone('101').ringing()
    await board.shows('101').toHaveLength(1)
    await client.hangup()
    await phone.ended()
    await board.shows('101').toEqual([])
  })

  test('cannot be answered by an operator at whose phone it does not ring', async () => {
    const { lab, board } = site
    await lab.incoming({ from: CLIENT })
    const phone = await lab.phone('101').ringing()
    await board.shows('101').toHaveLength(1)
    const [call] = board.calls.forDevice('101')
    await expect(board.calls.answer('102', call?.id ?? '')).rejects.toMatchObject({ code: 'noSuchCall' })
    await expect(board.calls.clear('102', call?.id ?? '')).rejects.toMatchObject({ code: 'noSuchCall' })
    expect(phone.state).toBe('ringing')
  })

  test('two at once at two phones are told apart', async () => {
    const { lab, board } = site
    const first = await lab.incoming({ from: '79030000011' })
    const { client: second, phone } = await routed(site, '102', '79030000012')
    await (await lab.phone('101').ringing()).answer()
    await phone.answer()
    await board.shows('101').toMatchObject([{ remote: 'connected', party: { number: '79030000011' } }])
    await board.shows('102').toMatchObject([{ remote: 'connected', party: { number: '79030000012' } }])
    await first.hangup()
    await board.shows('101').toEqual([])
    expect(second.state).toBe('up')
    expect(board.calls.forDevice('102')).toHaveLength(1)
  })
})
