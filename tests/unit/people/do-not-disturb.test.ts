import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AVAILABLE, type Status } from '../../../src/protocol/status.ts'
import { keptFile } from '../../../src/server/kept/file.ts'
import { Directory } from '../../../src/server/people/directory.ts'
import { DoNotDisturb } from '../../../src/server/people/do-not-disturb.ts'
import { Statuses } from '../../../src/server/people/statuses.ts'
import { TestPbx } from '../../support/border.ts'
import { memoryLog } from '../../support/log.ts'

const BUSY: Status = { ...AVAILABLE, kind: 'doNotDisturb' }
const PEOPLE = [
  { id: 'anna', name: 'Анна', department: '', number: '101' },
  { id: 'guest', name: 'Гость', department: '', number: null },
]
let folder: string
const undo: (() => Promise<void>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disturb-'))
})
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
  await rm(folder, { recursive: true })
})

/** A run of the server. */
async function open(link: 'up' | 'down' = 'up') {
  const { logger } = memoryLog()
  const pbx = new TestPbx()
  pbx.link = link
  const people = new Directory(join(folder, 'people.json'), { logger })
  people.update(PEOPLE)
  const statuses = new Statuses(keptFile(join(folder, 'statuses.json')), { logger })
  await statuses.load()
  const quiet = new DoNotDisturb({ pbx, statuses, people, kept: keptFile(join(folder, 'quiet.json')), logger })
  await quiet.load()
  const stop = async () => {
    await quiet.stop()
    await statuses.stop()
    await people.flush()
  }
  undo.push(stop)
  return { pbx, people, statuses, quiet, stop }
}

describe('the PBX is told who is not to be disturbed', () => {
  test('when it begins and when it ends', async () => {
    const { pbx, statuses, quiet } = await open()
    await statuses.set('anna', BUSY)
    expect(quiet.isOn('101')).toBe(true)
    await expect.poll(() => pbx.undisturbed).toEqual(['101 on'])
    await statuses.set('anna', { ...BUSY, kind: 'lunch' })
    expect(quiet.isOn('101')).toBe(false)
    await expect.poll(() => pbx.undisturbed).toEqual(['101 on', '101 off'])
  })

  test('anew after each login, as it may have been restarted', async () => {
    const { pbx, statuses } = await open('down')
    await statuses.set('anna', BUSY)
    pbx.setLink('up')
    await expect.poll(() => pbx.undisturbed).toEqual(['101 on'])
    pbx.setLink('down')
    pbx.setLink('up')
    await expect.poll(() => pbx.undisturbed).toEqual(['101 on', '101 on'])
  })

  test('nobody’s phone stays silent for good: what ended while the server or the link was away is taken back', async () => {
    const before = await open()
    await before.statuses.set('anna', BUSY)
    await expect.poll(() => before.pbx.undisturbed).toEqual(['101 on'])
    before.pbx.setLink('down')
    await before.statuses.set('anna', AVAILABLE)
    await before.stop()
    const after = await open('down')
    after.pbx.setLink('up')
    await expect.poll(() => after.pbx.undisturbed).toEqual(['101 off'])
    after.pbx.setLink('down')
    after.pbx.setLink('up')
    await after.quiet.stop()
    expect(after.pbx.undisturbed).toEqual(['101 off'])
  })

  test('the phone is the one that the person has now', async () => {
    const { pbx, people, statuses, quiet } = await open()
    await statuses.set('anna', BUSY)
    await statuses.set('guest', BUSY)
    people.update([{ id: 'anna', name: 'Анна', department: '', number: '105' }])
    await expect.poll(() => pbx.undisturbed).toEqual(['101 on', '105 on', '101 off'])
    expect([quiet.isOn('101'), quiet.isOn('105')]).toEqual([false, true])
  })
})
