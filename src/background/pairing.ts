import { TrubkaError } from '../protocol/errors.ts'
import { macIsRight, makeMac, newKeyPair, newNonce, pairingKey, publicKeyOf } from '../protocol/proof.ts'
import { codeParts, normaliseCode, PAIRING_CODE, pairReplyText, pairRequestText } from '../protocol/session.ts'
import type { Pairing } from './pairing-store.ts'
import { type OpenSocket, RpcSocket } from './rpc.ts'

const PAIR_MS = 20_000

/**
 * Pairs with a server by a code (DESIGN 12): a new key pair, and proof on both sides that the other holds the code.
 * Throws `codeWrong`, `codeExpired`, `offline`, or `serverNotTrusted` when the server does not know the code's secret.
 */
export async function pair(server: string, typedCode: string, openSocket: OpenSocket): Promise<Pairing> {
  const code = normaliseCode(typedCode)
  if (!PAIRING_CODE.test(code)) throw new TrubkaError('codeWrong', 'not a pairing code')
  const rpc = await RpcSocket.open(server, openSocket)
  try {
    const [keys, macKey] = await Promise.all([newKeyPair(false), pairingKey(code)])
    const key = await publicKeyOf(keys)
    const nonce = newNonce()
    const mac = await makeMac(macKey, pairRequestText(nonce, key))
    const reply = await rpc.request('session.pair', { code: codeParts(code).name, nonce, key, mac }, PAIR_MS)
    if (!(await macIsRight(macKey, pairReplyText(nonce, key, reply.serverKey), reply.mac)))
      throw new TrubkaError('serverNotTrusted', 'the server does not know the code')
    const { keyId, serverKey, operator } = reply
    return { server, keyId, serverKey, operator, privateKey: keys.privateKey }
  } finally {
    rpc.close()
  }
}
