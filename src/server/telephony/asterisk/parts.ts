import { type ErrorCode, TrubkaError } from '../../../protocol/errors.ts'
import type { Channel, Channels } from './channels.ts'
import type { AmiMessage } from './message.ts'
import type { AsteriskOptions, AsteriskTiming } from './options.ts'
import type { AmiAction } from './protocol.ts'
import type { Waits } from './waits.ts'

/** What commands are carried out with. */
export type Parts = {
  readonly options: AsteriskOptions
  readonly timing: AsteriskTiming
  /** Marks the legs that end by it. `started` hears the ActionID before anything is sent. */
  send: (action: AmiAction, started?: (actionId: string) => void) => Promise<AmiMessage>
  /** As they are now; another one after each login. */
  channels: () => Channels
  readonly waits: Waits
  /** Whether a phone is in the network; undefined when the PBX has never spoken of it. */
  phone: (device: string) => boolean | undefined
  isUp: () => boolean
}

/** Q.850. */
export const NORMAL_CLEARING = '16'

/** Commands are for phones of ours only, never for the outside line. */
export function ownChannel(channels: Channels, legId: string): Channel {
  const channel = channels.get(legId)
  if (channel?.leg.device == null) throw new TrubkaError('noSuchCall')
  return channel
}

export function refuseError(answer: AmiMessage, code: ErrorCode): void {
  if (answer.get('Response') === 'Error') throw new TrubkaError(code, answer.get('Message').slice(0, 200))
}

/**
 * Asks a leg's phone to talk, by an in-dialog NOTIFY. Never one that is ending: Asterisk 22 looks at a leg's private part
 * without asking whether it is still there (`push_notify_channel` in res_pjsip_notify.c), and crashes as a whole.
 */
export async function askPhone({ send }: Parts, { name, ending }: Channel): Promise<AmiMessage> {
  if (ending) throw new TrubkaError('notNow', 'the call is ending')
  // Never by `Option: talk`: Asterisk 22 then sends the NOTIFY without its Event header.
  return send({ Action: 'PJSIPNotify', Channel: name, Variable: 'Event=talk' })
}
