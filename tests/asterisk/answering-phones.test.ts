import { expect, test } from 'vitest'
import { CITY_NUMBER_PLAIN, CITY_NUMBER_QUEUE } from '../../stand/asterisk/configuration.ts'
import { header, isResponse } from '../../stand/phone/message.ts'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { withLate } from '../support/picture.ts'
import { describeLab, SOON } from '../support/site.ts'
import { CLIENT, conversations, goneWhile, heard, ringing, routed, talking } from '../support/talking.ts'

await describeLab('«Answer» on different phones', openAsteriskLab, (site) => {
  test('one that understands the event `talk` is asked by it, and rings once', async () => {
    const { lab, board } = site
    const events: string[] = []
    lab.phone('101').watch((direction, message) => {
      if (direction === 'received' && !isResponse(message) && message.method === 'NOTIFY')
        events.push(header(message, 'event'))
    })
    const { id } = await ringing(site)
    await board.calls.answer('101', id)
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
    expect(events).toEqual(['talk'])
    expect(lab.phone('101').rang).toHaveLength(1)
  })

  test('one that does not is rung again with headers it obeys; the panel shows one call all the while', async () => {
    const { lab, board } = site
    lab.phone('101').understandsTalk = false
    const { client, id } = await ringing(site)
    const gone = await goneWhile(site, () => board.calls.answer('101', id))
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
    await withLate(site, async (late) => {
      expect(late.pbx.answerBy('103')).toBe('autoAnswer')
    })
  })

  test('one that does not, and is heard to say so while another call rings: that call’s button says so at once', async () => {
    const { lab, board } = site
    const phone = lab.phone('104')
    phone.understandsTalk = false
    await routed(site, '104', '79030000021')
    await board.shows('104').toMatchObject([{ local: 'alerting', answerBy: 'talk' }])
    const id = board.calls.forDevice('104')[0]?.id ?? ''
    await talking(site, '104', '79030000022')
    await expect
      .poll(() => board.calls.forDevice('104').find((call) => call.id === id), SOON)
      .toMatchObject({ local: 'alerting', answerBy: 'autoAnswer' })
  })

  test('one that does not, asked by a colleague, of a server that came while it rang: the client stays on hold', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    lab.phone('102').understandsTalk = false
    await board.calls.consult('101', id, '102')
    await lab.phone('102').ringing()
    await withLate(site, async (late) => {
      await late.shows('102').toMatchObject([{ local: 'alerting', party: { number: '101' } }])
      await late.calls.answer('102', id)
      await conversations(site).toEqual([['101', '102']])
      await heard(client).toEqual(['music'])
    })
  })

  test('one that does not, rung by a queue: rung again with headers it obeys, and all can be done with the call', async () => {
    const { lab, board } = site
    lab.phone('101').understandsTalk = false
    const client = await lab.incoming({ from: CLIENT, to: CITY_NUMBER_QUEUE })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    const id = board.calls.forDevice('101')[0]?.id ?? ''
    await board.calls.answer('101', id)
    await heard(client).toEqual(['101'])
    await board.shows('101').toMatchObject([{ id, commands: expect.arrayContaining(['hold', 'consult']) }])
    await board.calls.hold('101', id)
    await heard(client).toEqual(['music'])
    await board.calls.retrieve('101', id)
    await heard(client).toEqual(['101'])
    await board.calls.singleStepTransfer('101', id, '102')
    await (await lab.phone('102').ringing()).answer()
    await heard(client).toEqual(['102'])
  })

  test('one that obeys nothing, rung by a queue: the queue goes on', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    const client = await lab.incoming({ from: CLIENT, to: CITY_NUMBER_QUEUE })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    const asked = board.calls.answer('101', board.calls.forDevice('101')[0]?.id ?? '')
    await expect(asked).rejects.toMatchObject({ code: 'notNow' })
    await (await lab.phone('101').ringing()).reject()
    await (await lab.phone('101').ringing()).answer()
    await heard(client).toEqual(['101'])
  })

  test('one that obeys nothing, rung by a dialplan without the gate: «Answer» in vain loses nobody, the phone rings on', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    const client = await lab.incoming({ from: CLIENT, to: CITY_NUMBER_PLAIN })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    const id = board.calls.forDevice('101')[0]?.id ?? ''
    await expect(board.calls.answer('101', id)).rejects.toMatchObject({ code: 'notNow' })
    const rungAnew = await lab.phone('101').ringing()
    // Twenty seconds by Asterisk's clock, in which nobody picks up.
    await rungAnew.ended(60_000)
    const again = await lab.phone('101').ringing()
    expect(again.remote.number).toBe(CLIENT)
    await again.answer()
    await heard(client).toEqual(['101'])
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected' }])
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
