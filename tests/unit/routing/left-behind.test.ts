import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { identity } from '../../../src/server/routing/file-identity.ts'
import { LeftBehind } from '../../../src/server/routing/left-behind.ts'

afterEach(() => vi.restoreAllMocks())

test('files that ours have replaced give their room on the disk back after an hour, without any further writing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'left-behind-'))
  const left = new LeftBehind(10)
  try {
    const handles = await Promise.all(['a', 'b', 'c'].map((name) => open(join(folder, name), 'w+')))
    for (const handle of handles) {
      await left.take({ identity: identity(await handle.stat({ bigint: true })), bytes: 0, crc: 0, handle })
    }
    const stillOpen = () => handles.filter(({ fd }) => fd !== -1).length
    await left.look(false)
    expect(stillOpen()).toBe(3)
    const hoursLater = performance.now() + 2 * 3_600_000
    vi.spyOn(performance, 'now').mockReturnValue(hoursLater)
    await left.look(false)
    // The one that was replaced last is held in any case.
    expect(stillOpen()).toBe(1)
  } finally {
    await left.close()
    await rm(folder, { recursive: true })
  }
})
