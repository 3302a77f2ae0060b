import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RecordingFiles } from '../../../src/server/recordings/recording-files.ts'

const AT = new Date(2026, 10, 27, 12).getTime()
const KEY = '1795777200.12'
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-'))
})
afterEach(() => rm(folder, { recursive: true }))

const lay = async (...names: string[]) => {
  for (const name of names) {
    await mkdir(dirname(join(folder, 'monitor', name)), { recursive: true })
    await writeFile(join(folder, 'monitor', name), name)
  }
}
const find = async (name: string | null, callId = KEY) => {
  const found = await new RecordingFiles(join(folder, 'monitor')).find({ callId, name, startedAt: AT })
  return found === null ? null : found.path.slice(found.path.indexOf('monitor') + 8).replaceAll('\\', '/')
}

describe('the file of a recording', () => {
  test.each([
    ['by its name', 'a.wav', ['a.wav']],
    ['by the whole path that the PBX knows', '/var/spool/asterisk/monitor/a.wav', ['a.wav']],
    [
      'in folders by day',
      '/var/spool/asterisk/monitor/2026/11/27/in-7495-79035677876.wav',
      ['2026/11/27/in-7495-79035677876.wav'],
    ],
    ['mounted from a machine of Windows', 'D:\\records\\2026\\b.mp3', ['2026/b.mp3']],
  ])('is found %s', async (_how, name, files) => {
    await lay(...files)
    expect(await find(name)).toBe(files[0])
  })

  test('of two with one name, the one whose folders fit is meant', async () => {
    await lay('a.wav', '2026/11/27/a.wav')
    expect(await find('/monitor/2026/11/27/a.wav')).toBe('2026/11/27/a.wav')
  })

  test.each([[`${KEY}.wav`], [`q-500-79035677876-${KEY}.mp3`], [`2026/11/27/${KEY}.wav`], [`2026-11-27/x-${KEY}.ogg`]])(
    'without a name is found by the call’s key: %s',
    async (file) => {
      await lay(`${KEY}3.wav`, `1${KEY}.wav`, `${KEY}.txt`, file)
      expect(await find(null)).toBe(file)
    },
  )

  test('a name that is not there any more is no reason to give up', async () => {
    await lay(`${KEY}.mp3`)
    expect(await find('gone.wav')).toBe(`${KEY}.mp3`)
  })

  test.each([
    ['a name that climbs out', '../secret.wav', KEY],
    ['one that climbs out in its midst', 'a/../../secret.wav', KEY],
    ['a link that leads out', 'link.wav', KEY],
    ['what is no sound', 'passwords.txt', KEY],
    ['a folder that is called like a sound', 'folder.wav', KEY],
    ['a key that climbs out', null, '../secret'],
    ['an empty key', null, ''],
    ['nothing', 'nothing.wav', KEY],
  ])('%s finds nothing', async (_what, name, callId) => {
    await lay('passwords.txt', 'folder.wav/a.txt')
    await writeFile(join(folder, 'secret.wav'), 'secret')
    await symlink(join(folder, 'secret.wav'), join(folder, 'monitor', 'link.wav'))
    expect(await find(name, callId)).toBeNull()
  })

  test('a folder that cannot be read is no missing recording', async () => {
    await expect(find('a.wav')).rejects.toThrow('ENOENT')
  })
})
