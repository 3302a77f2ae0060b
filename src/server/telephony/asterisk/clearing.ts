import type { Channel } from './channels.ts'
import { NORMAL_CLEARING, ownChannel, type Parts, refuseError } from './parts.ts'

/** Q.850: what the caller's side is told. */
const USER_BUSY = '17'

/** Ends a phone's leg, and `also` others of its call. */
export async function clear(parts: Parts, legId: string, also: readonly string[]): Promise<void> {
  const channel = ownChannel(parts.channels(), legId)
  await Promise.all([clearOwn(parts, channel), ...also.map((each) => letGo(parts, each))])
}

async function clearOwn({ send }: Parts, channel: Channel): Promise<void> {
  const { leg, name } = channel
  // A caller is told «busy»; our own click-to-dial that is called off is no failure.
  const cause = leg.state === 'ringing' && !leg.originated ? USER_BUSY : NORMAL_CLEARING
  channel.calledOff = cause === NORMAL_CLEARING
  const answer = await send({ Action: 'Hangup', Channel: name, Cause: cause })
  refuseError(answer, /no such channel/i.test(answer.get('Message')) ? 'noSuchCall' : 'refusedByPbx')
}

/** A leg that its operator ends; one that has ended already is as good. */
export async function letGo({ channels, send }: Parts, legId: string): Promise<void> {
  const channel = channels().get(legId)
  if (!channel) return
  channel.calledOff = true
  await send({ Action: 'Hangup', Channel: channel.name, Cause: NORMAL_CLEARING })
}
