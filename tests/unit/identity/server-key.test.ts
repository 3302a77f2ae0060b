import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signatureIsRight } from '../../../src/protocol/proof.ts'
import { keepManagerToken, managerTokenPath, newManagerToken } from '../../../src/server/identity/manager-token.ts'
import { openServerKey } from '../../../src/server/identity/server-key.ts'
import { keptFile } from '../../../src/server/kept/file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trubka-key-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const file = () => join(folder, 'server-key.json')

describe('the server’s key', () => {
  test('is made at the first start, readable by its owner only, and is the same afterwards', async () => {
    const first = await openServerKey(keptFile(file()))
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['server-key.json'])
    const second = await openServerKey(keptFile(file()))
    expect(second.publicKey).toEqual(first.publicKey)
    expect(await signatureIsRight(first.publicKey, 'text', await second.sign('text'))).toBe(true)
  })

  test('is one, though two servers start at once', async () => {
    const keys = await Promise.all([1, 2, 3, 4].map(() => openServerKey(keptFile(file()))))
    expect(new Set(keys.map(({ publicKey }) => publicKey.x)).size).toBe(1)
  })

  test.each(['', '{', '{"kty":"EC"}', 'null'])(
    'in a damaged file %j stops the start and is left alone',
    async (text) => {
      await writeFile(file(), text)
      await expect(openServerKey(keptFile(file()))).rejects.toThrow(/is not the server's key/)
      expect(await readFile(file(), 'utf8')).toBe(text)
    },
  )

  test('whose halves do not belong together stops the start', async () => {
    await openServerKey(keptFile(file()))
    const key = JSON.parse(await readFile(file(), 'utf8'))
    await rm(file())
    await openServerKey(keptFile(file()))
    const { d } = JSON.parse(await readFile(file(), 'utf8'))
    await writeFile(file(), JSON.stringify({ ...key, d }))
    await expect(openServerKey(keptFile(file()))).rejects.toThrow(/is not the server's key/)
  })

  test('that was copied back readable by all is closed again', async () => {
    await openServerKey(keptFile(file()))
    const text = await readFile(file(), 'utf8')
    await rm(file())
    await writeFile(file(), text, { mode: 0o644 })
    await openServerKey(keptFile(file()))
    expect((await stat(file())).mode & 0o777).toBe(0o600)
  })
})

test('the manager’s token is another at each start and readable by its owner only', async () => {
  const [first, second] = [newManagerToken(), newManagerToken()]
  expect(first).not.toBe(second)
  await keepManagerToken(folder, first)
  await keepManagerToken(folder, second)
  expect((await readFile(managerTokenPath(folder), 'utf8')).trim()).toBe(second)
  expect((await stat(managerTokenPath(folder))).mode & 0o777).toBe(0o600)
})
