import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'trubka-packages-'))
const built = join(folder, 'dist', 'chromium')
const script = resolve('scripts/package.mjs')

/** Packs what is built there, and gives the package. */
function pack(zone = 'UTC'): Buffer {
  execFileSync(process.execPath, [script, '--built', '--target', 'chromium', '--out', 'out'], {
    cwd: folder,
    env: { ...process.env, TZ: zone },
  })
  return readFileSync(join(folder, 'out', 'trubka-chromium-1.2.3.zip'))
}

beforeAll(() => {
  mkdirSync(join(built, 'src', 'content'), { recursive: true })
  writeFileSync(join(built, 'manifest.json'), JSON.stringify({ version: '1.2.3' }))
  writeFileSync(join(built, 'src', 'content', 'main.js'), 'console.log(1)')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a package of the same files is the same, whenever and wherever it is made', () => {
  const first = pack('UTC')
  utimesSync(join(built, 'manifest.json'), 1_000_000_000, 1_000_000_000)
  expect(pack('Asia/Vladivostok').equals(first)).toBe(true)
})

test('another file makes another package', () => {
  const first = pack()
  writeFileSync(join(built, 'src', 'content', 'main.js'), 'console.log(2)')
  expect(pack().equals(first)).toBe(false)
})

test('paths in a package are those of every system', () => {
  expect(pack().toString('latin1')).toContain('src/content/main.js')
})
