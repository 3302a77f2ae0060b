import * as v from 'valibot'
import { TrubkaError } from '../protocol/errors.ts'
import { CommandId } from '../protocol/methods.ts'
import type { PageMethod, PageParams } from '../protocol/page.ts'
import { NoAnswer, type RpcSocket } from './rpc.ts'

/** The last dial commands that were sent, kept over the background's death. */
export const AskedCommands = v.array(CommandId)
const MAX_ASKED = 50

/** How long an operator waits for a connection after a click, and for word of a call whose answer was lost. */
export type Patience = { connect: number; answer: number; outcome: number; poll: number }
export const PATIENCE: Patience = { connect: 5_000, answer: 15_000, outcome: 20_000, poll: 300 }

type Asked = { get: () => Promise<string[] | null>; set: (value: string[]) => Promise<void> }
type Ready = { ready: (withinMs: number) => Promise<RpcSocket> }
type Made = { callId: string }
/** Commands to a call that is there. */
export type CallMethod = Exclude<PageMethod & `call.${string}`, 'call.make'>

/**
 * Commands to the phone. `call.make` goes over the wire once, whatever happens: when its answer is lost, the outcome
 * is asked for (DESIGN 3). The others are done once by the server however often they are said.
 */
export class Commands {
  readonly #connection: Ready
  readonly #asked: Asked
  readonly #patience: Patience
  readonly #underWay = new Map<string, Promise<Made>>()
  #noting: Promise<void> = Promise.resolve()

  constructor(connection: Ready, asked: Asked, patience = PATIENCE) {
    this.#connection = connection
    this.#asked = asked
    this.#patience = patience
  }

  /** The same id asked twice is one call and one answer. Throws `notMade` or `timeout` when the answer was lost. */
  make(commandId: string, to: string): Promise<Made> {
    const underWay = this.#underWay.get(commandId)
    if (underWay) return underWay
    const made = this.#make(commandId, to).finally(() => this.#underWay.delete(commandId))
    this.#underWay.set(commandId, made)
    return made
  }

  /** Said again, with the same id, when the connection broke over it: the server does it once. */
  async command<M extends CallMethod>(method: M, wish: PageParams<M>): Promise<Record<string, never>> {
    const params = { ...wish, commandId: crypto.randomUUID() }
    const once = async () => {
      const rpc = await this.#connection.ready(this.#patience.connect)
      return rpc.request<CallMethod>(method, params, this.#patience.answer)
    }
    try {
      return await once()
    } catch (error) {
      if (!(error instanceof NoAnswer) || error.code !== 'offline') throw error
      return once()
    }
  }

  async #make(commandId: string, to: string): Promise<Made> {
    if ((await this.#asked.get())?.includes(commandId)) return this.#outcome(commandId)
    const rpc = await this.#connection.ready(this.#patience.connect)
    // Noted before it is sent: a background that dies now must not send it again when the page asks once more.
    await this.#note(commandId)
    try {
      return await rpc.request('call.make', { commandId, to }, this.#patience.answer)
    } catch (error) {
      if (error instanceof NoAnswer) return this.#outcome(commandId)
      throw error
    }
  }

  async #outcome(commandId: string): Promise<Made> {
    const until = Date.now() + this.#patience.outcome
    while (Date.now() < until) {
      const told = await this.#askOutcome(commandId, until - Date.now())
      if (told?.outcome === 'done' && told.callId !== null) return { callId: told.callId }
      if (told?.outcome === 'unknown') throw new TrubkaError('notMade', 'the server knows nothing of the command')
      if (told?.outcome === 'failed') throw new TrubkaError('refusedByPbx', 'the call failed')
      await new Promise((resolve) => setTimeout(resolve, this.#patience.poll))
    }
    throw new TrubkaError('timeout', 'nothing was learnt of the call')
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
