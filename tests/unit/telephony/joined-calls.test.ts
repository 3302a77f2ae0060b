import { expect, test } from 'vitest'
import { born, type Chan, enters } from './events.ts'
import { connected } from './pbx-under-test.ts'

const CLIENT: Chan = { channel: 'PJSIP/trunk-00000001', id: '100.1', num: '79161112233' }
const ASKED: Chan = { channel: 'PJSIP/102-00000003', id: '100.3', call: '100.2', num: '102' }

test('legs of two calls that come together are one call: Asterisk is asked under which key, until it says the same of both', async () => {
  const { peer, pbx } = await connected()
  let asked = 0
  // It takes a moment to make them one.
  peer.script.set('Getvar', () => [{ Response: 'Success', Value: asked++ < 2 ? `100.${asked}` : '100.1' }])
  peer.event(born(CLIENT, 'up'), born(ASKED, 'up'), enters(CLIENT, 'b'), enters(ASKED, 'b'))
  await expect.poll(() => pbx.legs().map(({ callId }) => callId)).toEqual(['100.1', '100.1'])
  const about = peer.asked('Getvar').filter(({ Variable }) => Variable === 'CHANNEL(linkedid)')
  expect(about.map(({ Channel }) => Channel)).toEqual([CLIENT.channel, ASKED.channel, CLIENT.channel, ASKED.channel])
})

test('legs of one call are not asked about', async () => {
  const { peer, pbx } = await connected()
  peer.event(born(CLIENT, 'up'), born({ ...ASKED, call: '100.1' }, 'up'))
  peer.event(enters(CLIENT, 'b'), enters({ ...ASKED, call: '100.1' }, 'b'), born({ ...CLIENT, id: '100.9' }, 'ring'))
  await expect.poll(() => pbx.legs().at(-1)?.id).toBe('100.9')
  expect(peer.asked('Getvar').filter(({ Variable }) => Variable === 'CHANNEL(linkedid)')).toEqual([])
})
