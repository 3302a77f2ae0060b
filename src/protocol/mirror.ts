import type { OperatorState } from './state.ts'

/** How the background stands with the server. `refused` = the server does not know our key any more. */
export type Connection = 'notPaired' | 'connecting' | 'online' | 'offline' | 'refused'

/** What the background keeps and shows to pages and panels. `state` is the last known one while offline. */
export type Mirror = {
  connection: Connection
  state: OperatorState | null
  /** Rule writes not yet acknowledged by the server. */
  owed: number
}
