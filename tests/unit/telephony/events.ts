import type { Fields } from './ami-peer.ts'

/** A channel as Asterisk 22 shows it in events; unknown values are the literal text `<unknown>`. */
export type Chan = {
  channel: string
  id: string
  /** Linkedid; the first leg of a call is its own. */
  call?: string
  num?: string
  name?: string
  connected?: string
  connectedName?: string
  exten?: string
}

const STATES = { down: '0', ring: '4', ringing: '5', up: '6' } as const
export type ChanState = keyof typeof STATES

const or = (value: string | undefined) => value ?? '<unknown>'

export function fields(chan: Chan, state: ChanState, prefix: '' | 'Dest' = ''): Fields {
  return {
    [`${prefix}Channel`]: chan.channel,
    [`${prefix}ChannelState`]: STATES[state],
    [`${prefix}CallerIDNum`]: or(chan.num),
    [`${prefix}CallerIDName`]: or(chan.name),
    [`${prefix}ConnectedLineNum`]: or(chan.connected),
    [`${prefix}ConnectedLineName`]: or(chan.connectedName),
    [`${prefix}Exten`]: chan.exten ?? 's',
    [`${prefix}Uniqueid`]: chan.id,
    [`${prefix}Linkedid`]: chan.call ?? chan.id,
  }
}

export const born = (chan: Chan, state: ChanState): Fields => ({ Event: 'Newchannel', ...fields(chan, state) })
export const turned = (chan: Chan, state: ChanState): Fields => ({ Event: 'Newstate', ...fields(chan, state) })
export const named = (chan: Chan, state: ChanState): Fields => ({ Event: 'NewConnectedLine', ...fields(chan, state) })
export const hungUp = (chan: Chan, state: ChanState, cause: number): Fields => ({
  Event: 'Hangup',
  ...fields(chan, state),
  Cause: String(cause),
})
export const dialBegin = (from: Chan | null, fromState: ChanState, to: Chan): Fields => ({
  Event: 'DialBegin',
  ...(from ? fields(from, fromState) : {}),
  ...fields(to, 'down', 'Dest'),
})
export const dialEnd = (
  from: Chan | null,
  fromState: ChanState,
  to: Chan,
  toState: ChanState,
  status: string,
): Fields => ({
  Event: 'DialEnd',
  ...(from ? fields(from, fromState) : {}),
  ...fields(to, toState, 'Dest'),
  DialStatus: status,
})
export const enters = (chan: Chan, bridge: string): Fields => ({
  Event: 'BridgeEnter',
  BridgeUniqueid: bridge,
  ...fields(chan, 'up'),
})
export const leaves = (chan: Chan, bridge: string): Fields => ({
  Event: 'BridgeLeave',
  BridgeUniqueid: bridge,
  ...fields(chan, 'up'),
})
/** As a dump shows it. */
export const shown = (chan: Chan, state: ChanState, more: Fields = {}): Fields => ({
  Event: 'CoreShowChannel',
  ...fields(chan, state),
  Duration: '00:00:00',
  BridgeId: '',
  ...more,
})
