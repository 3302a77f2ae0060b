import { check } from '../../protocol/jsonrpc.ts'
import { type Method, methods, type Params, type Result } from '../../protocol/methods.ts'
import type { PairedKey } from '../identity/operators.ts'
import type { Desk } from './desks.ts'

/** The operator, and of the browser that asks its key and address, and whether somebody is at it. */
export type Asker = Pick<Desk, 'feed' | 'commands'> & {
  who: PairedKey
  address: string
  setIdle: (idle: boolean) => void
}
/** Checks the parameters, then does it; begun before it returns, so that what is sent in order is begun in order. */
export type Handler = (raw: unknown, asker: Asker) => Promise<unknown>

export type Open = Exclude<Method, 'session.pair' | 'session.hello' | 'session.prove' | 'state.sync'>
export type CommandMethod = Extract<Open, `call.${string}` | 'intake.accept'>

export function query<M extends Open>(
  method: M,
  run: (params: Params<M>, asker: Asker) => Result<M> | Promise<Result<M>>,
) {
  const handler: Handler = async (raw, asker) => run(check(methods[method].params, raw), asker)
  return [method, handler] as const
}

/** Done once for each `commandId`. */
export function command<M extends CommandMethod>(
  method: M,
  retryable: boolean,
  run: (params: Params<M>, asker: Asker) => Promise<Result<M>>,
) {
  const handler: Handler = async (raw, asker) => {
    const params: Params<CommandMethod> & Params<M> = check(methods[method].params, raw)
    return asker.commands.once({ id: params.commandId, method, params, retryable }, async () => run(params, asker))
  }
  return [method, handler] as const
}
