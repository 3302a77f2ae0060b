import { describe, expect, test } from 'vitest'
import { chatText, piecesOf } from '../../../src/ui/chat-text.ts'

const links = (text: string) => piecesOf(text).flatMap(({ href }) => href ?? [])

describe('What somebody wrote', () => {
  test('keeps its lines and joined pictures, and loses what deceives', () => {
    expect(chatText('раз\r\nдва\tтри')).toBe('раз\nдва\tтри')
    expect(chatText('👩‍⚕️')).toBe('👩‍⚕️')
    expect(chatText('\u202eexe\u0000.txt\u200b\ud800')).toBe('exe.txt')
  })

  test('is the same text when it is put together again', () => {
    const text = 'см. https://example.ru/a?b=1#c, (http://x.ru) и e1c://server/srv/base#e1cib/data/X?ref=1.'
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
    expect(links(text)).toEqual([
      'https://example.ru/a?b=1#c',
      'http://x.ru/',
      'e1c://server/srv/base#e1cib/data/X?ref=1',
    ])
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'JaVaScRiPt://example.ru/%0aalert(1)',
    'https://bank.ru@evil.ru/',
    'https://',
    'e1c://evil host',
    'e1c://server/srv/base#javascript:alert(1)',
    'example.ru без схемы',
  ])('%s leads nowhere', (text) => {
    expect(links(text)).toEqual([])
  })

  test('with ten thousand letters and no address costs nothing to speak of', () => {
    expect(links(`https${':/'.repeat(5000)} ${'a'.repeat(10_000)}`)).toEqual([])
  })
})
