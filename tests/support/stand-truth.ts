import type { Channel } from '../../stand/pbx/channel.ts'
import type { PbxLeg } from './phone-lab.ts'

const STATES = { Down: 'down', Ring: 'dialing', Ringing: 'ringing', Up: 'up' } as const

/** The stand's PBX is read in its own memory, past the manager interface. */
export function standTruth(channel: Channel): PbxLeg {
  const { uniqueid, linkedid, device, number, state, bridge, context, exten, variables } = channel
  return {
    id: uniqueid,
    callId: linkedid,
    device: device === 'trunk' ? null : device,
    number,
    state: STATES[state],
    room: bridge?.uniqueid ?? null,
    place: bridge ? '' : `${context},${exten}`,
    holder: context === 'trubka-hold' && !bridge ? (variables.get('TRUBKA_HOLDER') ?? '') : '',
  }
}
