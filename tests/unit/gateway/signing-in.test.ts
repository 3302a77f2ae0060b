import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newKeyPair, newNonce, publicKeyOf, sign } from '../../../src/protocol/proof.ts'
import { operatorProofText } from '../../../src/protocol/session.ts'
import { type Border, openBorder, PEOPLE } from '../../support/border.ts'
import { Line, Operator, pair, pairOver, signInOver } from '../../support/operator.ts'

let border: Border
beforeEach(async () => {
  border = await openBorder()
})
afterEach(() => border.close())

/** The code with its last character changed. */
const spoilt = (code: string) => code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')

describe('pairing', () => {
  test('with the right code: both know each other, and the operator signs in', async () => {
    const pairing = await pair(border.url, await border.code('u101'))
    expect(pairing.operator).toEqual(PEOPLE[0])
    const operator = await Operator.signIn(border.url, pairing)
    expect(operator.self).toEqual(PEOPLE[0])
    await operator.close()
  })

  test('can go on to signing in over the same connection', async () => {
    const line = await Line.open(border.url)
    await signInOver(line, await pairOver(line, await border.code('u103')))
    expect(await line.ask('session.ping', {})).toEqual({})
    line.close()
  })

  test('a wrong code is refused, and the right one still works', async () => {
    const code = await border.code('u101')
    await expect(pair(border.url, spoilt(code))).rejects.toMatchObject({ code: 'codeWrong' })
    await expect(pair(border.url, 'ZZZZZZZZZZZZ')).rejects.toMatchObject({ code: 'codeWrong' })
    await expect(pair(border.url, code)).resolves.toMatchObject({ operator: { id: 'u101' } })
  })

  test('a code works once', async () => {
    const code = await border.code('u101')
    await pair(border.url, code)
    await expect(pair(border.url, code)).rejects.toMatchObject({ code: 'codeExpired' })
  })

  test('a code used by two at once is used by one', async () => {
    const code = await border.code('u101')
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => pair(border.url, code)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('after five wrong tries, made at once or not, the right code is burned', async () => {
    const code = await border.code('u101')
    await Promise.all(
      [1, 2, 3, 4, 5].map(() => expect(pair(border.url, spoilt(code))).rejects.toMatchObject({ code: 'codeWrong' })),
    )
    await expect(pair(border.url, code)).rejects.toMatchObject({ code: 'codeExpired' })
  })

  test('a key that is none is refused by the name of the field', async () => {
    const line = await Line.open(border.url)
    const key = await publicKeyOf(await newKeyPair(false))
    const code = (await border.code('u101')).slice(0, 4)
    const params = { code, nonce: newNonce(), key: { ...key, y: key.x }, mac: newNonce() }
    await expect(line.ask('session.pair', params)).rejects.toMatchObject({ code: 'invalidParams', field: 'params.key' })
    line.close()
  })

  test('is remembered over a restart of the server', async () => {
    const { keyId } = await border.pairAs()
    const { PairedOperators } = await import('../../../src/server/identity/operators.ts')
    const again = new PairedOperators(border.ledger)
    await again.load()
    expect(again.get(keyId)).toMatchObject({ operator: 'u101' })
  })
})

describe('signing in', () => {
  test('with an unknown key is refused', async () => {
    const pairing = await border.pairAs()
    await expect(Operator.signIn(border.url, { ...pairing, keyId: 'unknown' })).rejects.toMatchObject({
      code: 'keyUnknown',
    })
  })

  test("with another's key is refused", async () => {
    const pairing = await border.pairAs()
    const { privateKey } = await border.pairAs('u103')
    await expect(Operator.signIn(border.url, { ...pairing, privateKey })).rejects.toMatchObject({ code: 'proofWrong' })
  })

  test('shows the operator when it is not the server they paired with', async () => {
    const pairing = await border.pairAs()
    const serverKey = await publicKeyOf(await newKeyPair(false))
    await expect(Operator.signIn(border.url, { ...pairing, serverKey })).rejects.toMatchObject({
      code: 'serverNotTrusted',
    })
  })

  test('a proof made for another server is refused', async () => {
    const { keyId, privateKey } = await border.pairAs()
    const other = await publicKeyOf(await newKeyPair(false))
    const line = await Line.open(border.url)
    const nonce = newNonce()
    const hello = await line.ask('session.hello', { nonce })
    const signature = await sign(privateKey, operatorProofText(nonce, hello.nonce, other))
    await expect(line.ask('session.prove', { keyId, signature })).rejects.toMatchObject({ code: 'proofWrong' })
    line.close()
  })

  test('a proof that was overheard works neither on another connection nor twice', async () => {
    const { keyId, privateKey, serverKey } = await border.pairAs()
    const line = await Line.open(border.url)
    const nonce = newNonce()
    const hello = await line.ask('session.hello', { nonce })
    const proof = { keyId, signature: await sign(privateKey, operatorProofText(nonce, hello.nonce, serverKey)) }

    const thief = await Line.open(border.url)
    await thief.ask('session.hello', { nonce })
    await expect(thief.ask('session.prove', proof)).rejects.toMatchObject({ code: 'proofWrong' })
    await expect(thief.ask('session.prove', proof)).rejects.toMatchObject({ code: 'proofWrong' })
    await expect(line.ask('session.prove', proof)).resolves.toMatchObject({ operator: { id: 'u101' } })
    thief.close()
    line.close()
  })

  test('a wrong proof uses the challenge up', async () => {
    const { keyId, privateKey, serverKey } = await border.pairAs()
    const line = await Line.open(border.url)
    const nonce = newNonce()
    const hello = await line.ask('session.hello', { nonce })
    const signature = await sign(privateKey, operatorProofText(nonce, hello.nonce, serverKey))
    await expect(line.ask('session.prove', { keyId, signature: 'A'.repeat(86) })).rejects.toThrow()
    await expect(line.ask('session.prove', { keyId, signature })).rejects.toMatchObject({ code: 'proofWrong' })
    line.close()
  })

  test('a revoked key is cut off at once and does not come in again', async () => {
    const pairing = await border.pairAs()
    const operator = await Operator.signIn(border.url, pairing)
    await border.identity.operators.revoke(pairing.keyId)
    expect(await operator.line.closed).toMatchObject({ code: 1008 })
    await expect(Operator.signIn(border.url, pairing)).rejects.toMatchObject({ code: 'keyUnknown' })
  })

  test('who has left the firm does not come in, once 1C has said so', async () => {
    const pairing = await border.pairAs()
    border.people.update(PEOPLE.slice(1))
    await expect(Operator.signIn(border.url, pairing)).rejects.toMatchObject({ code: 'keyUnknown' })
    border.customers.list = border.customers.list.map((base) => ({ ...base, loadedAt: null }))
    const operator = await Operator.signIn(border.url, pairing)
    expect(operator.self).toEqual({ id: 'u101', name: '', department: '', number: null })
    await operator.close()
  })
})
