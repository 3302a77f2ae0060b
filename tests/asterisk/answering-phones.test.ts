import { expect, test } from 'vitest'
import { header, isResponse } from '../../stand/phone/message.ts'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { lateServer } from '../support/picture.ts'
import { describeLab, SOON } from '../support/site.ts'
import { CLIENT, conversations, heard, routed, talking } from '../support/talking.ts'

await describeLab('«Answer» on different phones', openAsteriskLab, (site) => {
  test('one that understands the event `talk` is asked by it, and rings once', async () => {
    const { lab, board } = site
    const events: string[] = []
    lab.phone('101').watch((direction, message) => {
      if (direction === 'received' && !isResponse(message) && message.method === 'NOTIFY')
        events.push(header(message, 'event'))
    })
    await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    await board.shows('101').toHaveLength(1)
    await board.calls.answer('101', board.calls.forDevice('101')[0]?.id ?? '')
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
    expect(events).toEqual(['talk'])
    expect(lab.phone('101').rang).toHaveLength(1)
  })

  test('one that does not is rung again with headers it obeys; the panel shows one call all the while', async () => {
    const { lab, board } = site
    lab.phone('101').understandsTalk = false
    const client = await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    await board.shows('101').toHaveLength(1)
    const id = board.calls.forDevice('101')[0]?.id ?? ''
    const gone: string[] = []
    const unhook = board.calls.on('gone', (device) => gone.push(device))
    await board.calls.answer('101', id)
    unhook()
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    expect(gone).toEqual([])
    expect(lab.phone('101').rang).toHaveLength(2)
    await heard(client).toEqual(['101'])
  })

  test('one that does not, and has said so when it was picked up: the button says so, and it is not asked again', async () => {
    const { lab, board } = site
    const phone = lab.phone('103')
    phone.understandsTalk = false
    expect(board.pbx.answerBy('103')).toBe('talk')
    const { client } = await talking(site, '103')
    await expect.poll(() => board.pbx.answerBy('103'), SOON).toBe('autoAnswer')
    await client.hangup()
    await board.shows('103').toEqual([])
    const events: string[] = []
    phone.watch((direction, message) => {
      if (direction === 'received' && !isResponse(message)) events.push(header(message, 'event'))
    })
    await routed(site, '103')
    await board.shows('103').toMatchObject([{ local: 'alerting', answerBy: 'autoAnswer' }])
    await board.calls.answer('103', board.calls.forDevice('103')[0]?.id ?? '')
    await conversations(site).toEqual([['103', CLIENT]])
    expect(events).not.toContain('talk')
    // Also to a server that was not there when the phone said it.
    const late = await lateServer(site)
    try {
      expect(late.pbx.answerBy('103')).toBe('autoAnswer')
    } finally {
      await late.stop()
    }
  })

  test('one that does not, asked by a colleague, of a server that came while it rang: the client stays on hold', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    lab.phone('102').understandsTalk = false
    await board.calls.consult('101', id, '102')
    await lab.phone('102').ringing()
    const late = await lateServer(site)
    try {
      await late.shows('102').toMatchObject([{ local: 'alerting', party: { number: '101' } }])
      await late.calls.answer('102', id)
      await conversations(site).toEqual([['101', '102']])
      await heard(client).toEqual(['music'])
    } finally {
      await late.stop()
    }
  })

  test('a call on hold at the phone is shown on hold, and the client does not hear the operator', async () => {
    const { board } = site
    const { client, phone } = await talking(site)
    await phone.hold()
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await heard(client).toEqual(['music'])
    await phone.retrieve()
    await board.shows('101').toMatchObject([{ local: 'connected' }])
    await heard(client).toEqual(['101'])
  })

  test('one that has lost its network without a word does not ring, and click-to-dial ends by itself', async () => {
    const { lab, board } = site
    lab.phone('101').unplug()
    const id = await board.dial('101', CLIENT)
    await board.shows('101').toMatchObject([{ id, local: 'initiated' }])
    await board.calls.clear('101', id)
    await board.shows('101').toEqual([])
    expect(lab.city.rang).toEqual([])
  })
})
