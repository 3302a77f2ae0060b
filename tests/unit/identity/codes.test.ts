import { describe, expect, test } from 'vitest'
import { makeMac, pairingKey } from '../../../src/protocol/proof.ts'
import { codeParts, PAIRING_CODE } from '../../../src/protocol/session.ts'
import { PairingCodes, shownCode } from '../../../src/server/identity/codes.ts'

const MINUTES = 60_000
const use = async (codes: PairingCodes, code: string) =>
  codes.redeem(codeParts(code).name, 'text', await makeMac(await pairingKey(code), 'text'))

describe('a pairing code', () => {
  test('is of the form both sides know, and shown in threes of four', async () => {
    const { code } = await new PairingCodes().make('u1')
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/)
    expect(shownCode(code)).toMatch(/^.{4}-.{4}-.{4}$/)
    expect(shownCode(code)).toMatch(PAIRING_CODE)
  })

  test('is good for fifteen minutes', async () => {
    let now = 1_000
    const codes = new PairingCodes(() => now)
    const early = await codes.make('u1')
    expect(early.expiresAt).toBe(now + 15 * MINUTES)
    now += 15 * MINUTES - 1
    await expect(use(codes, early.code)).resolves.toMatchObject({ operator: 'u1' })
    const late = await codes.make('u1')
    now += 15 * MINUTES
    await expect(use(codes, late.code)).rejects.toMatchObject({ code: 'codeExpired' })
  })

  test('is over when the same operator gets a new one', async () => {
    const codes = new PairingCodes()
    const first = await codes.make('u1')
    const other = await codes.make('u2')
    const second = await codes.make('u1')
    await expect(use(codes, first.code)).rejects.toMatchObject({ code: 'codeExpired' })
    await expect(use(codes, second.code)).resolves.toMatchObject({ operator: 'u1' })
    await expect(use(codes, other.code)).resolves.toMatchObject({ operator: 'u2' })
  })

  test('made for two at once is another for each', async () => {
    const codes = new PairingCodes()
    const made = await Promise.all(Array.from({ length: 20 }, (_, at) => codes.make(`u${at}`)))
    expect(new Set(made.map(({ code }) => codeParts(code).name)).size).toBe(20)
  })
})
