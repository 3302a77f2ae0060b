import type * as v from 'valibot'
import { TrubkaError } from '../../protocol/errors.ts'
import { keyIsSound, makeMac, newNonce, signatureIsRight, thumbprint } from '../../protocol/proof.ts'
import {
  type HelloParams,
  type HelloResult,
  operatorProofText,
  type PairParams,
  type PairResult,
  type ProveParams,
  type PublicKey,
  pairReplyText,
  pairRequestText,
  serverProofText,
} from '../../protocol/session.ts'
import type { Keep } from '../kept/kept.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type MadeCode, PairingCodes } from './codes.ts'
import { type Browser, type PairedKey, PairedOperators } from './operators.ts'
import { openServerKey, type ServerKey } from './server-key.ts'

type In<S extends v.GenericSchema> = v.InferOutput<S>
export type Paired = Omit<In<typeof PairResult>, 'operator'> & { operator: string }
/** One connection's two nonces: what it must sign to sign in. Good for one try. */
export type Challenge = { clientNonce: string; serverNonce: string }

/** Who may sign in, and proof of who we are (DESIGN 12). */
export class Identity {
  readonly operators: PairedOperators
  readonly #key: ServerKey
  readonly #codes: PairingCodes

  constructor(key: ServerKey, operators: PairedOperators, now: () => number = Date.now) {
    this.#key = key
    this.operators = operators
    this.#codes = new PairingCodes(now)
  }

  static async open(keep: Keep, ledger: Ledger): Promise<Identity> {
    const operators = new PairedOperators(ledger)
    const [key] = await Promise.all([openServerKey(keep('server-key.json')), operators.load()])
    return new Identity(key, operators)
  }

  get publicKey(): PublicKey {
    return this.#key.publicKey
  }

  makeCode(operator: string): Promise<MadeCode> {
    return this.#codes.make(operator)
  }

  /** Throws `codeWrong`, `codeExpired`, `invalidParams`, or what the ledger throws. `operator` is the id the code was made for. */
  async pair({ code, nonce, key, mac }: In<typeof PairParams>, browser?: Browser): Promise<Paired> {
    if (!(await keyIsSound(key))) throw new TrubkaError('invalidParams', 'params.key: not a key', 'params.key')
    const { operator, key: macKey } = await this.#codes.redeem(code, pairRequestText(nonce, key), mac)
    const keyId = await thumbprint(key)
    const serverKey = this.#key.publicKey
    const reply = await makeMac(macKey, pairReplyText(nonce, key, serverKey))
    await this.operators.pair({ keyId, operator, key, ...browser })
    return { keyId, serverKey, mac: reply, operator }
  }

  async hello({ nonce: clientNonce }: In<typeof HelloParams>): Promise<{
    result: In<typeof HelloResult>
    challenge: Challenge
  }> {
    const serverNonce = newNonce()
    const signature = await this.#key.sign(serverProofText(clientNonce, serverNonce))
    return { result: { nonce: serverNonce, signature }, challenge: { clientNonce, serverNonce } }
  }

  /** Whose key it is. Throws `keyUnknown`, `proofWrong`. */
  async prove(challenge: Challenge, { keyId, signature }: In<typeof ProveParams>): Promise<PairedKey> {
    const paired = this.operators.get(keyId)
    if (!paired) throw new TrubkaError('keyUnknown', 'this key is not paired here, or not any more')
    const text = operatorProofText(challenge.clientNonce, challenge.serverNonce, this.#key.publicKey)
    if (!(await signatureIsRight(paired.key, text, signature))) throw new TrubkaError('proofWrong', 'wrong signature')
    // Revoked during the wait.
    if (this.operators.get(keyId) !== paired)
      throw new TrubkaError('keyUnknown', 'this key is not paired here any more')
    this.operators.seen(keyId)
    return paired
  }
}
