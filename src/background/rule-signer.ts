import { TrubkaError } from '../protocol/errors.ts'
import { type SignedRules, signRules } from '../protocol/rule-signature.ts'
import type { Pairing } from './pairing-store.ts'

/** By which of this browser's keys. */
export type Signature = { keyId: string; signature: string }
/** Signs rules, or leaves them as they are signed when the key is still the one of now. @throws TrubkaError notPaired */
export type SignRules = (rules: SignedRules, before?: Signature) => Promise<Signature>

/** Rules are signed when they are kept; paired anew meanwhile, the browser has another key, and signs again. */
export const ruleSigner =
  (pairing: () => Promise<Pairing | null>): SignRules =>
  async ({ commandId, page, lines }, before) => {
    const paired = await pairing()
    if (!paired) throw new TrubkaError('notPaired')
    if (before?.keyId === paired.keyId) return before
    const signature = await signRules({ commandId, page, lines }, paired, paired.serverKey)
    return { keyId: paired.keyId, signature }
  }
