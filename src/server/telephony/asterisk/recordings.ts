import type { Leg } from '../pbx.ts'
import type { Channel } from './channels.ts'
import type { AmiMessage } from './message.ts'
import type { AmiAction } from './protocol.ts'

/** How legs are recorded, by their ids; what is not in it is not recorded. */
export type Recordings = ReadonlyMap<string, Exclude<Leg['recording'], 'none'>>

/** Set by MixMonitor itself, and left there when the recorder is stopped. */
const FILE = 'MIXMONITOR_FILENAME'
/** Ours: a dump does not tell that a recorder is muted. */
const SUSPENDED = 'TRUBKA_RECORDING'

/** `Status` writes this for a variable that is not set. */
const UNSET = '(null)'

/** To be asked for by `Status`. */
export const RECORDING_VARIABLES = [FILE, SUSPENDED] as const

/** From the items of `Status`. */
export function readRecordings(items: readonly AmiMessage[]): Recordings {
  const recordings = new Map<string, 'on' | 'suspended'>()
  for (const item of items) {
    const variables = item.all('Variable')
    const file = variables.find((each) => each.startsWith(`${FILE}=`))?.slice(FILE.length + 1) ?? ''
    if (file === '' || file === UNSET) continue
    recordings.set(item.get('Uniqueid'), variables.includes(`${SUSPENDED}=suspended`) ? 'suspended' : 'on')
  }
  return recordings
}

/** A recorder was started, stopped, or muted in both directions; muted in one, it still keeps the other. */
export function recorderTold(channel: Channel, name: string, event: AmiMessage): void {
  if (name === 'MixMonitorStart') channel.recorders += 1
  else if (name === 'MixMonitorStop') channel.recorders = Math.max(0, channel.recorders - 1)
  const muted = name === 'MixMonitorMute' && event.get('Direction') === 'both' && event.get('State') === '1'
  const before = channel.leg.recording
  const goesOn = name === 'MixMonitorStop' && before === 'suspended' ? 'suspended' : 'on'
  channel.leg = { ...channel.leg, recording: channel.recorders === 0 ? 'none' : muted ? 'suspended' : goesOn }
}

/** What suspends or resumes all recorders of a channel, and notes it for whoever reads a dump later. */
export function recordingActions(channel: string, to: 'on' | 'suspended'): AmiAction[] {
  const state = to === 'suspended' ? '1' : '0'
  return [
    { Action: 'MixMonitorMute', Channel: channel, Direction: 'both', State: state },
    { Action: 'Setvar', Channel: channel, Variable: SUSPENDED, Value: to === 'suspended' ? to : '' },
  ]
}
