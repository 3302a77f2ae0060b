import { describe, expect, test } from 'vitest'
import { ErrorCode, TrubkaError } from '../../../src/protocol/errors.ts'
import { errorText, errorWords } from '../../../src/ui/words/errors.ts'

describe('errors in words: what has happened, then what to do', () => {
  test.each(ErrorCode.options)('%s', (code) => {
    for (const language of ['ru', 'en'] as const) {
      const text = errorWords[language][code]
      expect(text.split(/[.?!](?:\s|$)/).filter((sentence) => sentence !== '').length, text).toBeGreaterThan(1)
    }
  })

  test('what nobody foresaw has words, too, and shows nothing of its inside', () => {
    expect(errorText(new TypeError('x is undefined'), 'ru')).toBe(errorWords.ru.internal)
    expect(errorText(new TrubkaError('noPhone', 'PJSIP/101'), 'ru')).toBe(errorWords.ru.noPhone)
  })
})
