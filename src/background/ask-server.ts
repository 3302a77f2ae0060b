import type { Method, Params, Result } from '../protocol/methods.ts'
import { PATIENCE } from './commands.ts'
import type { Connection } from './connection.ts'

type Room = { started: Promise<unknown>; connection: Connection }
export type AskServer = <M extends Method>(method: M, params: Params<M>) => Promise<Result<M>>

/** For what only the server can answer; asked while somebody waits for it. */
export const serverAsker =
  ({ started, connection }: Room): AskServer =>
  async (method, params) => {
    await started
    return (await connection.ready(PATIENCE.connect)).request(method, params, PATIENCE.answer)
  }
