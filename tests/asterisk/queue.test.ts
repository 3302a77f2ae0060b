import { expect, test } from 'vitest'
import { CITY_NUMBER_TEAM, CITY_NUMBER_TURNS } from '../../stand/asterisk/configuration.ts'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { expectFreshPicture } from '../support/picture.ts'
import { describeLab, SOON } from '../support/site.ts'
import { CLIENT, conversations, heard, talking } from '../support/talking.ts'

const TEAM = ['101', '102', '103']

await describeLab('Phones that a queue rings', openAsteriskLab, (site) => {
  /** A client waits in the queue, and rings at these phones. */
  async function waits(to: string, at: readonly string[]) {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT, to })
    for (const number of at) {
      await lab.phone(number).ringing()
      await board
        .shows(number)
        .toMatchObject([
          { local: 'alerting', remote: 'connected', party: { number: CLIENT }, commands: ['answer', 'clear'] },
        ])
    }
    return { client, id: board.calls.forDevice(at[0] ?? '')[0]?.id ?? '' }
  }

  /** The same, and 102 has answered from the panel. */
  async function answered() {
    const { board } = site
    const call = await waits(CITY_NUMBER_TEAM, TEAM)
    await board.calls.answer('102', call.id)
    await heard(call.client).toEqual(['102'])
    await board.shows('102').toMatchObject([{ local: 'connected', commands: expect.arrayContaining(['hold']) }])
    return call
  }

  test('all at once: one answers from the panel, and the others ring no more', async () => {
    const { board } = site
    await answered()
    await board.shows('101').toEqual([])
    await board.shows('103').toEqual([])
    await conversations(site).toEqual([['102', CLIENT]])
    await expectFreshPicture(site, TEAM)
  })

  test('one that knows no `talk` is rung once more and answers; the client has left the queue', async () => {
    const { lab, board } = site
    for (const number of TEAM) lab.phone(number).understandsTalk = false
    const { client, id } = await waits(CITY_NUMBER_TEAM, TEAM)
    await board.calls.answer('103', id)
    await heard(client).toEqual(['103'])
    await board.shows('101').toEqual([])
    await board.shows('102').toEqual([])
    await board.shows('103').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
  })

  test('the call can be held, fetched, asked about and given to a colleague, who sees the client', async () => {
    const { lab, board } = site
    const { client, id } = await answered()
    await board.calls.hold('102', id)
    await heard(client).toEqual(['music'])
    await board.shows('102').toMatchObject([{ local: 'hold' }])
    await expectFreshPicture(site, TEAM)
    await board.calls.retrieve('102', id)
    await heard(client).toEqual(['102'])
    await board.calls.consult('102', id, '104')
    const colleague = await lab.phone('104').ringing()
    await colleague.answer()
    await heard(client).toEqual(['music'])
    await board.shows('102').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    await board.calls.transfer('102', id)
    await heard(client).toEqual(['104'])
    await board.shows('102').toEqual([])
    await board.shows('104').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    await expect.poll(() => colleague.remote.number, SOON).toBe(CLIENT)
    await client.hangup()
    await colleague.ended()
    await expect.poll(() => lab.channels(), SOON).toEqual([])
  })

  test('given away unasked and refused, the client comes back to whoever had answered, and not to the queue', async () => {
    const { lab, board } = site
    const { client, id } = await answered()
    await board.calls.singleStepTransfer('102', id, '104')
    await (await lab.phone('104').ringing()).reject()
    await (await lab.phone('102').ringing()).answer()
    await heard(client).toEqual(['102'])
  })

  test('the phone is put down while the client is held: the client rings it again', async () => {
    const { lab, board } = site
    const { client, id } = await answered()
    await board.calls.hold('102', id)
    await heard(client).toEqual(['music'])
    await lab.phone('102').calls[0]?.hangup()
    await (await lab.phone('102').ringing()).answer()
    await heard(client).toEqual(['102'])
  })

  test('in turn: refused from the panel, the call goes on to the next phone, and the client waits on', async () => {
    const { lab, board } = site
    const { client, id } = await waits(CITY_NUMBER_TURNS, ['101'])
    expect(lab.phone('102').rang).toEqual([])
    await board.calls.clear('101', id)
    await board.shows('101').toEqual([])
    const next = await lab.phone('102').ringing()
    await board.shows('102').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    expect(client.state).toBe('up')
    await next.answer()
    await heard(client).toEqual(['102'])
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
  })

  test('who talks already is not rung by it', async () => {
    const { lab, board } = site
    const other = await talking(site, '101', '79030000031')
    const client = await lab.incoming({ from: CLIENT, to: CITY_NUMBER_TURNS })
    await (await lab.phone('102').ringing()).answer()
    await heard(client).toEqual(['102'])
    await heard(other.client).toEqual(['101'])
    await board.shows('101').toHaveLength(1)
  })

  test('a client who gives up while it rings is gone everywhere', async () => {
    const { lab, board } = site
    const { client } = await waits(CITY_NUMBER_TEAM, TEAM)
    await client.hangup()
    for (const number of TEAM) await board.shows(number).toEqual([])
    await expect.poll(() => lab.channels(), SOON).toEqual([])
  })
})
