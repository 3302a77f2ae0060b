import type { Rooms } from './rooms.ts'

type Looked = Pick<Rooms, 'pbx' | 'customers' | 'outbox'>

/** For whoever watches over the server, without signing in: whether all is well, and nothing of what, whose and how much. */
export const isWell = ({ pbx, customers }: Looked): boolean =>
  pbx.link === 'up' && pbx.faults.routing === null && customers.bases().every(({ state }) => state === 'up')

/** For the server's administrator. */
export const health = ({ pbx, customers, outbox }: Looked, version: string) => ({
  pbx: pbx.link,
  pbxFault: pbx.link === 'up' ? null : (pbx.faults.main ?? 'notConnected'),
  /** Whether the PBX can ask us where calls go. */
  routing: pbx.faults.routing === null ? 'asked' : 'notAsked',
  routingFault: pbx.faults.routing,
  bases: customers.bases().map(({ id, state, loadedAt }) => ({ id, state, loadedAt, owed: outbox.state(id).owed })),
  version,
})
