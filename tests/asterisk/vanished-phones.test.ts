import { expect, test } from 'vitest'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { LINES } from '../support/phone-lab.ts'
import { describeLab, SOON } from '../support/site.ts'
import { CLIENT, conversations, heard, talking } from '../support/talking.ts'

const LATER = { timeout: 45_000, interval: 50 }

// A phone whose network has died, while Asterisk still believes it is there.
await describeLab('A colleague whose phone has vanished', openAsteriskLab, (site) => {
  test('cannot be given a client: the client comes back to the operator', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site, '101', CLIENT, LINES.brief)
    lab.phone('102').unplug()
    await board.calls.singleStepTransfer('101', id, '102')
    const back = await lab.phone('101').ringing()
    expect(back.remote.number).toBe(CLIENT)
    await back.answer()
    await heard(client).toEqual(['101'])
  })

  test('is asked in vain: the operator cancels and has the client back', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    lab.phone('102').unplug()
    await board.calls.consult('101', id, '102')
    await heard(client).toEqual(['music'])
    await expect.poll(() => board.calls.forDevice('101')[0]?.commands, SOON).toContain('reconnect')
    await board.calls.reconnect('101', id)
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
  })

  test('vanishes in mid-consultation: the operator has the client back', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await board.calls.consult('101', id, '102')
    await (await lab.phone('102').ringing()).answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected' } }])
    lab.phone('102').unplug()
    await board.calls.reconnect('101', id)
    await heard(client).toEqual(['101'])
    await conversations(site).toEqual([['101', CLIENT]])
  })
})

await describeLab('An operator whose phone vanishes', openAsteriskLab, (site) => {
  test('in mid-talk: the client is let go, and nothing is left over', async () => {
    const { lab, board } = site
    const { client } = await talking(site)
    lab.phone('101').unplug()
    await client.ended(LATER.timeout)
    await board.shows('101', LATER).toEqual([])
    await expect.poll(() => lab.channels(), LATER).toEqual([])
  })

  test('while it holds by its own key: the client is let go, and nothing is left over', async () => {
    const { lab, board } = site
    const { client, phone } = await talking(site)
    await phone.hold()
    await heard(client).toEqual(['music'])
    lab.phone('101').unplug()
    await client.ended(LATER.timeout)
    await board.shows('101', LATER).toEqual([])
    await expect.poll(() => lab.channels(), LATER).toEqual([])
  })

  test('while the client is held: the client takes the usual way, and somebody answers', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site, '103')
    await board.calls.hold('103', id)
    await heard(client).toEqual(['music'])
    await lab.phone('103').unregister()
    lab.phone('103').unplug()
    await (await lab.phone('101').ringing(LATER.timeout)).answer()
    await heard(client).toEqual(['101'])
  })
})
