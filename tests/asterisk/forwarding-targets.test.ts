import { expect, test } from 'vitest'
import { CITY_NUMBER_INSIDE } from '../../stand/asterisk/configuration.ts'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { LINES } from '../support/phone-lab.ts'
import { describeLab, SOON } from '../support/site.ts'

const CLIENT = '79035677876'

await describeLab('A routed call whose target forwards its phone', openAsteriskLab, (site) => {
  test('to a colleague: the colleague rings', async () => {
    const { lab, board } = site
    board.routes.set(CLIENT, '103')
    lab.phone('103').forwardsTo = '104'
    const client = await lab.incoming({ from: CLIENT })
    const colleague = await lab.phone('104').ringing()
    expect(colleague.remote.number).toBe(CLIENT)
    await colleague.answer()
    expect(await client.settled()).toBe('up')
    await client.hangup()
  })

  test('to one of our own numbers: the call is not routed to the target again, but takes the usual way', async () => {
    const { lab, board } = site
    board.routes.set(CLIENT, '103')
    lab.phone('103').forwardsTo = CITY_NUMBER_INSIDE
    const client = await lab.incoming({ from: CLIENT })
    await (await lab.phone('101').ringing()).answer()
    expect(await client.settled()).toBe('up')
    expect(lab.phone('103').rang).toHaveLength(1)
    expect(board.asked).toEqual([CLIENT])
    await client.hangup()
  })

  test('two phones that forward to each other: the call comes to an end, or to the operator', async () => {
    const { lab, board } = site
    board.routes.set(CLIENT, '103')
    lab.phone('103').forwardsTo = '104'
    lab.phone('104').forwardsTo = '103'
    await lab.incoming({ from: CLIENT, to: LINES.brief })
    await lab.phone('101').ringing()
    expect(board.asked).toEqual([CLIENT])
  })

  test('a client whom the operator transfers to one of our own numbers is not routed again', async () => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT })
    const operator = await lab.phone('101').ringing()
    await operator.answer()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    board.routes.set(CLIENT, '103')
    await board.calls.singleStepTransfer('101', board.calls.forDevice('101')[0]?.id ?? '', CITY_NUMBER_INSIDE)
    await operator.ended()
    await (await lab.phone('101').ringing()).answer()
    await expect.poll(() => client.state, SOON).toBe('up')
    expect(lab.phone('103').rang).toEqual([])
    expect(board.asked).toEqual([CLIENT])
  })
})
