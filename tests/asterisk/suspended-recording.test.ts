import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { LINES } from '../support/phone-lab.ts'
import { describeLab } from '../support/site.ts'

/** Of a WAV file of 16-bit samples, 8000 a second. */
const HEADER = 44
const QUARTER_SECOND = 2 * 2000
const LATER = { timeout: 30_000, interval: 50 }

await describeLab('A suspended recording', openAsteriskLab, (site) => {
  test('holds silence for as long as it is suspended, and both voices before and after', async () => {
    const { lab, board } = site
    await lab.incoming({ from: '79035677876', to: LINES.recorded })
    await (await lab.phone('101').ringing()).answer()
    await board.shows('101').toMatchObject([{ commands: expect.arrayContaining(['suspendRecording']) }])
    const id = board.calls.forDevice('101')[0]?.id ?? ''
    const file = join(lab.asterisk.dir, 'spool/monitor', `${id}.wav`)
    /** Whether something is heard in the last quarter of a second that has been written. */
    const end = async () => {
      const sound = await readFile(file).catch(() => Buffer.alloc(0))
      if (sound.length < HEADER + QUARTER_SECOND) return 'nothing yet'
      return sound.subarray(-QUARTER_SECOND).some((byte) => byte !== 0) ? 'voices' : 'silence'
    }
    await expect.poll(end, LATER).toBe('voices')
    await board.calls.suspendRecording('101', id)
    await expect.poll(end, LATER).toBe('silence')
    await board.calls.resumeRecording('101', id)
    await expect.poll(end, LATER).toBe('voices')
  })
})
