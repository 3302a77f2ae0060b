import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** What the extension must leave alone for good, and what a page could not see it read (DYNAMICS D10). */
const NEVER = /seanceId|getEntriesBy(?:Type|Name)|PerformanceObserver|['"`]beforeunload|onbeforeunload/u
const ROOMS = ['src/content', 'src/background', 'src/platform', 'src/phone', 'src/ui']

const sources = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/u.test(file))
    .map((file) => join(room, file)),
)

test('no source of the extension knows of 1C’s session, nor holds its page back', () => {
  expect(sources.length).toBeGreaterThan(50)
  expect(sources.filter((file) => NEVER.test(readFileSync(file, 'utf8')))).toEqual([])
})

test.each([
  "url.searchParams.get('seanceId')",
  "performance.getEntriesByType('resource')",
  "addEventListener('beforeunload', hold)",
])('it would be seen: %s', (line) => {
  expect(NEVER.test(line)).toBe(true)
})
