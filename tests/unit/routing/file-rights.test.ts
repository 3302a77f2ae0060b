import { chmod, chown, stat, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RoutingLab, routingLab } from './lab.ts'

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(() => lab.close())

const saved = (...lines: string[]) => expect.poll(() => lab.file().catch(() => []), { timeout: 20_000 }).toEqual(lines)
const rights = async () => (await stat(lab.path())).mode & 0o777

describe.runIf(process.platform !== 'win32')('who may read and write a file of rules', () => {
  test('a new one is nobody’s business, whatever umask the server was started with', async () => {
    const before = process.umask(0)
    try {
      await lab.start()
      await lab.write(['9035677876=103'])
      await saved('9035677876=103')
    } finally {
      process.umask(before)
    }
    expect(await rights()).toBe(0o660)
  })

  test('one that was there keeps the rights that it had', async () => {
    await writeFile(lab.path(), '9035677876=103\n')
    await chmod(lab.path(), 0o604)
    await lab.start()
    await lab.write(['9161234567=104'])
    await saved('9035677876=103', '9161234567=104')
    expect(await rights()).toBe(0o604)
  })

  test.runIf(process.getuid?.() === 0)('and its owner, when the server may give it away', async () => {
    await writeFile(lab.path(), '9035677876=103\n')
    await chown(lab.path(), 1234, 2345)
    await lab.start()
    await lab.write(['9161234567=104'])
    await saved('9035677876=103', '9161234567=104')
    const { uid, gid } = await stat(lab.path())
    expect([uid, gid]).toEqual([1234, 2345])
  })
})
