import { describe, expect, test } from 'vitest'
import { RecordingLinks } from '../../../src/server/recordings/recording-links.ts'

describe('a link to a recording', () => {
  test('leads to its file, and to no other', () => {
    const links = new RecordingLinks()
    const { token } = links.make('/monitor/a.wav')
    expect(links.open(token)).toBe('/monitor/a.wav')
    const [, signature] = token.split('.')
    const forged = Buffer.from(JSON.stringify({ path: '/etc/passwd', until: Date.now() + 1000 })).toString('base64url')
    expect(links.open(`${forged}.${signature}`)).toBeNull()
  })

  test('is over after an hour, and after a restart', () => {
    let now = 1_000_000
    const links = new RecordingLinks(() => now)
    const { token, until } = links.make('/monitor/a.wav')
    now = until - 1
    expect(links.open(token)).toBe('/monitor/a.wav')
    now = until
    expect(links.open(token)).toBeNull()
    expect(new RecordingLinks(() => 1_000_000).open(token)).toBeNull()
  })

  test.each([[''], ['.'], ['a.b'], ['a.b.c'], ['%%%'], ['eyJ9.']])('%j is none', (token) => {
    expect(new RecordingLinks().open(token)).toBeNull()
  })
})
