import * as v from 'valibot'
import { TrubkaError } from '../../protocol/errors.ts'
import { check } from '../../protocol/jsonrpc.ts'
import { type Method, methods, type Params, type Result } from '../../protocol/methods.ts'
import { baseOfPage } from './base-of-page.ts'
import type { Desk } from './desks.ts'
import type { Rooms } from './rooms.ts'

/** Checks the parameters, then does it; begun before it returns, so that what is sent in order is begun in order. */
export type Handler = (raw: unknown, asker: Desk) => Promise<unknown>

type Open = Exclude<Method, 'session.pair' | 'session.hello' | 'session.prove' | 'state.sync'>
type CommandMethod = 'call.make' | 'call.answer' | 'call.clear' | 'routing.write'

function query<M extends Open>(method: M, run: (params: Params<M>, asker: Desk) => Result<M> | Promise<Result<M>>) {
  const handler: Handler = async (raw, asker) => run(check(methods[method].params, raw), asker)
  return [method, handler] as const
}

/** Done once for each `commandId`. */
function command<M extends CommandMethod>(
  method: M,
  retryable: boolean,
  run: (params: Params<M>, asker: Desk) => Promise<Result<M>>,
) {
  const handler: Handler = async (raw, asker) => {
    const params: Params<CommandMethod> & Params<M> = check(methods[method].params, raw)
    return asker.commands.once({ id: params.commandId, method, params, retryable }, async () => run(params, asker))
  }
  return [method, handler] as const
}

/** What a signed-in operator may ask for, but for `state.sync`, which is the connection's own. */
export function openMethods({ pbx, calls, routing, customers }: Rooms): ReadonlyMap<string, Handler> {
  return new Map([
    query('session.ping', () => ({})),
    command('call.make', false, async ({ commandId, to }, asker) =>
      calls.make({ device: phoneOf(asker), to, commandId }),
    ),
    command('call.answer', false, async ({ callId }, asker) => {
      await calls.answer(phoneOf(asker), callId)
      return {}
    }),
    command('call.clear', false, async ({ callId }, asker) => {
      await calls.clear(phoneOf(asker), callId)
      return {}
    }),
    query('command.outcome', async ({ commandId }, { feed, commands }) => {
      // The call itself knows, also after our restart, or when the PBX answered too late.
      const call = feed.state.calls.find((each) => each.commandId === commandId)
      if (call) return { outcome: 'done', callId: call.id }
      const { outcome, answer } = commands.outcome(commandId)
      // After a restart only the PBX knows; without its picture «unknown» would be read as «not made».
      if (outcome === 'unknown' && pbx.link === 'down') return { outcome: 'pending', callId: null }
      return { outcome, callId: outcome === 'done' ? callIdOf(await answer) : null }
    }),
    // The outbox asks again with the same id until it is told «kept»: a failure must not be its answer for good.
    command('routing.write', true, async ({ commandId, page, lines }, { feed }) => {
      const base = baseOfPage(page, customers.bases())
      if (base === null) throw new TrubkaError('unknownBase', 'no base has this address', 'params.page')
      return routing.write({ base, lines, by: feed.state.self.id, commandId })
    }),
  ])
}

function phoneOf({ feed }: Desk): string {
  const { number } = feed.state.self
  if (number === null) throw new TrubkaError('noPhone', 'this operator has no internal number')
  return number
}

const WithCall = v.object({ callId: v.string() })
const callIdOf = (answer: unknown): string | null => (v.is(WithCall, answer) ? answer.callId : null)
