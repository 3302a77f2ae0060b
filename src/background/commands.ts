import * as v from 'valibot'
import { type ErrorCode, TrubkaError } from '../protocol/errors.ts'
import { CommandId, type Params, type Result } from '../protocol/methods.ts'
import type { PageMethod } from '../protocol/page.ts'
import { NoAnswer, type RpcSocket } from './rpc.ts'

/** The last commands that were sent, kept over the background's death. */
export const AskedCommands = v.array(CommandId)
const MAX_ASKED = 200

/** How long an operator waits for a connection after a click, and for word of a command whose answer was lost. */
export type Patience = { connect: number; answer: number; outcome: number; poll: number }
export const PATIENCE: Patience = { connect: 5_000, answer: 15_000, outcome: 20_000, poll: 300 }

type Asked = { get: () => Promise<string[] | null>; set: (value: string[]) => Promise<void> }
type Ready = { ready: (withinMs: number) => Promise<RpcSocket> }
type Made = Result<'call.make'>
type PhoneMethod = PageMethod & `call.${string}`
/** Commands to a call that is there. */
export type CallMethod = Exclude<PhoneMethod, 'call.make'>

/** What they ask for is a state: said once more they change nothing. The others would act twice. */
const REPEATABLE: ReadonlySet<PhoneMethod> = new Set([
  'call.answer',
  'call.clear',
  'call.hold',
  'call.retrieve',
  'call.suspendRecording',
  'call.resumeRecording',
])
/** What it is refused with when it was done already. */
const isDoneAlready = (method: PhoneMethod, code: ErrorCode) =>
  code === 'notNow' || (method === 'call.clear' && code === 'noSuchCall')

/**
 * Commands to the phone. Each goes over the wire once: when its answer is lost, the outcome is asked for (DESIGN 3).
 * A server that was restarted meanwhile knows of none; what may be repeated then is repeated, and of the rest the person
 * is told.
 */
export class Commands {
  readonly #connection: Ready
  readonly #asked: Asked
  readonly #patience: Patience
  readonly #underWay = new Map<string, Promise<Partial<Made>>>()
  #noting: Promise<void> = Promise.resolve()

  constructor(connection: Ready, asked: Asked, patience = PATIENCE) {
    this.#connection = connection
    this.#asked = asked
    this.#patience = patience
  }

  /** The same id asked twice is one call and one answer. Throws `notMade` or `timeout` when the answer was lost. */
  async make(params: Params<'call.make'>): Promise<Made> {
    const { callId } = await this.#once('call.make', params)
    if (callId === undefined) throw new TrubkaError('timeout', 'the call has no name yet')
    return { callId }
  }

  /** The same id asked twice is done once. Throws `notKnown` when nobody can say whether it was done. */
  async command<M extends CallMethod>(method: M, params: Params<M>): Promise<Record<string, never>> {
    await this.#once<CallMethod>(method, params)
    return {}
  }

  #once<M extends PhoneMethod>(method: M, params: Params<M>): Promise<Partial<Made>> {
    const { commandId } = params
    const underWay = this.#underWay.get(commandId)
    if (underWay) return underWay
    const answer = this.#carryOut(method, params).finally(() => this.#underWay.delete(commandId))
    this.#underWay.set(commandId, answer)
    return answer
  }

  async #carryOut<M extends PhoneMethod>(method: M, params: Params<M>): Promise<Partial<Made>> {
    if ((await this.#asked.get())?.includes(params.commandId)) return this.#outcome(method, params)
    const rpc = await this.#connection.ready(this.#patience.connect)
    // Noted before it is sent: a background that dies now must not send it again when the page asks once more.
    await this.#note(params.commandId)
    try {
      return await rpc.request<PhoneMethod>(method, params, this.#patience.answer)
    } catch (error) {
      if (error instanceof NoAnswer) return this.#outcome(method, params)
      throw error
    }
  }

  async #outcome<M extends PhoneMethod>(method: M, params: Params<M>): Promise<Partial<Made>> {
    const until = Date.now() + this.#patience.outcome
    while (Date.now() < until) {
      const told = await this.#askOutcome(params.commandId, until - Date.now())
      if (told?.outcome === 'done') return told.callId === null ? {} : { callId: told.callId }
      if (told?.outcome === 'failed') throw new TrubkaError(told.fault ?? 'refusedByPbx', 'the command failed')
      if (told?.outcome === 'unknown') {
        if (method === 'call.make') throw new TrubkaError('notMade', 'the server knows nothing of the command')
        if (!REPEATABLE.has(method)) throw new TrubkaError('notKnown', 'the server knows nothing of the command')
        return this.#repeat(method, params, until - Date.now())
      }
      await new Promise((resolve) => setTimeout(resolve, this.#patience.poll))
    }
    throw new TrubkaError(method === 'call.make' ? 'timeout' : 'notKnown', 'nothing was learnt of the command')
  }

  /** Once, with the same id. */
  async #repeat<M extends PhoneMethod>(method: M, params: Params<M>, withinMs: number): Promise<Partial<Made>> {
    try {
      const rpc = await this.#connection.ready(withinMs)
      return await rpc.request<PhoneMethod>(method, params, this.#patience.answer)
    } catch (error) {
      if (error instanceof TrubkaError && isDoneAlready(method, error.code)) return {}
      if (error instanceof NoAnswer) throw new TrubkaError('notKnown', error.message)
      throw error
    }
  }

  async #askOutcome(commandId: string, withinMs: number) {
    try {
      const rpc = await this.#connection.ready(withinMs)
      return await rpc.request('command.outcome', { commandId }, withinMs)
    } catch (error) {
      if (error instanceof TrubkaError && (error instanceof NoAnswer || error.code === 'offline')) return null
      throw error
    }
  }

  #note(commandId: string): Promise<void> {
    const note = async () => {
      const asked = (await this.#asked.get()) ?? []
      await this.#asked.set([...asked, commandId].slice(-MAX_ASKED))
    }
    const noted = this.#noting.then(note, note)
    this.#noting = noted
    return noted
  }
}
