import type { Logger } from 'pino'
import * as v from 'valibot'
import { type ErrorCode, TrubkaError } from '../../protocol/errors.ts'
import { check } from '../../protocol/jsonrpc.ts'
import { methods, type Params } from '../../protocol/methods.ts'
import { RECORDING_PATH } from '../../protocol/recording.ts'
import { chatMethods } from './chat-methods.ts'
import { contactMethods } from './contact-methods.ts'
import { type Asker, type CommandMethod, command, type Handler, query } from './handlers.ts'
import { intakeMethods } from './intake-methods.ts'
import { journalMethods } from './journal-methods.ts'
import type { Rooms } from './rooms.ts'
import { ruleMethod } from './rule-method.ts'

/** Commands to a call that is there; their answer is that it is done. */
type OnCall = Exclude<CommandMethod, 'call.make' | 'intake.accept'>

function onCall<M extends OnCall>(method: M, run: (phone: string, params: Params<M>) => Promise<void>) {
  const handler: Handler = async (raw, asker) => {
    const params: Params<OnCall> & Params<M> = check(methods[method].params, raw)
    const once = async () => {
      await run(phoneOf(asker), params)
      return {}
    }
    return asker.commands.once({ id: params.commandId, method, params, retryable: false }, once)
  }
  return [method, handler] as const
}

/** Makes a link that opens the manager page once, for whom; without a name, for whoever has it. */
export type ManagerLink = (entrant?: { by: string; keyId: string }) => { code: string; expiresAt: number }

/** What a signed-in operator may ask for, but for `state.sync`, which is the connection's own. */
export function openMethods(rooms: Rooms, logger: Logger, managerLink?: ManagerLink): ReadonlyMap<string, Handler> {
  const { pbx, calls, photos, recordings, statuses, doNotDisturb, journal } = rooms
  // Of their own number an operator is told that it is that, by the call itself.
  const mayRing = (to: string, asks: string): string => {
    if (to !== asks && doNotDisturb.isOn(to))
      throw new TrubkaError('calleeDoNotDisturb', 'does not want to be disturbed')
    return to
  }
  return new Map([
    query('session.ping', () => ({})),
    command('call.make', false, async ({ commandId, to }, asker) => {
      const device = phoneOf(asker)
      return calls.make({ device, to: mayRing(to, device), commandId })
    }),
    onCall('call.answer', (phone, { callId }) => calls.answer(phone, callId)),
    onCall('call.clear', (phone, { callId }) => calls.clear(phone, callId)),
    onCall('call.hold', (phone, { callId }) => calls.hold(phone, callId)),
    onCall('call.retrieve', (phone, { callId }) => calls.retrieve(phone, callId)),
    onCall('call.transfer', (phone, { callId }) => calls.transfer(phone, callId)),
    onCall('call.alternate', (phone, { callId }) => calls.alternate(phone, callId)),
    onCall('call.reconnect', (phone, { callId }) => calls.reconnect(phone, callId)),
    onCall('call.conference', (phone, { callId }) => calls.conference(phone, callId)),
    onCall('call.consult', (phone, { callId, to }) => calls.consult(phone, callId, mayRing(to, phone))),
    onCall('call.singleStepTransfer', (phone, { callId, to }) =>
      calls.singleStepTransfer(phone, callId, mayRing(to, phone)),
    ),
    onCall('call.generateDigits', (phone, { callId, digits }) => calls.generateDigits(phone, callId, digits)),
    onCall('call.suspendRecording', (phone, { callId }) => calls.suspendRecording(phone, callId)),
    onCall('call.resumeRecording', (phone, { callId }) => calls.resumeRecording(phone, callId)),
    query('status.set', async ({ status }, { feed }) => {
      await statuses.set(feed.own.self.id, status)
      return {}
    }),
    query('session.idle', ({ idle }, { setIdle }) => {
      setIdle(idle)
      return {}
    }),
    query('recording.find', async ({ key }) => {
      const [callId = '', at = ''] = key.split('~')
      return { call: await recordings.find(callId, await journal.book.ask('begun', { at: Number(at) })) }
    }),
    query('recording.open', async ({ call }, { feed, address }) => {
      const { token, until, name, waveform } = await recordings.open(call, feed.own.self, address)
      return { path: `${RECORDING_PATH}${token}`, until, name, waveform }
    }),
    query('people.photo', ({ number }) => photos.read(number)),
    query('command.outcome', async ({ commandId }, { feed, commands }) => {
      // The call itself knows, also after our restart, or when the PBX answered too late.
      const call = feed.own.calls.find((each) => each.commandId === commandId)
      if (call) return { outcome: 'done', callId: call.id }
      const { outcome, answer } = commands.outcome(commandId)
      // After a restart only the PBX knows; without its picture «unknown» would be read as «not made».
      if (outcome === 'unknown' && pbx.link === 'down') return { outcome: 'pending', callId: null }
      if (outcome === 'failed') return { outcome, callId: null, fault: await faultOf(answer) }
      return { outcome, callId: outcome === 'done' ? callIdOf(await answer) : null }
    }),
    ruleMethod(rooms),
    ...intakeMethods(rooms, logger),
    ...journalMethods(rooms, logger),
    ...contactMethods(rooms),
    ...chatMethods(rooms),
    query('manager.link', (_, { who }) => {
      if (!managerLink) throw new TrubkaError('unknownMethod', 'no manager page here')
      const { code, expiresAt } = managerLink({ by: who.operator, keyId: who.keyId })
      return { path: `/manager/#link=${code}`, expiresAt }
    }),
  ])
}

function phoneOf({ feed }: Asker): string {
  const { number } = feed.own.self
  if (number === null) throw new TrubkaError('noPhone', 'this operator has no internal number')
  return number
}

const WithCall = v.object({ callId: v.string() })
const callIdOf = (answer: unknown): string | null => (v.is(WithCall, answer) ? answer.callId : null)

/** Of an answer that has failed. */
async function faultOf(answer: Promise<unknown> | null): Promise<ErrorCode> {
  try {
    await answer
  } catch (error) {
    if (error instanceof TrubkaError) return error.code
  }
  return 'internal'
}
