import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newKeyPair, newNonce, sign, toBase64url } from '../../../src/protocol/proof.ts'
import { signRules } from '../../../src/protocol/rule-signature.ts'
import { operatorProofText } from '../../../src/protocol/session.ts'
import { Administrator } from '../../support/administrator.ts'
import { BASE, type Border, openBorder } from '../../support/border.ts'
import { Line, Operator, type Pairing } from '../../support/operator.ts'

let border: Border
let pairing: Pairing
beforeEach(async () => {
  border = await openBorder()
  pairing = await border.pairAs('u101')
})
afterEach(() => border.close())

/** Another one, with one bit of it changed. */
function flipped(signature: string, bit: number): string {
  const bytes = Buffer.from(signature, 'base64url')
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return bytes.toString('base64url')
}

describe('a proof of who somebody is', () => {
  const proofFor = async (line: Line) => {
    const nonce = newNonce()
    const hello = await line.ask('session.hello', { nonce })
    return sign(pairing.privateKey, operatorProofText(nonce, hello.nonce, pairing.serverKey))
  }

  test.each([0, 7, 255, 256, 300, 511])('with bit %i changed is refused', async (bit) => {
    const line = await Line.open(border.url)
    const signature = flipped(await proofFor(line), bit)
    await expect(line.ask('session.prove', { keyId: pairing.keyId, signature })).rejects.toMatchObject({
      code: 'proofWrong',
    })
    await expect(line.ask('state.sync', { since: null })).rejects.toMatchObject({ code: 'notSignedIn' })
    line.close()
  })

  test.each([
    ['of zeros', 'A'.repeat(86)],
    ['of ones', toBase64url(new Uint8Array(64).fill(255))],
    // CVE-2022-21449: r = s = 0 fits any text where nobody looks.
    ['with s alone', toBase64url(new Uint8Array(64).fill(1, 32))],
  ])('%s is refused', async (_, signature) => {
    const line = await Line.open(border.url)
    await proofFor(line)
    await expect(line.ask('session.prove', { keyId: pairing.keyId, signature })).rejects.toMatchObject({
      code: 'proofWrong',
    })
    line.close()
  })

  test('of before does not work again on a new connection', async () => {
    const line = await Line.open(border.url)
    const signature = await proofFor(line)
    await line.ask('session.prove', { keyId: pairing.keyId, signature })
    line.close()
    const thief = await Line.open(border.url)
    await thief.ask('session.hello', { nonce: newNonce() })
    await expect(thief.ask('session.prove', { keyId: pairing.keyId, signature })).rejects.toMatchObject({
      code: 'proofWrong',
    })
    thief.close()
  })
})

describe('rules', () => {
  const page = `${BASE.urls[0]}/ru/`
  const rules = (line = '9035677876=103') => ({ commandId: randomUUID(), page, lines: [line] })
  const ask = (operator: Operator, wish: object) => operator.line.askAnything('routing.write', wish)
  const wrong = { code: 'proofWrong', field: 'params.signature' }

  test('signed by the operator’s browser are written, and the journal says by which', async () => {
    const anna = await border.operator('u101')
    expect(await anna.ask('routing.write', rules())).toMatchObject({ written: 1 })
    const administrator = new Administrator(border.http)
    await administrator.signIn({ link: border.managerLink().code })
    const { body } = await administrator.get('history')
    expect(body).toMatchObject({ entries: [{ lines: ['9035677876=103'], signed: { right: true } }] })
  })

  test('without a signature are not taken; an extension that knows of none yet keeps them until it does', async () => {
    const anna = await Operator.signIn(border.url, pairing)
    // «Wrong parameters» would be final to it.
    await expect(ask(anna, rules())).rejects.toMatchObject(wrong)
    await expect(ask(anna, { ...rules(), signature: 'x' })).rejects.toMatchObject({ code: 'invalidParams' })
    expect(border.routing.ruleOf('crm', '9035677876')).toBeNull()
  })

  test('whose number, target, page or id was changed after signing are not taken, nor those of another server', async () => {
    const anna = await Operator.signIn(border.url, pairing)
    const wish = rules()
    const signature = await signRules(wish, pairing, pairing.serverKey)
    for (const change of [
      { lines: ['9035677876=104'] },
      { lines: ['9035677877=103'] },
      { lines: [...wish.lines, '9035677877=103'] },
      { lines: [] as string[] },
      { page: `${BASE.urls[0]}/en/` },
      { commandId: randomUUID() },
    ].filter(({ lines }) => lines === undefined || lines.length > 0))
      await expect(ask(anna, { ...wish, ...change, signature })).rejects.toMatchObject(wrong)
    const { x, ...other } = pairing.serverKey
    const elsewhere = await signRules(wish, pairing, { ...other, x: x.split('').reverse().join('') })
    await expect(ask(anna, { ...wish, signature: elsewhere })).rejects.toMatchObject(wrong)
    expect(border.routing.ruleOf('crm', '9035677876')).toBeNull()
    expect(await ask(anna, { ...wish, signature })).toMatchObject({ written: 1 })
  })

  test('signed by another operator’s key, by a key nobody knows, or in another’s name are not taken', async () => {
    const anna = await Operator.signIn(border.url, pairing)
    const wish = rules()
    const pyotr = await border.pairAs('u103')
    const { privateKey } = await newKeyPair(false)
    for (const signer of [
      pyotr,
      { ...pyotr, keyId: pairing.keyId },
      { ...pairing, privateKey },
      { ...pairing, keyId: pyotr.keyId },
    ])
      await expect(
        ask(anna, { ...wish, signature: await signRules(wish, signer, pairing.serverKey) }),
      ).rejects.toMatchObject(wrong)
  })

  test('with a header that asks for no algorithm, or another one, are not taken', async () => {
    const anna = await Operator.signIn(border.url, pairing)
    const wish = rules()
    const [, , signature] = (await signRules(wish, pairing, pairing.serverKey)).split('.')
    for (const header of [
      { alg: 'none' },
      { alg: 'HS256', kid: pairing.keyId },
      { alg: 'ES256', b64: false, crit: ['b64'] },
    ]) {
      const forged = `${toBase64url(Buffer.from(JSON.stringify({ typ: 'trubka-rules+jws', ...header })))}..${signature}`
      await expect(ask(anna, { ...wish, signature: forged })).rejects.toMatchObject(wrong)
    }
  })

  test('said again, by whoever overheard them, are written once; in another’s name not at all', async () => {
    const anna = await Operator.signIn(border.url, pairing)
    const wish = rules()
    const signed = { ...wish, signature: await signRules(wish, pairing, pairing.serverKey) }
    await ask(anna, signed)
    await anna.ask('routing.write', rules('9035677876=101'))
    expect(await ask(anna, signed)).toMatchObject({ written: 1 })
    expect(border.routing.ruleOf('crm', '9035677876')).toBe('101')
    const pyotr = await border.operator('u103')
    await expect(ask(pyotr, signed)).rejects.toMatchObject(wrong)
    expect(border.routing.ruleOf('crm', '9035677876')).toBe('101')
  })

  test('refused for their signature may be sent again, rightly signed', async () => {
    const anna = await Operator.signIn(border.url, pairing)
    const wish = rules()
    const signature = await signRules(wish, pairing, pairing.serverKey)
    await expect(ask(anna, { ...wish, signature: `${signature.slice(0, -2)}AA` })).rejects.toMatchObject(wrong)
    expect(await ask(anna, { ...wish, signature })).toMatchObject({ written: 1 })
  })

  test('changed in the ledger’s files afterwards are shown as such', async () => {
    const anna = await Operator.signIn(border.url, pairing)
    const wish = rules()
    const signature = await signRules(wish, pairing, pairing.serverKey)
    const { commandId } = wish
    const signed = { keyId: pairing.keyId, signature, page }
    const record = { type: 'rules.written', base: 'crm', from: '', commandId, signed } as const
    await border.ledger.append({ ...record, by: 'u101', lines: ['9035677876=105'] })
    await border.ledger.append({ ...record, by: 'u103', lines: wish.lines })
    await border.ledger.append({ ...record, by: 'u101', lines: wish.lines })
    const administrator = new Administrator(border.http)
    await administrator.signIn({ link: border.managerLink().code })
    const { body } = await administrator.get('history')
    expect(body).toMatchObject({
      entries: [{ signed: { right: true } }, { signed: { right: false } }, { signed: { right: false } }],
    })
    await anna.close()
  })

  test('stay signed when the browser is revoked; it writes no more', async () => {
    const anna = await Operator.signIn(border.url, pairing)
    await anna.ask('routing.write', rules())
    const administrator = new Administrator(border.http)
    await administrator.signIn({ link: border.managerLink().code })
    expect((await administrator.post('browsers/revoke', { keyId: pairing.keyId })).status).toBe(200)
    expect(await anna.line.closed).toMatchObject({ code: 1008 })
    await expect(Operator.signIn(border.url, pairing)).rejects.toMatchObject({ code: 'keyUnknown' })
    const { body } = await administrator.get('history')
    expect(body).toMatchObject({ entries: [{ signed: { right: true } }] })
    const changes = await administrator.get('changes')
    expect(changes.body).toMatchObject({ entries: [{ change: { what: 'revoked', operator: 'Иванова Анна' } }, {}] })
  })
})
