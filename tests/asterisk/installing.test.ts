import { mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { installAsterisk } from '../../stand/asterisk/install.ts'
import { AsteriskUnavailable } from '../../stand/asterisk/unavailable.ts'
import { defaultCacheDir } from '../../stand/debian/packages.ts'
import { missingFor, pbxAskedFor } from '../support/lab.ts'

const made: string[] = []
async function emptyCache(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'trubka-cache-'))
  made.push(dir)
  return dir
}

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const dir of made.splice(0)) await rm(dir, { recursive: true, force: true })
})

const missing = await missingFor(pbxAskedFor())

describe('Installing Asterisk', () => {
  test.skipIf(missing !== null)('a second time changes nothing', async () => {
    const root = await installAsterisk()
    const before = await stat(root)
    expect(await installAsterisk()).toBe(root)
    expect((await stat(root)).ctimeMs).toBe(before.ctimeMs)
    expect((await readdir(defaultCacheDir())).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test.skipIf(missing !== null || process.env.ASTERISK_ROOT)(
    'twice at once from nothing gives one whole tree; what a killed one left behind is swept away',
    // It downloads everything anew, and unpacks it twice.
    { timeout: 400_000 },
    async () => {
      const cache = await emptyCache()
      const stale = join(cache, 'asterisk-sid-00000000.dead.tmp')
      await mkdir(stale)
      await utimes(stale, 0, 0)
      const [first, second] = await Promise.all([installAsterisk(cache), installAsterisk(cache)])
      expect(first).toBe(second)
      expect(await readdir(cache)).toHaveLength(1)
    },
  )

  test('where there is no apt-get says what is missing and how to get it, and leaves nothing behind', async () => {
    const cache = await emptyCache()
    vi.stubEnv('PATH', cache)
    vi.stubEnv('ASTERISK_ROOT', '')
    const failed = installAsterisk(cache)
    await expect(failed).rejects.toBeInstanceOf(AsteriskUnavailable)
    await expect(failed).rejects.toThrow(/dpkg-deb.*ASTERISK_ROOT/)
    expect(await readdir(cache)).toEqual([])
  })

  test('a folder that is named and holds no Asterisk is refused', async () => {
    vi.stubEnv('ASTERISK_ROOT', await emptyCache())
    await expect(installAsterisk()).rejects.toBeInstanceOf(AsteriskUnavailable)
  })
})
