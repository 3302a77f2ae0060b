import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Under which what we ship may be given on with an Apache-2.0 program. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'MPL-2.0',
  '(MIT OR WTFPL)',
  '(BSD-2-Clause OR MIT OR Apache-2.0)',
])

type Package = { license?: string; dev?: boolean }

/** As the lock file has them: all that is installed with the server or built into the extension, to the last one. */
const shipped = (): [string, Package][] =>
  Object.entries<Package>(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages).filter(
    ([path, { dev }]) => path !== '' && dev !== true,
  )

test('everything that is shipped has a licence that may be given on', () => {
  const others = shipped().flatMap(([path, { license }]) =>
    license !== undefined && ALLOWED.has(license) ? [] : [`${path}: ${license ?? 'says none'}`],
  )
  expect(shipped().length).toBeGreaterThan(10)
  expect(others).toEqual([])
})
