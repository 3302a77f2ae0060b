import { KJUR } from 'jsrsasign'
import { expect, test } from 'vitest'
import { fromBase64url, newKeyPair, publicKeyOf, sign, signatureIsRight } from '../../../src/protocol/proof.ts'

// Another library's opinion of what WebCrypto signs for us: both sides of the contract use the same file, so a mistake
// in it would agree with itself.
const TEXT = 'trubka.v1 operator\nnonce\nИванова'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const utf8Hex = (text: string) => Buffer.from(text, 'utf8').toString('hex')

test('another library accepts our signature, and refuses it for another text', async () => {
  const pair = await newKeyPair(true)
  const { x, y } = await publicKeyOf(pair)
  const key = new KJUR.crypto.ECDSA({ curve: 'secp256r1', pub: `04${hex(fromBase64url(x))}${hex(fromBase64url(y))}` })
  const signature = KJUR.crypto.ECDSA.concatSigToASN1Sig(hex(fromBase64url(await sign(pair.privateKey, TEXT))))
  const verify = (text: string) => {
    const verifier = new KJUR.crypto.Signature({ alg: 'SHA256withECDSA' })
    verifier.init(key)
    verifier.updateHex(utf8Hex(text))
    return verifier.verify(signature)
  }
  expect(verify(TEXT)).toBe(true)
  expect(verify(`${TEXT}.`)).toBe(false)
})

test('we accept what another library signed', async () => {
  const pair = await newKeyPair(true)
  const { d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const publicKey = await publicKeyOf(pair)
  const signer = new KJUR.crypto.Signature({ alg: 'SHA256withECDSA' })
  signer.init(new KJUR.crypto.ECDSA({ curve: 'secp256r1', prv: hex(fromBase64url(d ?? '')) }))
  signer.updateHex(utf8Hex(TEXT))
  const concat = KJUR.crypto.ECDSA.asn1SigToConcatSig(signer.sign())
  const signature = Buffer.from(concat, 'hex').toString('base64url')
  expect(await signatureIsRight(publicKey, TEXT, signature)).toBe(true)
  expect(await signatureIsRight(publicKey, `${TEXT}.`, signature)).toBe(false)
})
