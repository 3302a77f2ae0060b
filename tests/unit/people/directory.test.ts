import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Colleague } from '../../../src/protocol/people.ts'
import { Directory } from '../../../src/server/people/directory.ts'
import { memoryLog } from '../../support/log.ts'

let folder: string
let path: string
const directories: Directory[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'people-'))
  path = join(folder, 'data', 'people.json')
})
afterEach(async () => {
  await Promise.all(directories.splice(0).map((directory) => directory.flush()))
  await rm(folder, { recursive: true })
})

const person = (id: string, name: string, number: string | null): Colleague => ({
  id,
  name,
  department: 'Склад',
  number,
})
const anna = person('a', 'Иванова Анна Сергеевна', '103')
const pyotr = person('b', 'Петров Пётр Петрович', '104')
const twins = [person('c', 'Соколов Андрей', '105'), person('d', 'Соколов Андрей', null)]
const all = [anna, pyotr, ...twins]

async function opened(log = memoryLog()): Promise<Directory> {
  const directory = new Directory(path, { logger: log.logger })
  directories.push(directory)
  await directory.load()
  return directory
}

describe('the employees', () => {
  test('are known by id, number and name', async () => {
    const directory = await opened()
    directory.update(all)
    expect(directory.byId('a')).toEqual(anna)
    expect(directory.byNumber('104')).toEqual(pyotr)
    expect(directory.byName('Соколов Андрей')).toEqual(twins)
    expect([directory.byId('x'), directory.byNumber('0103'), directory.byName('Соколов')]).toEqual([null, null, []])
  })

  test.each([
    'петров пётр  петрович',
    'Петров\u00a0Петр\u202fПетрович',
    ' ПЕТРОВ ПЕТР ПЕТРОВИЧ\n',
    'Петров Пе\u0308тр Петрович',
  ])('are found however their name is written: %j', async (name) => {
    const directory = await opened()
    directory.update(all)
    expect(directory.byName(name)).toEqual([pyotr])
  })

  test('keep the mobile numbers that 1C has told, also after a restart', async () => {
    const directory = await opened()
    directory.update([{ ...anna, mobile: '79031112233' }])
    await directory.flush()
    expect((await opened()).byId('a')).toEqual({ ...anna, mobile: '79031112233' })
  })

  test('are still known after a restart while 1C is down', async () => {
    const first = await opened()
    first.update([anna])
    first.update(all)
    await first.flush()
    const second = await opened()
    expect(second.all).toEqual(all)
    expect(second.byNumber('103')).toEqual(anna)
    expect(await readdir(join(folder, 'data'))).toEqual(['people.json'])
  })

  test('are told when they change, and only then', async () => {
    const directory = await opened()
    const told: Colleague[][] = []
    const off = directory.on('changed', (list) => told.push(list))
    directory.update(all)
    directory.update(structuredClone(all))
    directory.update([anna])
    off()
    directory.update(all)
    expect(told).toEqual([all, [anna]])
    expect(directory.byNumber('104')).toEqual(pyotr)
  })

  test.each(['', '{"version":1,"people":[{"id":7}]}', '{"version":2,"people":[]}', 'null'])(
    'a spoilt file is reported and does not stop the start: %s',
    async (text) => {
      const log = memoryLog()
      await (await opened()).flush()
      await writeFile(path, text)
      const directory = await opened(log)
      expect(directory.all).toEqual([])
      expect(log.text()).toContain('employees not readable')
      directory.update([anna])
      await directory.flush()
      expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ version: 1, people: [anna] })
    },
  )
})
