import { expect, test } from 'vitest'
import { LINES } from '../support/phone-lab.ts'
import { expectFreshPicture } from '../support/picture.ts'
import { describeCalls, type Site } from '../support/site.ts'
import { CLIENT, heard, talking } from '../support/talking.ts'

/** A call to the line that is recorded; 101 and the client talk. */
async function recorded({ lab, board }: Site) {
  const client = await lab.incoming({ from: CLIENT, to: LINES.recorded })
  const phone = await lab.phone('101').ringing()
  await phone.answer()
  await board
    .shows('101')
    .toMatchObject([{ recording: 'on', commands: expect.arrayContaining(['hold', 'suspendRecording']) }])
  return { client, phone, id: board.calls.forDevice('101')[0]?.id ?? '' }
}

await describeCalls('The recording of a call', (site) => {
  test('is shown, can be suspended and resumed, and the conversation goes on', async () => {
    const { board } = site
    const { client, phone, id } = await recorded(site)
    await board.calls.suspendRecording('101', id)
    await board.shows('101').toMatchObject([{ recording: 'suspended' }])
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
    expect(board.calls.forDevice('101')[0]?.commands).toContain('resumeRecording')
    expect(board.calls.forDevice('101')[0]?.commands).not.toContain('suspendRecording')
    await board.calls.resumeRecording('101', id)
    await board.shows('101').toMatchObject([{ recording: 'on' }])
  })

  test('is shown as it is by a server that starts in mid-call', async () => {
    const { board } = site
    const { id } = await recorded(site)
    await expectFreshPicture(site, ['101'])
    await board.calls.suspendRecording('101', id)
    await expectFreshPicture(site, ['101'])
    await board.calls.resumeRecording('101', id)
    await expectFreshPicture(site, ['101'])
  })

  test('stays suspended while the client is held, and the colleague who takes over sees it and can resume it', async () => {
    const { board, lab } = site
    const { client, id } = await recorded(site)
    await board.calls.suspendRecording('101', id)
    await board.calls.consult('101', id, '102')
    await (await lab.phone('102').ringing()).answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected' }, recording: 'suspended' }])
    await board.calls.transfer('101', id)
    await heard(client).toEqual(['102'])
    await board.shows('102').toMatchObject([{ party: { number: CLIENT }, recording: 'suspended' }])
    await board.calls.resumeRecording('102', board.calls.forDevice('102')[0]?.id ?? '')
    await board.shows('102').toMatchObject([{ recording: 'on' }])
  })

  test('of a call that is not recorded there is nothing to suspend, and it says so', async () => {
    const { board } = site
    const { id } = await talking(site)
    await board.shows('101').toMatchObject([{ recording: 'none' }])
    await expect(board.calls.suspendRecording('101', id)).rejects.toMatchObject({ code: 'notNow' })
    await expect(board.calls.resumeRecording('101', id)).rejects.toMatchObject({ code: 'notNow' })
  })

  test('cannot be suspended before there is a conversation', async () => {
    const { board, lab } = site
    await lab.incoming({ from: CLIENT, to: LINES.recorded })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting' }])
    const { id = '' } = board.calls.forDevice('101')[0] ?? {}
    await expect(board.calls.suspendRecording('101', id)).rejects.toMatchObject({ code: 'notNow' })
  })
})
