import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AVAILABLE, type ShownStatus, type Status } from '../../../src/protocol/status.ts'
import { keptFile } from '../../../src/server/kept/file.ts'
import { Statuses } from '../../../src/server/people/statuses.ts'
import { memoryLog } from '../../support/log.ts'

const LUNCH: Status = { kind: 'lunch', note: 'в столовой', until: null, reach: 'mobile' }

let folder: string
let path: string
const opened: Statuses[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statuses-'))
  path = join(folder, 'statuses.json')
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(opened.splice(0).map((statuses) => statuses.stop()))
  await rm(folder, { recursive: true })
})

async function open(log = memoryLog()) {
  const statuses = new Statuses(keptFile(path), { logger: log.logger })
  opened.push(statuses)
  await statuses.load()
  const told: [string, ShownStatus | null][] = []
  statuses.on('changed', (id, status) => told.push([id, status]))
  return { statuses, told }
}

describe('what people say of themselves', () => {
  test('is shown, told once, and there again after a restart', async () => {
    const { statuses, told } = await open()
    await statuses.set('anna', LUNCH)
    await statuses.set('anna', LUNCH)
    expect(statuses.of('anna')).toEqual(LUNCH)
    expect(told).toEqual([['anna', LUNCH]])
    const after = await open()
    expect([...after.statuses.all()]).toEqual([['anna', LUNCH]])
  })

  test('of who is available, and has nothing to say, nothing is kept', async () => {
    const { statuses, told } = await open()
    await statuses.set('anna', LUNCH)
    await statuses.set('anna', AVAILABLE)
    expect(told.at(-1)).toEqual(['anna', null])
    expect(await readFile(path, 'utf8')).not.toContain('anna')
  })

  test('ends at its time by itself, also while the server is down', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const { statuses, told } = await open()
    const hour = 3600_000
    await statuses.set('anna', { ...LUNCH, until: Date.now() + hour })
    await statuses.set('boris', { ...LUNCH, until: Date.now() + 40 * 24 * hour })
    vi.advanceTimersByTime(hour)
    expect(told.at(-1)).toEqual(['anna', null])
    expect(statuses.of('boris')).not.toBeNull()
    await statuses.stop()
    vi.advanceTimersByTime(40 * 24 * hour)
    const after = await open()
    expect([...after.statuses.all()]).toEqual([])
  })

  test('a time that is over is refused by name, and changes nothing', async () => {
    const { statuses } = await open()
    await statuses.set('anna', LUNCH)
    expect(() => statuses.set('anna', { ...LUNCH, until: 1 })).toThrow(
      expect.objectContaining({ code: 'invalidParams', field: 'params.status.until' }),
    )
    expect(statuses.of('anna')).toEqual(LUNCH)
  })

  test('who is at no machine, and has not said why, is shown as away until they are back', async () => {
    const { statuses, told } = await open()
    statuses.setIdle('anna', true)
    expect(told).toEqual([['anna', { ...AVAILABLE, kind: 'away', idle: true }]])
    await statuses.set('anna', LUNCH)
    expect(statuses.of('anna')).toEqual(LUNCH)
    await statuses.set('anna', { ...AVAILABLE, note: 'до пяти' })
    expect(statuses.of('anna')).toEqual({ ...AVAILABLE, kind: 'away', note: 'до пяти', idle: true })
    statuses.setIdle('anna', false)
    expect(told.at(-1)).toEqual(['anna', { ...AVAILABLE, note: 'до пяти' }])
  })

  test('what cannot be written is said to whoever set it, and is not shown; the next is', async () => {
    const { statuses, told } = await open()
    // A folder where the file is to be.
    await mkdir(path)
    await expect(statuses.set('anna', LUNCH)).rejects.toThrow('EISDIR')
    expect(told).toEqual([])
    expect(statuses.of('anna')).toBeNull()
  })

  test('a file that makes no sense is reported, and nobody is away', async () => {
    await open()
    await writeFile(path, '{"version":1,"statuses":{"anna":{"kind":"gone"}}}')
    const log = memoryLog()
    const { statuses } = await open(log)
    expect([...statuses.all()]).toEqual([])
    expect(log.text()).toContain('statuses not readable')
  })
})
