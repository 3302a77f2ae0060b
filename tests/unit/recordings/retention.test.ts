import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Retention } from '../../../src/server/recordings/retention.ts'
import { memoryLog } from '../../support/log.ts'

const DAY = 24 * 3_600_000
const NOW = Date.UTC(2026, 10, 27)
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retention-'))
})
afterEach(() => rm(folder, { recursive: true }))

const lay = async (name: string, days: number) => {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, name)
  const when = new Date(NOW - days * DAY)
  await utimes(path, when, when)
}
const left = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'))
    .sort()
const run = async (days: number, where = 'monitor') => {
  const log = memoryLog()
  const retention = new Retention(join(folder, where), { days, logger: log.logger, now: () => NOW })
  await retention.run()
  return log
}

test('recordings older than so many days go, in folders by day, too; younger ones stay, and all that is no recording', async () => {
  await lay('monitor/old.wav', 31)
  await lay('monitor/2026/10/01/older.MP3', 57)
  await lay('monitor/young.wav', 29)
  await lay('monitor/old.txt', 400)
  const log = await run(30)
  expect(await left()).toEqual(['monitor/old.txt', 'monitor/young.wav'])
  expect(log.text()).toContain('"count":2')
})

test('links lead it nowhere, and stay', async () => {
  await lay('elsewhere/old.wav', 400)
  await lay('monitor/old.wav', 400)
  await symlink(join(folder, 'elsewhere'), join(folder, 'monitor', 'folder'))
  await symlink(join(folder, 'elsewhere', 'old.wav'), join(folder, 'monitor', 'link.wav'))
  await run(30)
  expect(await left()).toEqual(['elsewhere/old.wav', 'monitor/folder', 'monitor/link.wav'])
})

test('a folder that is not there is reported', async () => {
  expect((await run(30, 'nowhere')).text()).toContain('old recordings are not removed')
})
