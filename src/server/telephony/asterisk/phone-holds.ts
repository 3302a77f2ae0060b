import type { AmiMessage } from './message.ts'
import type { AmiAction } from './protocol.ts'

/**
 * Whether a leg's phone holds by its own key; `CoreShowChannels` does not tell. Never asked by `Status`: the function waits
 * for the leg's SIP thread, and `Status` keeps the channel locked meanwhile (`action_status` in Asterisk's manager.c), until
 * all of Asterisk stood still. `Getvar` locks nothing.
 */
const HELD = 'CHANNEL(rtp,hold)'
/** Channels of this kind alone know the function. */
const KIND = 'PJSIP/'
const UP = '6'

/** By leg, from the items of `CoreShowChannels`; one that cannot tell, or has ended meanwhile, is not in it. */
export async function readHolds(
  items: readonly AmiMessage[],
  ask: (action: AmiAction) => Promise<AmiMessage>,
): Promise<ReadonlyMap<string, boolean>> {
  const legs = items.filter((item) => item.get('ChannelState') === UP && item.get('Channel').startsWith(KIND))
  const told = await Promise.all(
    legs.map(async (leg) => {
      // One whose SIP thread hangs must not keep the link from coming up for all the others.
      const answer = await ask({ Action: 'Getvar', Channel: leg.get('Channel'), Variable: HELD }).catch(() => null)
      return [leg.get('Uniqueid'), answer?.get('Value')] as const
    }),
  )
  return new Map(told.filter(([, value]) => value === '0' || value === '1').map(([id, value]) => [id, value === '1']))
}
