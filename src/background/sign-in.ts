import { TrubkaError } from '../protocol/errors.ts'
import { newNonce, sign, signatureIsRight } from '../protocol/proof.ts'
import { operatorProofText, serverProofText } from '../protocol/session.ts'
import type { Pairing } from './pairing-store.ts'
import type { RpcSocket } from './rpc.ts'

/**
 * Each proves its key to the other (DESIGN 12), the server first: ours signs nothing for a server that is not the pinned one.
 * Throws `serverNotTrusted`, or what the server has against our key: `keyUnknown`, `proofWrong`.
 */
export async function signIn(rpc: RpcSocket, { keyId, serverKey, privateKey }: Pairing): Promise<void> {
  const nonce = newNonce()
  const hello = await rpc.request('session.hello', { nonce })
  if (!(await signatureIsRight(serverKey, serverProofText(nonce, hello.nonce), hello.signature)))
    throw new TrubkaError('serverNotTrusted', 'the signature is not that of the server we paired with')
  const signature = await sign(privateKey, operatorProofText(nonce, hello.nonce, serverKey))
  await rpc.request('session.prove', { keyId, signature })
}
