import { expect, test } from 'vitest'
import { isResponse } from '../../stand/phone/message.ts'
import type { Phone } from '../../stand/phone/phone.ts'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { describeLab } from '../support/site.ts'
import { routed } from '../support/talking.ts'

const CLIENT = '79035677876'

/** What reaches a phone over SIP, by method. */
function received(phone: Phone): string[] {
  const methods: string[] = []
  phone.watch((direction, message) => {
    // Over UDP a busy machine may be told the same again.
    if (direction === 'received' && !isResponse(message) && methods.at(-1) !== message.method)
      methods.push(message.method)
  })
  return methods
}

await describeLab('Routing, seen on the wire', openAsteriskLab, (site) => {
  test('the target gets the INVITE, and the operator gets nothing at all', async () => {
    const { lab, board } = site
    const late = board.lateAnswers
    const atOperator = received(lab.phone('101'))
    const atTarget = received(lab.phone('103'))
    const { client, phone } = await routed(site, '103', CLIENT)
    await phone.answer()
    await client.settled()
    await client.hangup()
    await phone.ended()
    expect(atTarget).toEqual(['INVITE', 'ACK', 'BYE'])
    // Of a call that this machine was too busy to answer in time, the operator has heard.
    if (board.lateAnswers === late) expect(atOperator).toEqual([])
  })

  test('without the server the target gets nothing at all', async () => {
    const { lab, board } = site
    board.routes.set(CLIENT, '103')
    await board.pbx.stop()
    const atTarget = received(lab.phone('103'))
    await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    expect(atTarget).toEqual([])
    await board.start(lab)
  })
})
