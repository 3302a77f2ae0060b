import { expect, test } from 'vitest'
import { describeCalls, SOON, Switchboard } from '../support/site.ts'
import { CLIENT, routed } from '../support/talking.ts'

await describeCalls('A second server on the same PBX', (site) => {
  test('that routes nothing leaves routed calls to the one that does', async () => {
    const { lab } = site
    const second = new Switchboard(lab.ami)
    try {
      second.pbx.start()
      await second.linked('up')
      // Both hear each question; the wrong answer would win only now and then.
      for (let round = 0; round < 5; round++) {
        await (await routed(site, '103')).phone.answer()
        await expect.poll(() => lab.conversations(), SOON).toEqual([['103', CLIENT]])
        expect(lab.phone('101').rang).toEqual([])
        await lab.reset()
      }
    } finally {
      await second.stop()
    }
  })
})
