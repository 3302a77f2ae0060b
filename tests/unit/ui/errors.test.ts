import { describe, expect, test } from 'vitest'
import { CallCommand } from '../../../src/protocol/call.ts'
import { ErrorCode, TrubkaError } from '../../../src/protocol/errors.ts'
import { commandErrors } from '../../../src/ui/words/command-errors.ts'
import { errorText, errorWords } from '../../../src/ui/words/errors.ts'

describe('errors in words: what has happened, then what to do', () => {
  test.each(ErrorCode.options)('%s', (code) => {
    for (const language of ['ru', 'en'] as const) {
      const text = errorWords[language][code]
      expect(text.split(/[.?!](?:\s|$)/).filter((sentence) => sentence !== '').length, text).toBeGreaterThan(1)
    }
  })

  test.each([...CallCommand.options, 'make' as const])(
    'of «%s», whose outcome is unknown or which is not possible',
    (asked) => {
      for (const language of ['ru', 'en'] as const)
        for (const text of [commandErrors[language].unknown[asked], commandErrors[language].notNow[asked]])
          expect(text.split(/[.?!](?:\s|$)/).filter((sentence) => sentence !== '').length, text).toBeGreaterThan(1)
    },
  )

  test('by what was asked for', () => {
    const words = commandErrors.ru
    expect(errorText(new TrubkaError('timeout'), 'ru', 'hold')).toBe(words.unknown.hold)
    expect(errorText(new TrubkaError('notKnown'), 'ru', 'singleStepTransfer')).toBe(words.unknown.singleStepTransfer)
    expect(errorText(new TrubkaError('notNow'), 'ru', 'transfer')).toBe(words.notNow.transfer)
    expect(errorText(new TrubkaError('pbxDown'), 'ru', 'transfer')).toBe(errorWords.ru.pbxDown)
  })

  test('what nobody foresaw has words, too, and shows nothing of its inside', () => {
    expect(errorText(new TypeError('x is undefined'), 'ru')).toBe(errorWords.ru.internal)
    expect(errorText(new TrubkaError('noPhone', 'PJSIP/101'), 'ru')).toBe(errorWords.ru.noPhone)
  })
})
