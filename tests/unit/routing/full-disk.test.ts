import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, startChild } from '../../support/child.ts'

/** A disk of its own for whoever runs under it: of one megabyte, at the folder named by `$0`. */
const SMALL_DISK = [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
  'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"',
]
const hasSmallDisks = (() => {
  try {
    const [command = '', ...rest] = SMALL_DISK
    execFileSync(command, [...rest, tmpdir(), 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

let child: { file: string; close: () => Promise<void> }
beforeAll(async () => {
  child = await bundle('tests/unit/routing/full-disk-child.ts')
})
afterAll(() => child.close())

describe.runIf(hasSmallDisks)('a disk that has no room for the files held since they were replaced', () => {
  test('gets it back: the file is written all the same, and nothing more is said of it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'full-'))
    const disk = join(folder, 'disk')
    await mkdir(disk)
    // 400 kB: there is room for the file and its successor, and for no third.
    const run = startChild(child.file, [join(folder, 'ledger'), disk, '27000'], [...SMALL_DISK, disk])
    try {
      await expect.poll(() => run.lines.at(-1), { timeout: 80_000 }).toBe('stopped')
    } finally {
      await run.kill()
    }
    expect(run.lines).toContain('full')
    expect(run.lines.filter((line) => line !== 'full')).toEqual([
      'saved 1, error null',
      'saved 2, error null',
      'saved 3, error null',
      'saved 4, error null',
      'stopped',
    ])
    await rm(folder, { recursive: true })
  }, 100_000)
})
