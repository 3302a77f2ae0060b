import { describe, expect, test } from 'vitest'
import {
  codeParts,
  normaliseCode,
  operatorProofText,
  PAIRING_CODE,
  type PublicKey,
  pairReplyText,
  pairRequestText,
  serverProofText,
} from '../../../src/protocol/session.ts'

describe('a code', () => {
  test.each(['7k2m-01ab-qrst', ' 7K2M O1AB QRST ', '7k2moiabqrst', '7K2M-0LAB-QRST'])(
    'typed as «%s» is the same',
    (typed) => {
      expect(normaliseCode(typed)).toBe('7K2M01ABQRST')
      expect(PAIRING_CODE.test(normaliseCode(typed))).toBe(true)
    },
  )

  test.each(['', '7K2M-01AB-QRS', '7K2M-01AB-QRSTV', '7K2M-01AB-QRSU', '7К2М-01АВ-QRST'])('«%s» is none', (typed) => {
    expect(PAIRING_CODE.test(normaliseCode(typed))).toBe(false)
  })

  test('has a name, which crosses the wire, and a secret, which does not', () => {
    expect(codeParts('7K2M01ABQRST')).toEqual({ name: '7K2M', secret: '01ABQRST' })
  })
})

test('no text that is signed can be taken for another', () => {
  const key: PublicKey = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) }
  const texts = [
    pairRequestText('n', key),
    pairReplyText('n', key, key),
    serverProofText('n', 'm'),
    operatorProofText('n', 'm', key),
  ]
  const titles = texts.map((text) => text.split('\n')[0])
  expect(new Set(titles).size).toBe(texts.length)
})
