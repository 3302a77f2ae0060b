import { TrubkaError } from '../../protocol/errors.ts'
import { check } from '../../protocol/jsonrpc.ts'
import { methods } from '../../protocol/methods.ts'
import { rulesAreSigned } from '../../protocol/rule-signature.ts'
import { baseOfPage } from './base-of-page.ts'
import type { Handler } from './handlers.ts'
import type { Rooms } from './rooms.ts'

const METHOD = 'routing.write'

/** Rules that an operator writes: taken only with the signature of the browser that asks, and kept with it (DESIGN 12). */
export function ruleMethod({ routing, customers, identity }: Pick<Rooms, 'routing' | 'customers' | 'identity'>) {
  // One after the other: what is sent in order is written in order.
  let looking: Promise<unknown> = Promise.resolve()
  const handler: Handler = async (raw, { feed, commands, who, address }) => {
    const { signature, ...rules } = check(methods[METHOD].params, raw)
    const { commandId, page, lines } = rules
    const run = async () => {
      const base = baseOfPage(page, customers.bases())
      if (base === null) throw new TrubkaError('unknownBase', 'no base has this address', 'params.page')
      // As an extension from before signatures asks: it keeps the rules, and signs them once it is a newer one.
      if (signature === undefined) throw new TrubkaError('proofWrong', 'the rules are not signed', 'params.signature')
      const look = looking.then(() => rulesAreSigned({ ...rules, signature }, who, identity.publicKey))
      looking = look
      if (!(await look))
        throw new TrubkaError('proofWrong', 'not signed by the key of this browser', 'params.signature')
      const signed = { keyId: who.keyId, signature, page }
      return routing.write({ base, lines, by: feed.own.self.id, from: address, commandId, signed })
    }
    // The outbox asks again with the same id until it is told «kept»: a failure must not be its answer for good. It may
    // sign anew meanwhile: the same rules are the same command.
    return commands.once({ id: commandId, method: METHOD, params: rules, retryable: true }, run)
  }
  return [METHOD, handler] as const
}
